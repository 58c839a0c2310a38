using System.Net.Sockets;
using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Callbacks;

/// <summary>Callbacks over real sockets: what is heard, what is asked because of it, and what each bad request is answered.</summary>
public sealed class CallbackListenerTests
{
    private const string Secret = "whsec_dmVvcHMtdGVzdC1rZXktMDEyMzQ1Njc4OWFiY2RlZiE=";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_callback_has_its_task_asked_for_and_handed_on_once()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();
        VeoTask task = await desk.BuyAsync();

        Assert.Equal(200, await desk.CallAsync(task));
        TaskHandle ended = await desk.NextAsync();
        Assert.Equal(200, await desk.CallAsync(task));
        await desk.StopAsync();

        Assert.Equal((task.SubmissionId, VeoTaskStatus.Succeeded), (ended.Task.SubmissionId, ended.Task.Status));
        Assert.Equal(VeoTaskStatus.Succeeded, desk.Shop.OpenLedger().Find(task.SubmissionId)!.Task.Status);
        Assert.Empty(desk.Ended);
        Assert.Single(desk.Polls);
    }

    [Fact]
    public async Task The_token_is_kept_with_the_task_and_is_no_part_of_the_job_keys_request()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();
        VeoTask task = await desk.BuyAsync(jobKey: "shot-1");
        LedgerEntry entry = desk.Shop.OpenLedger().Find(task.SubmissionId)!;

        Assert.Contains(
            $"&token={entry.CallbackToken}",
            desk.Shop.Gateway.Accepted[0].Request.GetProperty("callBackUrl").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(task.SubmissionId, (await desk.BuyAsync(jobKey: "shot-1")).SubmissionId);
    }

    [Fact]
    public async Task A_lost_id_is_brought_home_by_its_token()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();
        desk.Shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: true), Strike.Once);
        VeoTask lost = (await desk.SubmitAsync()).Error!.Task!;
        Assert.Equal((VeoTaskStatus.Unknown, null), (lost.Status, lost.Id));

        string id = desk.Shop.Gateway.Accepted[0].TaskId;
        Assert.Equal(200, await desk.SendAsync(new Callback { TaskId = id }));
        TaskHandle ended = await desk.NextAsync();

        Assert.Equal((lost.SubmissionId, id, VeoTaskStatus.Succeeded), (ended.Task.SubmissionId, ended.Task.Id, ended.Task.Status));
        LedgerEntry kept = desk.Shop.OpenLedger().Find(lost.SubmissionId)!;
        Assert.Equal((id, VeoTaskStatus.Succeeded, lost.Created), (kept.Task.Id, kept.Task.Status, kept.Task.Created));
    }

    [Fact]
    public async Task A_wrong_token_or_an_id_that_the_gateway_does_not_know_brings_nothing_home()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();
        desk.Shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: true), Strike.Once);
        VeoTask lost = (await desk.SubmitAsync()).Error!.Task!;
        string token = desk.Shop.OpenLedger().Find(lost.SubmissionId)!.CallbackToken!;

        CallbackMessage forged = Message("""{"data":{"taskId":"veo_task_other"}}""", $"veo={lost.SubmissionId}&token={token}");
        CallbackMessage guessed = Message(
            $$$"""{"data":{"taskId":"{{{desk.Shop.Gateway.Accepted[0].TaskId}}}"}}""",
            $"veo={lost.SubmissionId}&token=x{token}");
        CallbackReceiver receiver = desk.NewReceiver(questions: 1);
        await receiver.TakeAsync(forged, Token);
        await receiver.TakeAsync(guessed, Token);

        Assert.Equal(VeoTaskStatus.Unknown, desk.Shop.OpenLedger().Find(lost.SubmissionId)!.Task.Status);
        Assert.Single(desk.Polls);
        Assert.Contains(desk.Warned, each => each.Remedies.Any(remedy => remedy.Action == VeoRemedyAction.Resolve));
    }

    [Fact]
    public async Task However_many_hints_come_the_gateway_is_asked_once_a_poll_floor()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync(pollsUntilDone: 3);
        VeoTask task = await desk.BuyAsync();

        for (int i = 0; i < 50; i++) Assert.Equal(200, await desk.CallAsync(task));
        await CallbackDesk.UntilAsync(() => desk.Polls.Count == 1);
        await desk.PassAsync(desk.Profile.Gateway.Table.Cadence.Floor);
        await CallbackDesk.UntilAsync(() => desk.Polls.Count == 2);
        await desk.PassAsync(desk.Profile.Gateway.Table.Cadence.Floor);

        Assert.Equal(VeoTaskStatus.Succeeded, (await desk.NextAsync()).Task.Status);
        Assert.Equal(3, desk.Polls.Count);
    }

    [Theory]
    [InlineData(Protocol.Replicate, Secret)]
    [InlineData(Protocol.OpenRouter, "or-secret")]
    public async Task Where_the_gateway_signs_only_a_good_signature_has_anything_asked(Protocol protocol, string secret)
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync(protocol, secret);
        VeoTask task = await desk.BuyAsync();

        Assert.Equal(401, await desk.SendAsync(new Callback { TaskId = task.Id! }));
        Assert.Equal(401, await desk.SendAsync(new Callback { TaskId = task.Id!, Secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }));
        Assert.Equal(401, await desk.SendAsync(new Callback { TaskId = task.Id!, Secret = secret, Tampered = true }));
        Assert.Equal(401, await desk.SendAsync(new Callback { TaskId = task.Id!, Secret = secret, AgeSeconds = 301 }));
        Assert.Empty(desk.Polls);
        Assert.Single(desk.Warned);

        Callback good = new() { TaskId = task.Id!, Secret = secret };
        Assert.Equal(200, await desk.SendAsync(good));
        Assert.Equal(task.SubmissionId, (await desk.NextAsync()).Task.SubmissionId);
        Assert.Equal(200, await desk.SendAsync(good));
        await desk.StopAsync();
        Assert.Single(desk.Polls);
    }

    [Theory]
    [InlineData("GET /veo/ HTTP/1.1\r\nHost: x\r\n\r\n", 405)]
    [InlineData("HEAD /veo/ HTTP/1.1\r\n\r\n", 405)]
    [InlineData("PUT /veo/ HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}", 405)]
    [InlineData("OPTIONS * HTTP/1.1\r\n\r\n", 404)]
    [InlineData("PRI * HTTP/2.0\r\n\r\n", 400)]
    [InlineData("POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 404)]
    [InlineData("POST /veoother HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 404)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n[]", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\n\r\n", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nno colon\r\n\r\n", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", 413)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n", 413)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("hello\r\n\r\n", 400)]
    [InlineData("POST /veo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;a=b\r\n}\r\n0\r\nx: y\r\n\r\n", 200)]
    [InlineData("POST http://outer.example/veo/a HTTP/1.1\r\nHost: outer.example\r\nContent-Length: 2\r\n\r\n{}", 200)]
    public async Task A_request_is_answered_by_its_form_and_the_listener_lives(string request, int status)
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();

        Assert.Equal(status, await desk.RawAsync(request));
        Assert.Equal(200, await desk.RawAsync("POST /veo/ HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"));
    }

    [Fact]
    public async Task Headers_without_end_are_refused() // More than the 16 KiB that are read of them.
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();

        Assert.Equal(431, await desk.RawAsync("POST /veo/ HTTP/1.1\r\nA: " + new string('a', (16 * 1024) - 20)));
    }

    [Theory]
    [InlineData("", "1\r\na\r\n", 1_100_000, 413)] // By the byte, until it is more than a body may have.
    [InlineData("", "400\r\n{1024}\r\n", 1_025, 413)]
    [InlineData("1;", "a", 2_000, 400)] // What is said about a chunk.
    [InlineData("0\r\n", "x: y\r\n", 3_000, 431)] // What comes behind the last.
    public async Task Chunks_without_end_are_refused_and_the_listener_lives(string first, string again, int times, int status)
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();
        byte[] part = Encoding.ASCII.GetBytes(again.Replace("{1024}", new string('a', 1024), StringComparison.Ordinal));
        using TcpClient client = await desk.ConnectAsync("POST /veo/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + first);

        // Whoever sends on after the answer is cut off, and may lose the answer with that.
        Task<string> answer = CallbackDesk.ReadAsync(client);
        await SendAsync(client, [.. Enumerable.Repeat(part, times).SelectMany(each => each)]);

        string said = await answer;
        Assert.True(said.Length == 0 || said.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), said);
        Assert.Equal(200, await desk.RawAsync("POST /veo/ HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"));
    }

    [Fact]
    public async Task Empty_lines_without_end_are_refused()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();

        Assert.Equal(431, await desk.RawAsync(string.Concat(Enumerable.Repeat("\r\n", (8 * 1024) + 1))));
    }

    [Fact]
    public async Task A_request_that_comes_by_the_byte_is_closed_when_its_time_is_up_however_much_still_comes()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();
        using TcpClient client = await desk.ConnectAsync("POST /veo/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
        await desk.Clock.WaitForTimersAsync(1);

        for (int i = 0; i < 9; i++)
        {
            await SendAsync(client, "1\r\na\r\n"u8.ToArray());
            desk.Clock.Advance(CallbackListener.RequestLimit / 10);
        }

        Assert.False(client.Client.Poll(0, SelectMode.SelectRead)); // Neither answered nor closed.
        desk.Clock.Advance(CallbackListener.RequestLimit / 10);
        Assert.Equal("", await CallbackDesk.ReadAsync(client));
        Assert.Equal(200, await desk.RawAsync("POST /veo/ HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"));
    }

    [Fact]
    public async Task Slow_connections_are_closed_and_keep_nobody_from_being_heard()
    {
        await using CallbackDesk desk = await CallbackDesk.OpenAsync();
        VeoTask task = await desk.BuyAsync();
        List<TcpClient> slow = [];
        for (int i = 0; i < 60; i++)
            slow.Add(await desk.ConnectAsync(i % 2 == 0 ? "POST /veo/ HT" : "POST /veo/ HTTP/1.1\r\nContent-Length: 9\r\n\r\n{"));

        Assert.Equal(200, await desk.CallAsync(task));
        Assert.Equal(task.SubmissionId, (await desk.NextAsync()).Task.SubmissionId);
        await desk.Clock.WaitForTimersAsync(slow.Count);
        desk.Clock.Advance(CallbackListener.RequestLimit);

        foreach (TcpClient client in slow)
        {
            Assert.Equal("", await CallbackDesk.ReadAsync(client));
            client.Dispose();
        }

        Assert.Equal(200, await desk.CallAsync(task));
    }

    private static CallbackMessage Message(string body, string query) => new(Encoding.UTF8.GetBytes(body), [], query);

    // Whoever is answered before all was sent may find the connection closed.
    private static async Task SendAsync(TcpClient client, byte[] bytes)
    {
        try
        {
            await client.GetStream().WriteAsync(bytes, Token);
        }
        catch (IOException exception) when (exception.InnerException is SocketException)
        {
            // As above.
        }
    }
}
