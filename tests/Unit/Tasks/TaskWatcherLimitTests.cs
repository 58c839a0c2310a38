namespace VeoPS.Tests.Tasks;

/// <summary>A time limit is kept within two seconds, whatever a gateway does with the last question.</summary>
public sealed class TaskWatcherLimitTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task Questions_that_are_never_answered_end_with_the_limit(int tasks)
    {
        using WatcherStage stage = new(Limit);
        stage.Delay = (_, token) => Task.Delay(Timeout.Infinite, token);
        for (int number = 0; number < tasks; number++) stage.Add($"t{number}", age: TimeSpan.FromHours(1));
        stage.Watcher.CompleteAdding();
        stage.Start();

        await stage.PassAsync(Limit + TimeSpan.FromSeconds(2));
        await stage.Run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(tasks, stage.Ended.Count);
        Assert.All(stage.Ended, ended =>
        {
            Assert.Equal(VeoErrorId.WaitTimeout, ended.Result.Error!.ErrorId);
            Assert.InRange(ended.At, Limit, Limit + TimeSpan.FromSeconds(2));
        });
    }

    [Fact]
    public async Task An_answer_to_the_last_question_that_comes_at_once_still_counts()
    {
        using WatcherStage stage = new(Limit);
        stage.Answer = question => question.At >= Limit ? WatcherStage.Succeeded() : WatcherStage.Running();
        stage.Add("t1");
        stage.Watcher.CompleteAdding();
        stage.Start();

        await stage.PassAsync(Limit + TimeSpan.FromSeconds(2));
        await stage.Run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(VeoTaskStatus.Succeeded, Assert.Single(stage.Ended).Result.Task.Status);
    }

    [Fact]
    public async Task One_gateway_that_does_not_answer_holds_up_no_other()
    {
        using WatcherStage stage = new(Limit);
        stage.Delay = (question, token) => question.Host == "deaf.example" ? Task.Delay(Timeout.Infinite, token) : Task.CompletedTask;
        stage.Answer = _ => WatcherStage.Succeeded();
        for (int number = 0; number < 50; number++) stage.Add($"d{number}", "deaf.example", TimeSpan.FromHours(1));
        stage.Add("t1", age: TimeSpan.FromHours(1));
        stage.Watcher.CompleteAdding();
        stage.Start();

        await stage.PassAsync(Limit + TimeSpan.FromSeconds(2));
        await stage.Run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(VeoTaskStatus.Succeeded, stage.Ended[0].Result.Task.Status);
        Assert.Equal(51, stage.Ended.Count);
    }
}
