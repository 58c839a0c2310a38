using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

public sealed class TaskPollerTests
{
    private const string WithoutLink = """{"status":"SUCCESS"}""";
    private const string InProgress = """{"status":"IN_PROGRESS","progress":"40%"}""";

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task A_task_runs_and_succeeds_and_the_ledger_keeps_how_it_ended(Protocol protocol)
    {
        await using PollerStage stage = await PollerStage.StartAsync(protocol, new GatewayOptions { PollsUntilDone = 2 });
        VeoTask bought = stage.Handle.Task;

        Assert.Equal(VeoTaskStatus.Running, (await stage.PollAsync()).Task.Status);
        stage.Clock.Advance(TimeSpan.FromSeconds(30));
        VeoTask task = (await stage.PollAsync()).Task;

        DateTime now = stage.Clock.GetUtcNow().UtcDateTime;
        Assert.Equal((VeoTaskStatus.Succeeded, 100, now, now), (task.Status, task.Progress, task.Updated, task.Completed));
        Assert.NotNull(Assert.Single(task.Videos).Uri);
        Assert.Equal(now + stage.Profile.Gateway.Table.ResultLifetime, task.Videos[0].Expires);
        Assert.Equal(
            (bought.Prompt, bought.JobKey, bought.Tag, bought.Cost, bought.Created),
            (task.Prompt, task.JobKey, task.Tag, task.Cost, task.Created));
        Assert.Equal(
            (task.Status, task.Completed, task.JobKey, task.Tag),
            (stage.Kept.Task.Status, stage.Kept.Task.Completed, stage.Kept.Task.JobKey, stage.Kept.Task.Tag));
    }

    [Fact]
    public async Task A_task_that_has_ended_is_not_asked_for_again_unless_for_a_fresh_link()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        await stage.PollAsync();
        await stage.PollAsync();
        Assert.Single(stage.Polls);

