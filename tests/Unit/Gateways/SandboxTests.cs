using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Sandbox;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Gateways;

public sealed class SandboxTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly GatewayProfile _profile = new ProfileResolver(_ => null).Resolve(ProfileResolver.Sandbox);
    private HttpTransport _transport;

    public SandboxTests() => _transport = new HttpTransport(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _transport.Dispose();

    [Fact]
    public async Task A_tasks_state_follows_from_its_id_alone_in_another_process_too()
    {
        string id = await SubmitAsync(new VeoRequest { Prompt = "a lighthouse", Count = 3 });
        List<string?> seen = [];
        foreach (double seconds in (double[])[0, 0.9, 0.1, 2.9, 0.1])
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            InAnotherProcess();
            seen.Add((await PollAsync(id)).Status);
        }

        Assert.Equal(
            [VeoTaskStatus.Queued, VeoTaskStatus.Queued, VeoTaskStatus.Running, VeoTaskStatus.Running, VeoTaskStatus.Succeeded],
            seen);
        TaskSnapshot first = await PollAsync(id);
        InAnotherProcess();
        _clock.Advance(TimeSpan.FromDays(400));
        TaskSnapshot later = await PollAsync(id);
        Assert.Equal(first.Videos, later.Videos);
        Assert.Equal((first.Status, 100), (later.Status, later.Progress));
    }

    [Theory]
    [InlineData("succeeded", VeoTaskStatus.Succeeded)]
    [InlineData("failed", VeoTaskStatus.Failed)]
    [InlineData("filtered", VeoTaskStatus.Filtered)]
    [InlineData("canceled", VeoTaskStatus.Canceled)]
    public async Task How_it_ends_is_the_callers_to_say(string outcome, string status)
    {
        string id = await SubmitAsync(
            new VeoRequest { Prompt = "a lighthouse", ProviderOption = new JsonObject { ["outcome"] = outcome } });
        _clock.Advance(SandboxTask.Rendered);

        TaskSnapshot snapshot = await PollAsync(id);

        Assert.Equal(status, snapshot.Status);
        Assert.Equal(status == VeoTaskStatus.Succeeded ? 1 : 0, snapshot.Videos.Count);
        Assert.Equal(status is VeoTaskStatus.Failed or VeoTaskStatus.Filtered, snapshot.Error is not null);
    }

    [Fact]
    public async Task An_outcome_that_there_is_not_is_refused() =>
        Assert.Equal(
            "invalid_outcome",
            (await AnswerAsync(new VeoRequest { ProviderOption = new JsonObject { ["outcome"] = "splendid" } })).Error!.Code);

    [Theory]
    [InlineData(null, 1)]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    public async Task It_makes_as_many_videos_as_were_asked_for(int? count, int expected)
    {
        string id = await SubmitAsync(new VeoRequest { Prompt = "a lighthouse", Count = count });
        _clock.Advance(SandboxTask.Rendered);

        IReadOnlyList<VideoLink> videos = (await PollAsync(id)).Videos;

        Assert.Equal(expected, videos.Select(video => video.Link).Distinct().Count());
        foreach (VideoLink video in videos) Assert.Equal(HttpStatusCode.OK, (await OpenAsync(video.Link)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync($"/v1/videos/{id}/content/{expected}")).StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(-1)]
    public async Task Other_counts_are_refused(int count)
        => Assert.Equal("invalid_count", (await AnswerAsync(new VeoRequest { Count = count })).Error!.Code);

    [Fact]
    public async Task Every_task_has_an_id_of_its_own()
    {
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SubmitAsync(new VeoRequest { Prompt = "a lighthouse" })));

        Assert.Distinct(ids);
    }

    [Theory]
    [InlineData(null, 320, 180)]
    [InlineData("16:9", 320, 180)]
    [InlineData("Auto", 320, 180)]
    [InlineData("9:16", 180, 320)]
    public async Task Its_clips_are_whole_films_of_4_seconds_with_picture_and_sound(string? ratio, int wide, int tall)
    {
        byte[] clip = await ClipAsync(new VeoRequest { Prompt = "a lighthouse", AspectRatio = ratio });

        Mp4Film film = Mp4Film.Read(clip);

        Assert.Equal(["soun", "vide"], film.Tracks.Order());
        Assert.InRange(film.Seconds, 3.9, 4.1);
        Assert.Equal(wide > tall, film.Width > film.Height);
        Assert.Equal(["ftyp", "mdat", "moov"], film.Boxes.Where(box => box != "free").Order());
    }

    [Fact]
    public async Task A_download_can_be_gone_on_with()
    {
        string link = await LinkAsync(new VeoRequest { Prompt = "a lighthouse" });
        byte[] whole = await (await OpenAsync(link)).Content.ReadAsByteArrayAsync(Token);

        HttpResponseMessage rest = await OpenAsync(link, new RangeHeaderValue(1000, null));
        HttpResponseMessage part = await OpenAsync(link, new RangeHeaderValue(10, 19));
        HttpResponseMessage beyond = await OpenAsync(link, new RangeHeaderValue(whole.Length, null));

        Assert.Equal(
            (HttpStatusCode.PartialContent, $"bytes 1000-{whole.Length - 1}/{whole.Length}"),
            (rest.StatusCode, rest.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(whole[1000..], await rest.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(
            (HttpStatusCode.PartialContent, $"bytes 10-19/{whole.Length}"),
            (part.StatusCode, part.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(whole[10..20], await part.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(
            (HttpStatusCode.RequestedRangeNotSatisfiable, $"bytes */{whole.Length}"),
            (beyond.StatusCode, beyond.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(rest.Headers.ETag, part.Headers.ETag);
    }

    [Fact]
    public async Task There_is_no_film_before_the_task_has_ended_nor_where_it_ended_without_one()
    {
        string running = await SubmitAsync(new VeoRequest { Prompt = "a lighthouse" });
        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync($"/v1/videos/{running}/content/0")).StatusCode);

        string failed = await SubmitAsync(
            new VeoRequest { Prompt = "a lighthouse", ProviderOption = new JsonObject { ["outcome"] = "failed" } });
        _clock.Advance(SandboxTask.Rendered);
        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync($"/v1/videos/{failed}/content/0")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("../../etc/passwd")]
    [InlineData("..")]
    [InlineData("sbx_")]
    [InlineData("sbx_0195ffffffff1w0_01234567")]
    [InlineData("sbx_195fffffff15w0_01234567")]
    [InlineData("sbx_195fffffff11x0_01234567")]
    [InlineData("sbx_195fffffff11w4_01234567")]
    [InlineData("sbx_195fffffff11w0_0123456G")]
    [InlineData("sbx_195fffffff11w0_01234567\n")]
    [InlineData("SBX_195FFFFFFF11W0_01234567")]
    [InlineData("sbx_195fffffff11w0_01234567/content/0?a=b#c")]
    [InlineData("\ud800")]
    public async Task An_id_that_is_none_of_its_own_is_not_found(string id)
    {
        TaskPoller poller = new(_transport, new NoLedger(), _clock, EngineLog.None);

        PollResult result = await poller.PollAsync(
            new TaskHandle(new VeoTask { Id = id, Profile = "sandbox" }, _profile),
            again: false,
            Token);

        Assert.Equal((VeoErrorId.TaskNotFound, false), (result.Error!.ErrorId, result.Passing));
        Assert.Equal(VeoTaskStatus.Submitting, result.Task.Status);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("4")]
    [InlineData("99999999999")]
    [InlineData("x")]
    public async Task An_index_that_it_has_not_is_not_found(string index)
    {
        string id = await SubmitAsync(new VeoRequest { Prompt = "a lighthouse", Count = 4 });
        _clock.Advance(SandboxTask.Rendered);

        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync($"/v1/videos/{id}/content/{index}")).StatusCode);
    }

    [Fact]
    public async Task An_id_from_the_end_of_time_is_queued_and_breaks_nothing()
    {
        TaskSnapshot snapshot = await PollAsync("sbx_fffffffffff4t0_01234567");

        Assert.Equal((VeoTaskStatus.Queued, 0), (snapshot.Status, snapshot.Progress));
    }

    [Fact]
    public async Task A_wait_on_it_goes_from_submission_to_film()
    {
        string id = await SubmitAsync(new VeoRequest { Prompt = "a lighthouse" });
        TaskPoller poller = new(_transport, new NoLedger(), _clock, EngineLog.None);
        TaskCompletionSource<PollResult> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskWatcher watcher = new(poller, _clock, TimeSpan.FromMinutes(1), null, (_, result) => ended.TrySetResult(result), EngineLog.None);
        watcher.Add(new TaskHandle(
            new VeoTask { Id = id, Profile = "sandbox", Status = VeoTaskStatus.Queued, Created = _clock.GetUtcNow().UtcDateTime },
            _profile));
        watcher.CompleteAdding();

        await Task.Run(async () =>
        {
            Task run = watcher.RunAsync(Token);
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, _clock.WaitForTimersAsync(1));
                _clock.Advance(TimeSpan.FromSeconds(0.5));
            }

            await run;
        }, Token);

        Assert.Equal(VeoTaskStatus.Succeeded, (await ended.Task).Task.Status);
    }

    private void InAnotherProcess()
    {
        _transport.Dispose();
        _transport = new HttpTransport(_clock);
    }

    private async Task<SubmitAnswer> AnswerAsync(VeoRequest request) =>
        _profile.Gateway.ReadSubmit(
            await _transport.SendAsync(_profile.Endpoint, _profile.Gateway.Submit(request, _profile), TimeSpan.FromMinutes(5), Token));

    private async Task<string> SubmitAsync(VeoRequest request) => (await AnswerAsync(request)).TaskId!;

    private async Task<TaskSnapshot> PollAsync(string id) =>
        _profile.Gateway.ReadPoll(
            await _transport.SendAsync(_profile.Endpoint, _profile.Gateway.Poll(id, _profile), TimeSpan.FromMinutes(1), Token)).Snapshot!;

    private async Task<string> LinkAsync(VeoRequest request)
    {
        string id = await SubmitAsync(request);
        _clock.Advance(SandboxTask.Rendered);
        return (await PollAsync(id)).Videos[0].Link;
    }

    private async Task<byte[]> ClipAsync(VeoRequest request)
        => await (await OpenAsync(await LinkAsync(request))).Content.ReadAsByteArrayAsync(Token);

    private Task<HttpResponseMessage> OpenAsync(string link, RangeHeaderValue? range = null) =>
        _transport.OpenAsync(_profile.Endpoint, _profile.Resolve(link), headers => headers.Range = range, Token);
}
