using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Ledger;

/// <summary>The job key's state machine, a row a case.</summary>
public sealed class JobKeyStateTests
{
    private const string Hash = "1:hash";

    [Theory]
    [InlineData(VeoTaskStatus.Submitting, null, false, JobKeyVerdict.Wait)]
    [InlineData(VeoTaskStatus.Submitting, null, true, JobKeyVerdict.Wait)]
    [InlineData(VeoTaskStatus.Unknown, null, false, JobKeyVerdict.Unknown)]
    [InlineData(VeoTaskStatus.Unknown, null, true, JobKeyVerdict.Unknown)]
    [InlineData(VeoTaskStatus.Queued, "t", true, JobKeyVerdict.Return)]
    [InlineData(VeoTaskStatus.Running, "t", true, JobKeyVerdict.Return)]
    [InlineData(VeoTaskStatus.Succeeded, "t", true, JobKeyVerdict.Return)]
    [InlineData(VeoTaskStatus.Filtered, "t", false, JobKeyVerdict.Return)]
    [InlineData(VeoTaskStatus.Filtered, "t", true, JobKeyVerdict.BuyAgain)]
    [InlineData(VeoTaskStatus.Expired, "t", false, JobKeyVerdict.Return)]
    [InlineData(VeoTaskStatus.Expired, "t", true, JobKeyVerdict.BuyAgain)]
    [InlineData(VeoTaskStatus.Failed, "t", false, JobKeyVerdict.BuyAgain)]
    [InlineData(VeoTaskStatus.Failed, null, false, JobKeyVerdict.BuyAgain)]
    [InlineData(VeoTaskStatus.Canceled, "t", false, JobKeyVerdict.BuyAgain)]
    [InlineData(VeoTaskStatus.Canceled, null, false, JobKeyVerdict.BuyAgain)]
    [InlineData("SomethingNewer", "t", true, JobKeyVerdict.Unknown)]
    public void A_state_asks_for_one_thing(string status, string? id, bool force, Enum expected)
    {
        JobKeyQuestion question = new([Hash], force, MaxAttempts: 5);
        Assert.Equal(expected, JobKeyState.Decide([View(status, id)], question).Verdict);

        // The same, where only the claim is left of it.
        JobKeyView removed = new(new JobKeyClaim("s", "k", 1, "veo-1", Hash) { RemovedStatus = status, RemovedId = id }, null, null);
        Assert.Equal(expected, JobKeyState.Decide([removed], question).Verdict);
    }

    [Fact]
    public void Nobody_has_a_key_that_was_never_claimed() =>
        Assert.Equal((JobKeyVerdict.Free, null), JobKeyState.Decide([], new JobKeyQuestion([Hash], false, 5)));

    [Fact]
    public void Another_request_is_a_conflict_whatever_became_of_the_first() =>
        Assert.Equal(
            JobKeyVerdict.Conflict,
            JobKeyState.Decide([View(VeoTaskStatus.Failed, "t")], new JobKeyQuestion(["1:other"], true, 5)).Verdict);

    [Fact]
    public void Whichever_profile_has_it_stands_against_buying()
    {
        JobKeyView live = View(VeoTaskStatus.Running, "t", "b");
        Assert.Equal(
            (JobKeyVerdict.Return, live),
            JobKeyState.Decide([View(VeoTaskStatus.Failed, "u", "a"), live], new JobKeyQuestion([Hash], false, 5)));
    }

    [Fact]
    public void Attempts_count_over_all_profiles_and_refusals_do_not_count()
    {
        JobKeyView[] views = [View(VeoTaskStatus.Failed, "t", "a", failed: 1), View(VeoTaskStatus.Failed, null, "b", failed: 1)];
        Assert.Equal(JobKeyVerdict.BuyAgain, JobKeyState.Decide(views, new JobKeyQuestion([Hash], false, 4)).Verdict);
        Assert.Equal(JobKeyVerdict.AttemptsSpent, JobKeyState.Decide(views, new JobKeyQuestion([Hash], false, 3)).Verdict);
    }

    [Fact]
    public void A_restart_buys_its_own_attempt_again_and_no_other()
    {
        JobKeyView filtered = View(VeoTaskStatus.Filtered, "t");
        Assert.Equal(JobKeyVerdict.BuyAgain, JobKeyState.Decide([filtered], new JobKeyQuestion(["1:changed"], false, 1, "veo-1")).Verdict);
        Assert.Equal(JobKeyVerdict.Conflict, JobKeyState.Decide([filtered], new JobKeyQuestion(["1:changed"], false, 1, "veo-0")).Verdict);
    }

    private static JobKeyView View(string status, string? id, string scope = "s", int failed = 0) => new(
        new JobKeyClaim(scope, "k", 1, "veo-1", Hash) { Failed = failed },
        new LedgerEntry { Task = new VeoTask { SubmissionId = "veo-1", Id = id, Status = status }, Origin = "https://api.example.com" },
        null);
}