        await stage.PollAsync(again: true);
        Assert.Equal(2, stage.Polls.Count);
    }

    [Fact]
    public async Task A_success_without_a_link_is_asked_again_for_120_seconds_and_then_stays_a_success_without_videos()
    {
        await using PollerStage stage = await PollerStage.StartAsync(
            options: new GatewayOptions { PollsUntilDone = 1, Outcome = Outcome.NoVideo });

        Assert.Equal(VeoTaskStatus.Running, (await stage.PollAsync()).Task.Status);
        stage.Clock.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(VeoTaskStatus.Running, (await stage.PollAsync()).Task.Status);
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        VeoTask task = (await stage.PollAsync()).Task;

        Assert.Equal((VeoTaskStatus.Succeeded, 0, (VeoError?)null), (task.Status, task.Videos.Count, task.Error));
        Assert.Equal(VeoTaskStatus.Succeeded, stage.Kept.Task.Status);
        Assert.Null(TaskErrors.Ended(task));
        Assert.Contains("do not buy it again", Assert.Single(stage.Warnings), StringComparison.Ordinal);
        Assert.Single(stage.Ledger().List(new LedgerQuery { Unsaved = true }));
    }

    [Fact]
    public async Task A_success_without_videos_is_asked_for_again_and_its_content_route_too()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        await stage.PollAsync(WithoutLink);
        stage.Clock.Advance(TaskPoller.LinkGrace);
        await stage.PollAsync(WithoutLink);
        Assert.Empty(stage.Kept.Task.Videos);

        stage.Gateway.Faults.Clear();
        stage.Gateway.Faults.Add(Route.Poll, Fault.SuccessWithoutLink());
        VeoTask task = (await stage.PollAsync()).Task;

        Assert.Equal(new Uri(stage.Gateway.BaseUri, $"/v1/videos/{task.Id}/content"), Assert.Single(task.Videos).Uri);
    }

    [Fact]
    public async Task Another_process_goes_on_with_the_120_seconds_that_the_first_began()
    {
        await using PollerStage stage = await PollerStage.StartAsync(
            options: new GatewayOptions { PollsUntilDone = 1, Outcome = Outcome.NoVideo });
        await stage.PollAsync();
        Assert.NotNull(stage.Kept.LinkMissingSince);

        stage.Clock.Advance(TimeSpan.FromSeconds(120));
        stage.InAnotherProcess();

        Assert.Equal(VeoTaskStatus.Succeeded, (await stage.PollAsync()).Task.Status);
    }

    [Fact]
    public async Task A_link_that_comes_within_the_120_seconds_ends_them()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.SuccessWithoutVideo(), Strike.Once);
        await stage.PollAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(VeoTaskStatus.Succeeded, (await stage.PollAsync()).Task.Status);
        Assert.Null(stage.Kept.LinkMissingSince);
    }

    [Fact]
    public async Task A_task_that_runs_again_after_a_success_without_a_link_has_all_of_its_120_seconds_the_next_time()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        await stage.PollAsync(WithoutLink);
        stage.Clock.Advance(TimeSpan.FromSeconds(60));
        await stage.PollAsync(InProgress);
        stage.Clock.Advance(TimeSpan.FromSeconds(600));
        stage.InAnotherProcess();

        Assert.Equal(VeoTaskStatus.Running, (await stage.PollAsync(WithoutLink)).Task.Status);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task A_status_that_no_page_names_counts_as_running_and_is_told_once(Protocol protocol)
    {
        await using PollerStage stage = await PollerStage.StartAsync(
            protocol,
            new GatewayOptions { PollsUntilDone = 1, Outcome = Outcome.UnknownStatus });

        for (int poll = 0; poll < 3; poll++) Assert.Equal(VeoTaskStatus.Running, (await stage.PollAsync()).Task.Status);

        Assert.Contains(stage.Handle.Task.RawStatus!, Assert.Single(stage.Warnings), StringComparison.Ordinal);
        Assert.Null(stage.Handle.Task.Completed);
    }

    [Fact]
    public async Task A_status_that_comes_and_goes_or_that_many_tasks_have_is_told_once_too()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        for (int poll = 0; poll < 3; poll++)
        {
            await stage.PollAsync("""{"status":"DREAMING"}""");
            await stage.PollAsync(InProgress);
        }

        await stage.Poller.PollAsync(
            new TaskHandle(new VeoTask(stage.Handle.Task) { Id = "another", SubmissionId = "" }, stage.Profile),
            again: false,
            PollerStage.Token);

        Assert.Single(stage.Warnings);
    }

    [Theory]
    [InlineData("""{"status":"IN_PROGRESS"}""")]
    [InlineData("""{"status":"QUEUED"}""")]
    [InlineData("""{"status":"DREAMING"}""")]
    [InlineData("""{"status":"FAILURE","fail_reason":"expired"}""")]
    public async Task What_succeeded_never_goes_back_whatever_the_gateway_says_later(string later)
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        await stage.PollAsync();
        VeoTask ended = stage.Handle.Task;

        for (int poll = 0; poll < 3; poll++)
        {
            stage.Clock.Advance(TimeSpan.FromSeconds(100));
            PollResult result = await stage.PollAsync(later, again: true);
            Assert.Equal((ended, (VeoException?)null), (result.Task, result.Error));
        }

        Assert.Equal(ended, stage.Handle.Task);
        Assert.Equal((ended.Status, ended.Updated), (stage.Kept.Task.Status, stage.Kept.Task.Updated));
        Assert.Null(await stage.Poller.FreshLinkAsync(stage.Handle, 0, PollerStage.Token));
    }

    [Theory]
    [InlineData("""{"status":"IN_PROGRESS"}""", VeoTaskStatus.Running)]
    [InlineData("""{"status":"FAILURE","fail_reason":"no"}""", VeoTaskStatus.Failed)]
    public async Task What_another_process_saw_succeed_stays_so_in_the_ledger(string later, string seen)
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        TaskHandle late = new(stage.Handle.Task, stage.Profile);
        await stage.PollAsync();
        string status = (await stage.PollAsync(later, again: true)).Task.Status;
        Assert.Equal(VeoTaskStatus.Succeeded, status);

        PollResult result = await stage.NewPoller().PollAsync(late, again: false, PollerStage.Token);

        Assert.Equal(seen, result.Task.Status);
        Assert.Equal(VeoTaskStatus.Succeeded, stage.Kept.Task.Status);
        Assert.Single(stage.Kept.Task.Videos);
    }

    [Fact]
    public async Task A_video_that_turns_up_after_all_is_taken()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        await stage.PollAsync(WithoutLink);
        stage.Clock.Advance(TaskPoller.LinkGrace);
        await stage.PollAsync(WithoutLink);
        Assert.Equal((VeoTaskStatus.Succeeded, 0), (stage.Kept.Task.Status, stage.Kept.Task.Videos.Count));

        Uri? link = await FreshAsync(stage, """{"status":"SUCCESS","result_url":"https://cdn.example/late.mp4"}""");

        Assert.Equal("https://cdn.example/late.mp4", link!.AbsoluteUri);
        Assert.Equal((VeoTaskStatus.Succeeded, (VeoError?)null), (stage.Kept.Task.Status, stage.Kept.Task.Error));
    }

    [Fact]
    public async Task A_fresh_link_replaces_the_old_one_and_nothing_else()
    {
        await using PollerStage stage = await PollerStage.StartAsync(Protocol.Apikley);
        VeoTask first = (await stage.PollAsync()).Task;
        stage.Clock.Advance(TimeSpan.FromHours(2));
        stage.Gateway.Faults.Add(Route.Download, Fault.Gone());
        using (HttpClient client = new()) await client.GetAsync(first.Videos[0].Uri, PollerStage.Token);

        Uri? fresh = await stage.Poller.FreshLinkAsync(stage.Handle, 0, PollerStage.Token);

        Assert.NotNull(fresh);
        Assert.NotEqual(first.Videos[0].Uri, fresh);
        Assert.Equal((fresh, first.Videos[0].Expires), (stage.Handle.Task.Videos[0].Uri, stage.Handle.Task.Videos[0].Expires));
        Assert.Equal((first.Completed, first.Status), (stage.Handle.Task.Completed, stage.Handle.Task.Status));
        Assert.Null(await stage.Poller.FreshLinkAsync(stage.Handle, 7, PollerStage.Token));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://cdn.example/v.mp4")]
    [InlineData("//cdn.example/v.mp4")]
    [InlineData("\\\\\\\\host\\\\share\\\\v.mp4")]
    [InlineData("https://")]
    [InlineData("v.mp4")]
    [InlineData("~/v.mp4")]
    public async Task What_is_no_web_address_and_no_path_is_no_link(string link)
    {
        await using PollerStage stage = await PollerStage.StartAsync();

        PollResult result = await stage.PollAsync($$"""{"status":"SUCCESS","result_url":"{{link}}"}""");

        Assert.Equal(VeoTaskStatus.Running, result.Task.Status);
        Assert.Empty(result.Task.Videos);
    }

    [Fact]
    public async Task A_link_of_any_length_crashes_no_reader()
    {
        await using PollerStage stage = await PollerStage.StartAsync();

        PollResult result = await stage.PollAsync($$"""{"status":"SUCCESS","result_url":"/{{new string('a', 200_000)}}"}""");

        Assert.Null(result.Error);
    }

    [Theory]
    [InlineData("https://gateway.example", "/v1/videos/1/content", "https://gateway.example/v1/videos/1/content")]
    [InlineData("https://gateway.example/veo", "/v1/videos/1/content", "https://gateway.example/veo/v1/videos/1/content")]
    [InlineData("https://gateway.example/veo/", "/v1/videos/1/content?a=b", "https://gateway.example/veo/v1/videos/1/content?a=b")]
    [InlineData("https://gateway.example/veo", "/\\\\elsewhere.example/v.mp4", "https://gateway.example/veo//elsewhere.example/v.mp4")]
    [InlineData("https://gateway.example/veo", "HTTPS://cdn.example/v.mp4?sig=a%2Fb", "https://cdn.example/v.mp4?sig=a%2Fb")]
    public async Task A_path_follows_the_profiles_base_and_an_address_is_taken_as_it_is(string baseUri, string link, string expected)
    {
        using HttpTransport transport = new(TimeProvider.System, new FakeServer(_ => new HttpResponseMessage
        {
            Content = new StringContent($$"""{"status":"SUCCESS","result_url":"{{link}}"}""", Encoding.UTF8, "application/json"),
        }));
        GatewayProfile profile = new(new VeoProfile { Name = "prod", BaseUri = new Uri(baseUri) }, new TokenBayGateway(), PollerStage.Key);
        TaskPoller poller = new(transport, new NoLedger(), TimeProvider.System, EngineLog.None);

        PollResult result = await poller.PollAsync(new TaskHandle(new VeoTask { Id = "1" }, profile), again: false, PollerStage.Token);

        Assert.Equal(expected, Assert.Single(result.Task.Videos).Uri!.AbsoluteUri);
    }

    [Fact]
    public async Task A_video_keeps_its_place_beside_one_whose_link_is_none()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(
            200,
            """{"id":"x","status":"succeeded","videos":[{"url":"ftp://a/v"},{"url":"https://cdn.example/1.mp4"}]}""",
            "application/json"));
        TaskHandle handle = new(
            stage.Handle.Task,
            new GatewayProfile(new VeoProfile { Name = "prod", BaseUri = stage.Gateway.BaseUri }, new SeveralVideos(), PollerStage.Key));

        VeoVideo video = Assert.Single((await stage.Poller.PollAsync(handle, again: false, PollerStage.Token)).Task.Videos);

        Assert.Equal((1, "https://cdn.example/1.mp4"), (video.Index, video.Uri!.AbsoluteUri));
    }

    [Fact]
    public async Task The_answer_is_kept_redacted_and_without_the_media_in_it()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        string media = Convert.ToBase64String([.. Enumerable.Range(0, 30_000).Select(each => (byte)(each * 31))]);
        string escaped = media.Replace("/", "\\/", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal);

        await stage.PollAsync($$"""
            {"status":"FAILURE","fail_reason":"{{PollerStage.Key}} is no key","a":"{{media}}","b":"{{escaped}}",
            "c":"https://cdn.example/v?sig=abcdef"}
            """);

        string raw = stage.Handle.Task.Raw!;
        Assert.DoesNotContain(PollerStage.Key, raw, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdef", raw, StringComparison.Ordinal);
        Assert.InRange(raw.Length, 50, 400);
        Assert.Equal(2, raw.Split("(inline media").Length - 1);
        Assert.Equal(raw, stage.Kept.Task.Raw);
        Assert.Equal("*** is no key", stage.Handle.Task.Error!.Message);
    }

    [Fact]
    public async Task Half_a_key_where_an_answer_is_cut_is_no_leak()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        for (int shift = 1; shift < PollerStage.Key.Length; shift += 4)
        {
            string head = Words(200 - shift);
            PollResult unreadable = await stage.PollAsync($"{head}{PollerStage.Key} and on");
            Assert.DoesNotContain("a-k", unreadable.Error!.Message, StringComparison.Ordinal);

            string start = """{"status":"IN_PROGRESS","fail_reason":" """;
            PollResult readable = await stage.PollAsync(
                $$"""{{start}}{{Words((64 * 1024) - start.Length - shift)}}{{PollerStage.Key}} and on"}""");
            Assert.DoesNotContain("a-k", readable.Task.Raw!, StringComparison.Ordinal);
        }

        static string Words(int length) => string.Concat(Enumerable.Repeat("word ", (length / 5) + 1))[..length];
    }

    [Theory]
    [InlineData(Protocol.Apikley, """{"code":401,"msg":"the key a-key-of-ours is wrong"}""", VeoErrorId.Unauthorized)]
    [InlineData(Protocol.Apikley, """{"code":422,"msg":"recordInfo is null"}""", VeoErrorId.TaskNotFound)]
    [InlineData(Protocol.Apikley, """{"code":404,"msg":"no a-key-of-ours"}""", VeoErrorId.TaskNotFound)]
    [InlineData(
        Protocol.TokenBay,
        """{"error":{"code":"invalid_api_key","message":"a-key-of-ours is wrong","type":"x"}}""",
        VeoErrorId.Unauthorized)]
    [InlineData(Protocol.TokenBay, """{"error":{"code":"task_not_exist","message":"none","type":"x"}}""", VeoErrorId.TaskNotFound)]
    public async Task A_refusal_is_an_error_that_leaves_the_task_as_it_was_and_shows_no_key(Protocol protocol, string body, string errorId)
    {
        await using PollerStage stage = await PollerStage.StartAsync(protocol);
        stage.Clock.Advance(TaskPoller.NotFoundGrace); // Before, "not found" is no refusal.
        (VeoTask before, LedgerEntry kept) = (stage.Handle.Task, stage.Kept);

        PollResult result = await stage.PollAsync(body);

        Assert.Equal((errorId, false), (result.Error!.ErrorId, result.Passing));
        Assert.DoesNotContain(PollerStage.Key, result.Error.Message, StringComparison.Ordinal);
        ValueAssert.Equal(new[] { before, before }, new[] { result.Task, stage.Handle.Task });
        ValueAssert.Equal(kept, stage.Kept);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_written_is_told_and_loses_nothing()
    {
        await using PollerStage stage = await PollerStage.StartAsync();

        PollResult result = await stage.NewPoller(HookedLedger.Gone()).PollAsync(stage.Handle, again: false, PollerStage.Token);

        Assert.Equal((VeoTaskStatus.Succeeded, (VeoException?)null), (result.Task.Status, result.Error));
        Assert.Contains("The disk is gone.", Assert.Single(stage.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_ledger_knows_is_not_lost_to_a_task_that_came_from_a_file()
    {
        await using PollerStage stage = await PollerStage.StartAsync();
        VeoTask left = new() {
            SubmissionId = stage.Handle.Task.SubmissionId,
            Id = stage.Handle.Task.Id,
            Profile = "prod",
            Status = VeoTaskStatus.Queued };

        await stage.Poller.PollAsync(new TaskHandle(left, stage.Profile), again: false, PollerStage.Token);

        VeoTask kept = stage.Kept.Task;
        Assert.Equal(
            (VeoTaskStatus.Succeeded, "a lighthouse", "shot-1", "night", 0.40m),
            (kept.Status, kept.Prompt, kept.JobKey, kept.Tag.ToString(), kept.Cost!.Amount));
        Assert.Equal(
            (stage.Handle.Task.Model, stage.Handle.Task.Created, stage.Handle.Task.Provider),
            (kept.Model, kept.Created, kept.Provider));
    }

    private static async Task<Uri?> FreshAsync(PollerStage stage, string body)
    {
        stage.Gateway.Faults.Clear();
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(200, body, "application/json"));
        return await stage.Poller.FreshLinkAsync(stage.Handle, 0, PollerStage.Token);
    }

    /// <summary>TokenBay's wire, with a list of videos.</summary>
    private sealed class SeveralVideos : IGateway
    {
        private readonly TokenBayGateway _inner = new();

        public GatewayTable Table => _inner.Table;

        public WireRequest Submit(VeoRequest request, GatewayProfile profile) => _inner.Submit(request, profile);

        public SubmitAnswer ReadSubmit(WireResponse response) => _inner.ReadSubmit(response);

        public WireRequest Poll(string taskId, GatewayProfile profile) => _inner.Poll(taskId, profile);

        public PollAnswer ReadPoll(WireResponse response) => new(
            new TaskSnapshot { Status = VeoTaskStatus.Succeeded, Videos = [.. response.Json!.Value.GetProperty("videos").EnumerateArray()
                .Select(video => new VideoLink(video.GetProperty("url").GetString()!))] },
            null);
    }
}
