using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>A request that ended without a video is bought again as the ledger kept it: once, however often the line is run.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TempFolder _files = new();
    private Shop _shop = null!;
    private GatewayProfile _profile = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(_clock);
        _profile = _shop.Profile(Protocol.TokenBay);
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task It_is_bought_with_the_request_that_was_kept_and_names_the_one_in_whose_place()
    {
        LedgerEntry first = await EndedAsync(Shop.Order(_profile, "A red fox") with { Tag = ["night"] }, VeoTaskStatus.Filtered);

        VeoTask second = (await RestartAsync(first)).Task!;

        Assert.Equal(("A red fox", first.Task.SubmissionId, "night"), (second.Prompt, second.RetryOf, second.Tag.Single()));
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
        Assert.Equal(_shop.Submits[0].Body, _shop.Submits[1].Body);
    }

    [Fact]
    public async Task The_line_run_twice_buys_once()
    {
        LedgerEntry first = await EndedAsync(Shop.Order(_profile), VeoTaskStatus.Failed);
        VeoTask second = (await RestartAsync(first)).Task!;

        RestartCase again = await JudgeAsync(first);

        Assert.True(again.IsBought);
        Assert.Equal(second.SubmissionId, again.Newest.Task.SubmissionId);
    }

    [Fact]
    public async Task Two_processes_that_restart_the_same_task_buy_once()
    {
        LedgerEntry first = await EndedAsync(Shop.Order(_profile), VeoTaskStatus.Failed);
        RestartCase[] cases = [await JudgeAsync(first), await JudgeAsync(first)];

        SubmissionOutcome one = await BuyAsync(cases[0]);
        SubmissionOutcome other = await BuyAsync(cases[1]);

        Assert.Equal(one.Task!.SubmissionId, other.Task!.SubmissionId);
        Assert.True(other.WasThere);
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task One_that_another_process_bought_again_without_knowing_the_outcome_is_not_bought_a_third_time()
    {
        LedgerEntry first = await EndedAsync(Shop.Order(_profile), VeoTaskStatus.Failed);
        RestartCase[] cases = [await JudgeAsync(first), await JudgeAsync(first)];
        _shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: true), Strike.Once);
        VeoException lost = (await BuyAsync(cases[0])).Error!;

        VeoException late = (await BuyAsync(cases[1])).Error!;
        VeoException judged = await Assert.ThrowsAsync<VeoException>(() => JudgeAsync(first));

        Assert.All([lost, late, judged], error =>
        {
            Assert.Equal(VeoErrorId.SubmitUnknown, error.ErrorId);
            Assert.Equal((VeoRemedyAction.Resolve, lost.Task!.SubmissionId), (error.Remedies[^1].Action, error.Remedies[^1].Task));
        });
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task A_successor_that_was_removed_while_it_lived_still_stands_against_a_second()
    {
        LedgerEntry first = await EndedAsync(Shop.Order(_profile), VeoTaskStatus.Failed);
        VeoTask second = (await RestartAsync(first)).Task!;
        _shop.OpenLedger().Remove(second.SubmissionId);

        Assert.Equal(second.Id, (await JudgeAsync(first)).Newest.Task.Id);
    }

    [Fact]
    public async Task The_whole_chain_counts_against_the_attempts_and_what_was_not_taken_does_not()
    {
        LedgerEntry newest = await EndedAsync(Shop.Order(_profile), VeoTaskStatus.Filtered);
        _shop.Gateway.Faults.Add(Route.Submit, Fault.Status(400, """{"error":{"message":"bad"}}""", "application/json"), Strike.Once);
        Assert.NotNull((await RestartAsync(newest)).Error);
        for (int attempt = 2; attempt <= 3; attempt++) newest = End((await RestartAsync(newest)).Task!, VeoTaskStatus.Filtered);

        VeoException error = await Assert.ThrowsAsync<VeoException>(() => JudgeAsync(newest));

        Assert.Contains("bought 3 times", error.Message, StringComparison.Ordinal);
        Assert.Equal(VeoRemedy.Give("MaxAttempts", "4"), Assert.Single(error.Remedies));
        Assert.Equal(3, _shop.Gateway.Accepted.Count);
        Assert.False((await Plan().JudgeAsync(newest, 4, Token)).IsBought);
    }

    [Fact]
    public async Task Under_a_job_key_it_is_the_keys_next_attempt_and_the_key_accepts_either_request()
    {
        SubmissionOrder order = Shop.Order(_profile, "A red fox", jobKey: "fox");
        LedgerEntry first = await EndedAsync(order, VeoTaskStatus.Filtered);

        VeoTask second = (await BuyAsync(await JudgeAsync(first), "A friendly red fox")).Task!;

        Assert.Equal(("fox", "A friendly red fox"), (second.JobKey, second.Prompt));
        Assert.Equal(second.Id, (await _shop.BuyAsync(order)).Task!.Id);
        Assert.Equal(second.Id, (await _shop.BuyAsync(Shop.Order(_profile, "A friendly red fox", jobKey: "fox"))).Task!.Id);
        Assert.Equal(VeoErrorId.JobKeyConflict, (await _shop.BuyAsync(Shop.Order(_profile, "A cat", jobKey: "fox"))).Error!.ErrorId);
        Assert.Equal(2, _shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task What_was_bought_under_the_key_meanwhile_is_the_newest()
    {
        SubmissionOrder order = Shop.Order(_profile, jobKey: "fox");
        LedgerEntry first = await EndedAsync(order, VeoTaskStatus.Filtered);
        VeoTask forced = (await _shop.BuyAsync(order with { Force = true })).Task!;

        RestartCase judged = await JudgeAsync(first);

        Assert.True(judged.IsBought);
        Assert.Equal(forced.SubmissionId, judged.Newest.Task.SubmissionId);
    }

    [Theory]
    [InlineData(VeoTaskStatus.Succeeded, VeoRemedyAction.Save)]
    [InlineData(VeoTaskStatus.Running, VeoRemedyAction.Wait)]
    public async Task What_is_bought_is_refused_with_its_way_out(string status, string action)
    {
        LedgerEntry entry = await EndedAsync(Shop.Order(_profile), status);
        VeoException error = await Assert.ThrowsAsync<VeoException>(() => JudgeAsync(entry));
        Assert.Equal(action, Assert.Single(error.Remedies).Action);
        Assert.Contains("nothing was bought", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_read_again_and_one_that_is_gone_is_told_before_anything_is_sent()
    {
        string file = _files.PathOf("first.png");
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];
        await File.WriteAllBytesAsync(file, png, Token);
        SubmissionOrder order = Shop.Order(_profile) with { Request = new VeoRequest {
            Prompt = "A fox",
            FirstFrame = new FileMedia(file, "image/png") } };
        LedgerEntry first = await EndedAsync(order, VeoTaskStatus.Failed);

        await File.WriteAllBytesAsync(file, [.. png, 4], Token);
        LedgerEntry second = End((await RestartAsync(first)).Task!, VeoTaskStatus.Failed);
        Assert.NotEqual(_shop.Submits[0].Body, _shop.Submits[1].Body);

        File.Delete(file);
        List<VeoFault> faults = [];
        await Plan().OrderAsync(await JudgeAsync(second), _profile, null, faults, Token);
        Assert.Equal("FirstFrame", Assert.Single(faults).Option);
    }

    [Fact]
    public async Task A_request_that_was_kept_without_its_bytes_is_refused()
    {
        SubmissionOrder order = Shop.Order(_profile) with { Request = new VeoRequest {
            Prompt = "A fox",
            FirstFrame = new InlineMedia("image/png", new byte[] { 1 }) } };
        LedgerEntry first = await EndedAsync(order, VeoTaskStatus.Failed);

        VeoException error = await Assert.ThrowsAsync<VeoException>(() => RestartAsync(first));

        Assert.Equal(VeoErrorId.RequestInvalid, error.ErrorId);
        Assert.Single(_shop.Gateway.Accepted);
    }

    [Fact]
    public async Task Where_the_task_has_a_job_the_job_waits_and_nothing_is_bought()
    {
        const string key = "fox [1]*";
        ILedger ledger = _shop.OpenLedger();
        string scope = PurchaseOrder.ScopeOf(_profile);
        foreach (string each in new[] { key, "fox 1" })
        {
            await ledger.AddJobAsync(
                new LedgerJob { JobKey = each, Profiles = ["prod"], Scopes = [scope], RequestHash = "1:x", Request = "{}" },
                Token);
        }

        LedgerEntry first = await EndedAsync(Shop.Order(_profile, jobKey: key), VeoTaskStatus.Filtered);
        RestartCase restart = await JudgeAsync(first);
        Assert.Equal(key, restart.Job!.JobKey);
        await Plan().RestartJobAsync(restart, Token);

        LedgerJob waiting = Assert.Single(
            await ledger.LeaseJobsAsync(new JobLeaseRequest("worker", 5, TimeSpan.FromMinutes(1)), Token),
            job => job.JobKey == key);
        Assert.Equal(first.Task.SubmissionId, waiting.RestartOf);
        Assert.Single(_shop.Gateway.Accepted);
        VeoException leased = await Assert.ThrowsAsync<VeoException>(() => Plan().RestartJobAsync(restart, Token));
        Assert.Contains("leased", leased.Message, StringComparison.Ordinal);
    }

    private RestartPlan Plan() => new(_shop.OpenLedger());

    private Task<RestartCase> JudgeAsync(LedgerEntry entry) => Plan().JudgeAsync(entry, RestartPlan.DefaultMaxAttempts, Token);

    private async Task<SubmissionOutcome> RestartAsync(LedgerEntry entry) => await BuyAsync(await JudgeAsync(entry));

    private async Task<SubmissionOutcome> BuyAsync(RestartCase restart, string? prompt = null)
    {
        List<VeoFault> faults = [];
        SubmissionOrder order = await Plan().OrderAsync(restart, _profile, prompt, faults, Token);
        Assert.Empty(faults);
        return await _shop.BuyAsync(order);
    }

    private async Task<LedgerEntry> EndedAsync(SubmissionOrder order, string status) => End((await _shop.BuyAsync(order)).Task!, status);

    private LedgerEntry End(VeoTask task, string status)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return _shop.OpenLedger().Update(task.SubmissionId, entry => entry with { Task = new VeoTask(entry.Task) { Status = status } })!;
    }
}
