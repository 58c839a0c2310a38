using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
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
        await using Desk desk = await Desk.OpenAsync();
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
        await using Desk desk = await Desk.OpenAsync();
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
        await using Desk desk = await Desk.OpenAsync();
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
        await using Desk desk = await Desk.OpenAsync();
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
        await using Desk desk = await Desk.OpenAsync(pollsUntilDone: 3);
        VeoTask task = await desk.BuyAsync();

        for (int i = 0; i < 50; i++) Assert.Equal(200, await desk.CallAsync(task));
        await Desk.UntilAsync(() => desk.Polls.Count == 1);
        await desk.PassAsync(desk.Profile.Gateway.Table.Cadence.Floor);
        await Desk.UntilAsync(() => desk.Polls.Count == 2);
        await desk.PassAsync(desk.Profile.Gateway.Table.Cadence.Floor);

        Assert.Equal(VeoTaskStatus.Succeeded, (await desk.NextAsync()).Task.Status);
        Assert.Equal(3, desk.Polls.Count);
    }

    [Theory]
    [InlineData(Protocol.Replicate, Secret)]
    [InlineData(Protocol.OpenRouter, "or-secret")]
    public async Task Where_the_gateway_signs_only_a_good_signature_has_anything_asked(Protocol protocol, string secret)
    {
        await using Desk desk = await Desk.OpenAsync(protocol, secret);
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
    [InlineData("POST /other HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 404)]
    [InlineData("POST /veoother HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", 404)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n[]", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n", 413)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n", 413)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData("POST /veo/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("hello\r\n\r\n", 400)]
    [InlineData("POST /veo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;a=b\r\n}\r\n0\r\nx: y\r\n\r\n", 200)]
    [InlineData("POST http://outer.example/veo/a HTTP/1.1\r\nHost: outer.example\r\nContent-Length: 2\r\n\r\n{}", 200)]
    public async Task A_request_is_answered_by_its_form_and_the_listener_lives(string request, int status)
    {
        await using Desk desk = await Desk.OpenAsync();

        Assert.Equal(status, await desk.RawAsync(request));
        Assert.Equal(200, await desk.RawAsync("POST /veo/ HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}"));
    }

    [Fact]
    public async Task Headers_without_end_are_refused() // More than the 16 KiB that are read of them.
    {
        await using Desk desk = await Desk.OpenAsync();

        Assert.Equal(431, await desk.RawAsync("POST /veo/ HTTP/1.1\r\nA: " + new string('a', (16 * 1024) - 20)));
    }

    [Fact]
    public async Task Slow_connections_are_closed_and_keep_nobody_from_being_heard()
    {
        await using Desk desk = await Desk.OpenAsync();
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
            Assert.Equal("", await Desk.ReadAsync(client));
            client.Dispose();
        }

        Assert.Equal(200, await desk.CallAsync(task));
    }

    private static CallbackMessage Message(string body, string query) => new(Encoding.UTF8.GetBytes(body), [], query);

    /// <summary>A gateway that calls, a ledger, and a listener between the two.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private readonly ConcurrentQueue<TaskHandle> _ended = new();
        private readonly SemaphoreSlim _came = new(0);
        private readonly CancellationTokenSource _stop = new();
        private readonly string? _secret;
        private readonly CallbackListener _listener;
        private readonly Task _run;

        private Desk(Shop shop, Protocol protocol, string? secret)
        {
            Shop = shop;
            Profile = shop.Profile(protocol, profile => profile);
            _secret = secret;
            _listener = new CallbackListener(new Uri("http://127.0.0.1:0/veo/"), NewReceiver(), Clock, shop.Log);
            _listener.Start();
            _run = _listener.RunAsync(_stop.Token);
        }

        public Shop Shop { get; }

        public GatewayProfile Profile { get; }

        public FakeTimeProvider Clock => (FakeTimeProvider)Shop.Time;

        public ConcurrentQueue<VeoException> Warned { get; } = new();

        public IReadOnlyCollection<TaskHandle> Ended => _ended;

        public IReadOnlyList<RecordedRequest> Polls => [.. Shop.Gateway.Requests.Where(request => request.Route == Route.Poll)];

        public static async Task<Desk> OpenAsync(Protocol protocol = Protocol.Apikley, string? secret = null, int pollsUntilDone = 1)
        {
            FakeTimeProvider clock = new();
            return new Desk(
                await Shop.OpenAsync(clock, new GatewayOptions { PollsUntilDone = pollsUntilDone, TimeProvider = clock }),
                protocol,
                secret);
        }

        public CallbackReceiver NewReceiver(int questions = 5) => new(
            new TaskPoller(Shop.Transport, Shop.OpenLedger(), Clock, Shop.Log), Shop.OpenLedger(), Clock, Shop
                .Log, [new CallbackProfile(Profile, _secret)], Note, Warned.Enqueue)
        {
            QuestionsForOne = questions,
        };

        public Task<SubmissionOutcome> SubmitAsync(string? jobKey = null)
        {
            SubmissionOrder order = Shop.Order(Profile, jobKey: jobKey);
            return Shop.BuyAsync(
                order with { Request = order.Request with { CallbackUri = new Uri("https://hooks.example/veo/done?a=1") } });
        }

        public async Task<VeoTask> BuyAsync(string? jobKey = null) => (await SubmitAsync(jobKey)).Task!;

        public Task<int> CallAsync(VeoTask task) => SendAsync(new Callback { TaskId = task.Id! });

        public Task<int> SendAsync(Callback callback)
            => Shop.Gateway.CallBackAsync(callback with { To = new Uri($"http://{_listener.EndPoint}") }, Token);

        public async Task<TaskHandle> NextAsync()
        {
            Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(30), Token), "No task ended.");
            return _ended.TryDequeue(out TaskHandle? handle) ? handle : throw new InvalidOperationException("It was taken by another.");
        }

        public static async Task UntilAsync(Func<bool> holds)
        {
            for (DateTime end = DateTime.UtcNow.AddSeconds(30); !holds(); await Task.Delay(10, Token))
                Assert.True(DateTime.UtcNow < end, "It never came to hold.");
        }

        public async Task PassAsync(TimeSpan time)
        {
            await Clock.WaitForTimersAsync(1);
            Clock.Advance(time);
        }

        public async Task<TcpClient> ConnectAsync(string text)
        {
            TcpClient client = new();
            await client.ConnectAsync(_listener.EndPoint, Token);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Token);
            return client;
        }

        public async Task<int> RawAsync(string request)
        {
            using TcpClient client = await ConnectAsync(request);
            return int.Parse((await ReadAsync(client)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }

        public static async Task<string> ReadAsync(TcpClient client)
        {
            try
            {
                using StreamReader reader = new(client.GetStream(), leaveOpen: true);
                return await reader.ReadToEndAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
            }
            catch (IOException exception) when (exception.InnerException is SocketException)
            {
                return ""; // Reset, since what had come of the request was not all read.
            }
        }

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _run.WaitAsync(TimeSpan.FromSeconds(30), Token);
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            await Shop.DisposeAsync();
            _stop.Dispose();
            _came.Dispose();
        }

        private void Note(TaskHandle handle)
        {
            _ended.Enqueue(handle);
            _came.Release();
        }
    }
}
