using System.Net;
using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Tasks;

namespace VeoPS.Tests.Tasks;

public sealed class TaskWatcherTests
{
    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Theory]
    [InlineData(VeoTaskStatus.Succeeded)]
    [InlineData(VeoTaskStatus.Failed)]
    [InlineData(VeoTaskStatus.Filtered)]
    [InlineData(VeoTaskStatus.Canceled)]
    [InlineData(VeoTaskStatus.Expired)]
    [InlineData(VeoTaskStatus.Unknown)]
    public void A_task_that_has_ended_or_whose_outcome_is_unknown_ends_at_once_and_is_not_asked_for(string status)
    {
        using WatcherStage stage = new();

        stage.Watcher.Add(stage.Handle("1", status: status));

        Assert.Equal(status, Assert.Single(stage.Ended).Result.Task.Status);
        Assert.Empty(stage.Watcher.Left);
        Assert.Empty(stage.Questions);
    }

    [Fact]
    public async Task A_task_that_ends_is_handed_on_with_what_it_made()
    {
        using WatcherStage stage = new();
        stage.Answer = question => question.Nth == 3 ? WatcherStage.Succeeded() : WatcherStage.Running();
        stage.Add("1");

        await stage.ToTheEndAsync();

        (TimeSpan at, PollResult result) = Assert.Single(stage.Ended);
        Assert.Equal((Seconds(32.5), VeoTaskStatus.Succeeded, (VeoException?)null), (at, result.Task.Status, result.Error));
        Assert.Equal("https://a.example/v1/videos/1/content", Assert.Single(result.Task.Videos).Uri!.AbsoluteUri);
        Assert.Empty(stage.Watcher.Left);
    }

    [Fact]
    public async Task Each_tasks_time_runs_from_when_it_was_added_and_the_task_stays_usable()
    {
        using WatcherStage stage = new(timeout: Seconds(60));
        TaskHandle first = stage.Add("1");
        stage.Start();
        await stage.PassAsync(Seconds(20));
        TaskHandle second = stage.Handle("2");
        await stage.WhileRunningAsync(() => stage.Watcher.Add(second));

        await stage.ToTheEndAsync();

        Assert.Equal([("1", 60d), ("2", 80d)], stage.Ended.Select(ended => (ended.Result.Task.Id!, ended.At.TotalSeconds)));
        Assert.All(stage.Ended, ended =>
        {
            Assert.Equal(VeoErrorId.WaitTimeout, ended.Result.Error!.ErrorId);
            Assert.Contains("still paid for", ended.Result.Error.Message, StringComparison.Ordinal);
            Assert.Same(ended.Result.Task, ended.Result.Error.Task);
            Assert.Equal(VeoTaskStatus.Running, ended.Result.Task.Status);
        });

        using WatcherStage again = new();
        again.Answer = _ => WatcherStage.Succeeded();
        again.Watcher.Add(first);
        again.Watcher.Add(second);
        await again.ToTheEndAsync();
        Assert.All(again.Ended, ended => Assert.Equal(VeoTaskStatus.Succeeded, ended.Result.Task.Status));
    }

    [Fact]
    public async Task The_last_question_comes_with_the_end_of_the_time_so_that_what_ended_just_before_is_not_missed()
    {
        using WatcherStage stage = new(timeout: Seconds(40));
        stage.Answer = question => question.At >= Seconds(39) ? WatcherStage.Succeeded() : WatcherStage.Running();
        stage.Add("1");

        await stage.ToTheEndAsync();

        Assert.Equal([10, 20, 32.5, 40], stage.AskedAt("1"));
        Assert.Equal((VeoTaskStatus.Succeeded, (VeoException?)null), (stage.Ended[0].Result.Task.Status, stage.Ended[0].Result.Error));
    }

    [Fact]
    public async Task A_last_question_that_the_floor_puts_off_past_the_limit_is_not_asked()
    {
        using WatcherStage stage = new(timeout: Seconds(34));
        stage.Add("1");

        await stage.ToTheEndAsync();

        Assert.Equal([10, 20, 32.5], stage.AskedAt("1"));
        Assert.Equal((VeoErrorId.WaitTimeout, 35.5), (stage.Ended[0].Result.Error!.ErrorId, stage.Ended[0].At.TotalSeconds));
    }

    [Fact]
    public async Task No_time_at_all_is_one_question()
    {
        using WatcherStage stage = new(timeout: TimeSpan.Zero);
        stage.Add("1");

        await stage.ToTheEndAsync();

        Assert.Equal([0], stage.AskedAt("1"));
        Assert.Equal(VeoErrorId.WaitTimeout, Assert.Single(stage.Ended).Result.Error!.ErrorId);
    }

    [Fact]
    public async Task A_pause_does_not_outlast_a_tasks_time()
    {
        using WatcherStage stage = new(timeout: Seconds(30));
        stage.Answer = _ => WatcherStage.TooMany(Seconds(100));
        stage.Add("1");
        stage.Add("2", age: Seconds(5));

        await stage.ToTheEndAsync();

        Assert.All(stage.Ended, ended => Assert.Equal((30, VeoErrorId.WaitTimeout), (ended.At.TotalSeconds, ended.Result.Error!.ErrorId)));
        Assert.Equal([5], stage.AskedAt("2"));
        Assert.Empty(stage.AskedAt("1"));
    }

    public static TheoryData<string> Outages => ["refused", "html", "json", "maintenance"];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_gateway_that_is_down_for_ten_minutes_ends_no_wait(string outage)
    {
        using WatcherStage stage = new();
        stage.Answer = question => question.At >= TimeSpan.FromMinutes(10) ? WatcherStage.Succeeded() : outage switch
        {
            "refused" => throw new HttpRequestException("Connection refused"),
            "html" => new HttpResponseMessage(HttpStatusCode.BadGateway) {
                Content = new StringContent("<html>502</html>", Encoding.UTF8, "text/html") },
            "json" => WatcherStage.Json("""
                {"error":{"message":"down","type":"x","code":"internal"}}
                """, HttpStatusCode.ServiceUnavailable),
            _ => WatcherStage.Json("""{"error":{"message":"no channel","type":"x","code":"get_channel_failed"}}"""),
        };
        for (int id = 0; id < 20; id++) stage.Add("t" + id);

        await stage.ToTheEndAsync();

        Assert.Equal(20, stage.Ended.Count(ended => ended.Result.Task.Status == VeoTaskStatus.Succeeded));
        Assert.All(stage.Ended, ended => Assert.InRange(ended.At.TotalSeconds, 600, 620));
        Assert.Equal(20, stage.Verbose.Count(message => message.Contains("Trying again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Ten_answers_in_a_row_that_nobody_can_read_end_the_wait_with_their_first_200_characters_redacted()
    {
        using WatcherStage stage = new();
        string page = "oops: " + new string('x', 178) + " a-key-of-ours " + new string('y', 300);
        stage.Answer = _ => new HttpResponseMessage { Content = new StringContent(page, Encoding.UTF8, "text/plain") };
        TaskHandle handle = stage.Add("1");
        VeoTask before = handle.Task;

        await stage.ToTheEndAsync();

        VeoException error = Assert.Single(stage.Ended).Result.Error!;
        Assert.Equal(VeoErrorId.Protocol, error.ErrorId);
        Assert.Equal(10, stage.Questions.Count);
        Assert.Contains("oops: xxx", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-key", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Count(letter => letter == 'y'), 1, 40);
        Assert.Equal(before, handle.Task);
    }

    [Fact]
    public async Task Fewer_do_not_and_a_readable_answer_between_starts_the_count_anew()
    {
        using WatcherStage stage = new();
        stage.Answer = question => question.Nth switch
        {
            < 10 or (> 10 and < 20) => new HttpResponseMessage { Content = new StringContent("<html>") },
            10 => WatcherStage.Running(),
            _ => WatcherStage.Succeeded(),
        };
        stage.Add("1");

        await stage.ToTheEndAsync();

        Assert.Equal((20, VeoTaskStatus.Succeeded), (stage.Questions.Count, Assert.Single(stage.Ended).Result.Task.Status));
    }

    [Theory]
    [InlineData("""{"error":{"message":"wrong key","type":"x","code":"invalid_api_key"}}""", 200, VeoErrorId.Unauthorized)]
    [InlineData("", 401, VeoErrorId.Unauthorized)]
    [InlineData("", 404, VeoErrorId.TaskNotFound)]
    [InlineData("""{"error":{"message":"none","type":"x","code":"task_not_exist"}}""", 400, VeoErrorId.TaskNotFound)]
    [InlineData("", 403, VeoErrorId.Protocol)]
    public async Task A_question_that_is_refused_ends_the_wait_at_once_and_leaves_the_task_as_it_was(
        string body,
        int status,
        string errorId)
    {
        using WatcherStage stage = new();
        stage.Answer = _ => WatcherStage.Json(body, (HttpStatusCode)status);
        TaskHandle handle = stage.Add("1", age: TimeSpan.FromHours(1)); // Right after the purchase, "not found" is asked again.
        VeoTask before = handle.Task;

        await stage.ToTheEndAsync();

        (TimeSpan at, PollResult result) = Assert.Single(stage.Ended);
        Assert.Equal((TimeSpan.Zero, errorId), (at, result.Error!.ErrorId));
        Assert.Equal((before, before), (result.Task, handle.Task));
    }

    [Fact]
    public async Task A_task_without_an_id_is_an_error_that_says_it_may_have_been_bought()
    {
        using WatcherStage stage = new();
        TaskHandle handle = stage.Handle("1", status: VeoTaskStatus.Submitting);
        stage.Watcher.Add(new TaskHandle(new VeoTask(handle.Task) { Id = null }, handle.Profile));

        await stage.ToTheEndAsync();

        Assert.Equal(VeoErrorId.SubmitUnknown, Assert.Single(stage.Ended).Result.Error!.ErrorId);
        Assert.Empty(stage.Questions);
    }

    [Fact]
    public async Task Canceling_detaches_at_once_and_says_which_tasks_are_left_also_one_that_is_being_asked_for()
    {
        using WatcherStage stage = new();
        using CancellationTokenSource stop = new();
        stage.Delay = (question, token) => question.Id == "1" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        stage.Answer = question => question.Id == "3" ? WatcherStage.Succeeded() : WatcherStage.Running();
        foreach (string id in (string[])["1", "2", "3", "4"]) stage.Add(id, age: Seconds(10));
        stage.Add("5");
        stage.Start(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stage.Run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(["1", "2", "4", "5"], stage.Watcher.Left.Select(task => task.Id));
        Assert.Equal("3", Assert.Single(stage.Ended).Result.Task.Id);
    }

    [Fact]
    public async Task A_wait_that_is_canceled_before_it_began_asks_nothing()
    {
        using WatcherStage stage = new();
        stage.Add("1", age: Seconds(60));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.Watcher.RunAsync(new CancellationToken(canceled: true)));

        Assert.Empty(stage.Questions);
        Assert.Equal("1", Assert.Single(stage.Watcher.Left).Id);
    }

    [Fact]
    public async Task Tasks_may_come_while_others_are_waited_for()
    {
        using WatcherStage stage = new();
        stage.Answer = question => question.Nth == 2 ? WatcherStage.Succeeded() : WatcherStage.Running();
        stage.Start();
        Assert.False(stage.Run.IsCompleted);
        for (int id = 0; id < 5; id++)
        {
            await stage.WhileRunningAsync(() => stage.Add("t" + id));
            await stage.PassAsync(Seconds(15));
        }

        await stage.ToTheEndAsync();

        Assert.Equal(5, stage.Ended.Count);
        Assert.All(stage.Questions.GroupBy(question => question.Id), task => Assert.Equal(2, task.Count()));
    }

    [Fact]
    public async Task With_nothing_to_wait_for_the_wait_is_over_once_nothing_more_comes()
    {
        using WatcherStage stage = new();
        stage.Start();
        Assert.False(stage.Run.IsCompleted);

        stage.Watcher.CompleteAdding();

        await stage.Run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_a_gateways_reader_throws_comes_out_of_the_wait_at_once_and_loses_no_task()
    {
        using WatcherStage stage = new();
        stage.Watcher.Add(stage.Handle("1", gateway: new ThrowingGateway()));
        stage.Add("2");
        stage.Start();

        await stage.PassAsync(TimeSpan.FromMinutes(1));

        InvalidTimeZoneException thrown = await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => stage.Run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal("It is broken.", thrown.Message);
        Assert.Equal(["1", "2"], stage.Watcher.Left.Select(task => task.Id));
    }

    private sealed class ThrowingGateway : IGateway
    {
        private readonly TokenBayGateway _inner = new();

        public GatewayTable Table => _inner.Table;

        public WireRequest Submit(VeoRequest request, GatewayProfile profile) => _inner.Submit(request, profile);

        public SubmitAnswer ReadSubmit(WireResponse response) => _inner.ReadSubmit(response);

        public WireRequest Poll(string taskId, GatewayProfile profile) => _inner.Poll(taskId, profile);

        public PollAnswer ReadPoll(WireResponse response) => throw new InvalidTimeZoneException("It is broken.");
    }
}
