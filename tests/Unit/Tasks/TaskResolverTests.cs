using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>Submissions of unknown outcome, settled by the word of a person. The gateway is asked before an id is believed.</summary>
public sealed class TaskResolverTests : IAsyncLifetime
{
    private const string Key = "shot 1";

    private readonly FakeTimeProvider _clock = new();
    private Shop _shop = null!;
    private GatewayProfile _profile = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.OpenAsync(_clock);
        _profile = _shop.Profile(Protocol.TokenBay, profile =>
            new VeoProfile(profile) { PricePerVideo = 1m, PriceUnit = "USD", DailyBudget = 10m });
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task An_id_that_the_gateway_knows_is_taken_up_and_its_job_key_has_it()
    {
        LedgerEntry lost = await LoseAsync(accepted: true);
        string id = _shop.Gateway.Accepted[0].TaskId;

        VeoTask settled = await TakeAsync(lost, id);

        Assert.Equal(id, settled.Id);
        Assert.Equal(lost.Task.SubmissionId, settled.SubmissionId);
        Assert.Equal(id, _shop.OpenLedger().Find(lost.Task.SubmissionId)!.Task.Id);
        Assert.Equal(1m, _shop.OpenLedger().Spent("prod", "USD").Day);
        Assert.Equal(id, (await _shop.BuyAsync(Shop.Order(_profile, jobKey: Key))).Task!.Id);
        Assert.Single(_shop.Gateway.Accepted);
        Assert.Equal(settled.Id, (await TakeAsync(Entry(lost), id)).Id); // Said twice.
    }

    [Fact]
    public async Task An_id_that_the_gateway_does_not_know_is_refused_and_nothing_changes_whatever_is_forced()
    {
        LedgerEntry lost = await LoseAsync(accepted: false);
        foreach (bool force in new[] { false, true })
        {
            VeoException error = await Assert.ThrowsAsync<VeoException>(() => TakeAsync(lost, "task_none", force));
            Assert.Equal(VeoErrorId.TaskNotFound, error.ErrorId);
            Assert.Contains("Nothing was changed", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(VeoTaskStatus.Unknown, Entry(lost).Task.Status);
    }

    [Fact]
    public async Task An_id_that_another_task_has_is_refused_and_nothing_is_asked()
    {
        VeoTask other = (await _shop.BuyAsync(Shop.Order(_profile, "Another"))).Task!;
        LedgerEntry lost = await LoseAsync(accepted: false);

        VeoException error = await Assert.ThrowsAsync<VeoException>(() => TakeAsync(lost, other.Id!, force: true));

        Assert.Contains(other.SubmissionId, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_shop.Gateway.Requests, request => request.Route == Route.Poll);
        Assert.Equal(VeoTaskStatus.Unknown, Entry(lost).Task.Status);
    }

    [Fact]
    public async Task A_gateway_that_cannot_be_asked_is_believed_only_by_force()
    {
        LedgerEntry lost = await LoseAsync(accepted: true);
        _shop.Gateway.Faults.Add(Route.Poll, Fault.Status(401, """{"error":{"message":"no"}}""", "application/json"), Strike.Always);

        VeoException error = await Assert.ThrowsAsync<VeoException>(() => TakeAsync(lost, "task_x"));
        Assert.Equal(VeoRemedy.Give("Force"), Assert.Single(error.Remedies));
        Assert.Equal(VeoTaskStatus.Unknown, Entry(lost).Task.Status);

        VeoTask settled = await TakeAsync(lost, "task_x", force: true);
        Assert.Equal(("task_x", VeoTaskStatus.Queued), (settled.Id, settled.Status));
    }

    [Fact]
    public async Task Not_taken_gives_the_money_back_and_frees_the_key()
    {
        LedgerEntry lost = await LoseAsync(accepted: false);
        Assert.Equal(1m, _shop.OpenLedger().Spent("prod", "USD").Day);

        VeoTask settled = await Resolver().SettleAsNotTakenAsync(lost, Token);

        Assert.Equal(VeoTaskStatus.Canceled, settled.Status);
        Assert.Equal(0m, _shop.OpenLedger().Spent("prod", "USD").Day);
        VeoTask bought = (await _shop.BuyAsync(Shop.Order(_profile, jobKey: Key))).Task!;
        Assert.NotEqual(lost.Task.SubmissionId, bought.SubmissionId);
    }

    [Fact]
    public async Task What_was_settled_as_not_taken_by_mistake_is_still_found_by_its_id()
    {
        LedgerEntry lost = await LoseAsync(accepted: true);
        await Resolver().SettleAsNotTakenAsync(lost, Token);

        VeoTask settled = await TakeAsync(Entry(lost), _shop.Gateway.Accepted[0].TaskId);

        Assert.Equal(_shop.Gateway.Accepted[0].TaskId, settled.Id);
        Assert.Equal(1m, _shop.OpenLedger().Spent("prod", "USD").Day);
    }

    [Fact]
    public async Task What_is_still_on_its_way_and_what_is_known_are_refused()
    {
        VeoTask known = (await _shop.BuyAsync(Shop.Order(_profile, "Known"))).Task!;
        ILedger ledger = _shop.OpenLedger();
        VeoTask task = new() {
            SubmissionId = SubmissionId.New(_clock.GetUtcNow()),
            Profile = "prod",
            Provider = "TokenBay",
            Created = _clock.GetUtcNow().UtcDateTime };
        await ledger.BeginAsync(new BeginRequest { Entry = new LedgerEntry { Task = task, Origin = _profile.Origin } }, Token);
        Assert.True(await ledger.MarkSendingAsync(task.SubmissionId, Token));

        VeoException alive = await Assert.ThrowsAsync<VeoException>(
            () => Resolver().SettleAsNotTakenAsync(ledger.Find(task.SubmissionId)!, Token));
        Assert.Contains("running process", alive.Message, StringComparison.Ordinal);
        VeoException told = await Assert.ThrowsAsync<VeoException>(
            () => Resolver().SettleAsNotTakenAsync(ledger.Find(known.SubmissionId)!, Token));
        Assert.Contains(known.Id!, told.Message, StringComparison.Ordinal);

        // Its process is gone: then a person's word counts.
        _clock.Advance(LedgerTimes.ClaimLifetime);
        Assert.Equal(VeoTaskStatus.Canceled, (await Resolver().SettleAsNotTakenAsync(ledger.Find(task.SubmissionId)!, Token)).Status);
    }

    [Fact]
    public async Task One_whose_record_was_removed_comes_back_when_it_is_settled()
    {
        LedgerEntry lost = await LoseAsync(accepted: false);
        _shop.OpenLedger().Remove(lost.Task.SubmissionId);
        Assert.Null(_shop.OpenLedger().Find(lost.Task.SubmissionId));
        VeoException closed = (await _shop.BuyAsync(Shop.Order(_profile, jobKey: Key))).Error!;
        Assert.Equal(VeoErrorId.SubmitUnknown, closed.ErrorId);
        Assert.Equal(lost.Task.SubmissionId, closed.Remedies[^1].Task);

        LedgerEntry removed = (await _shop.OpenLedger().FindRemovedAsync(lost.Task.SubmissionId, Token))!;
        await Resolver().SettleAsNotTakenAsync(removed, Token);

        Assert.Equal(VeoTaskStatus.Canceled, Entry(lost).Task.Status);
        Assert.NotNull((await _shop.BuyAsync(Shop.Order(_profile, jobKey: Key))).Task);
    }

    [Fact]
    public async Task A_rendition_is_settled_under_the_id_of_its_task_by_force_since_asking_would_buy_it()
    {
        ILedger ledger = _shop.OpenLedger();
        GatewayProfile profile = _shop.Profile();
        VeoTask task = new()
        {
            SubmissionId = SubmissionId.New(
                _clock.GetUtcNow()), Profile = "prod", Provider = "Apikley", JobKey = "4k of task_1 #0", Status = VeoTaskStatus.Unknown,
            Created = _clock.GetUtcNow().UtcDateTime,
        };
        ledger.Add(new LedgerEntry { Task = task, Origin = profile.Origin, IsRendition = true, RenditionOf = "task_1" });
        LedgerEntry lost = ledger.Find(task.SubmissionId)!;

        VeoException other = await Assert.ThrowsAsync<VeoException>(
            () => Resolver().SettleAsTakenAsync(lost, "task_2", profile, force: true, Token));
        Assert.Contains("task_1", other.Message, StringComparison.Ordinal);
        VeoException unasked = await Assert.ThrowsAsync<VeoException>(
            () => Resolver().SettleAsTakenAsync(lost, "task_1", profile, force: false, Token));
        Assert.Equal(VeoRemedy.Give("Force"), Assert.Single(unasked.Remedies));
        Assert.Equal(VeoTaskStatus.Queued, (await Resolver().SettleAsTakenAsync(lost, "task_1", profile, force: true, Token)).Status);
        Assert.Empty(_shop.Gateway.Requests);
    }

    private LedgerEntry Entry(LedgerEntry before) => _shop.OpenLedger().Find(before.Task.SubmissionId)!;

    private Task<VeoTask> TakeAsync(LedgerEntry entry, string id, bool force = false)
        => Resolver().SettleAsTakenAsync(entry, id, _profile, force, Token);

    private TaskResolver Resolver()
    {
        ILedger ledger = _shop.OpenLedger();
        return new TaskResolver(new TaskPoller(_shop.Transport, ledger, _clock, _shop.Log), ledger, _clock, _shop.Log);
    }

    private async Task<LedgerEntry> LoseAsync(bool accepted)
    {
        _shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted), Strike.Once);
        VeoException error = (await _shop.BuyAsync(Shop.Order(_profile, jobKey: Key))).Error!;
        Assert.Equal(VeoErrorId.SubmitUnknown, error.ErrorId);
        Assert.Equal(new VeoRemedy(VeoRemedyAction.Resolve) { Task = error.Task!.SubmissionId }, error.Remedies[^1]);
        return _shop.OpenLedger().Find(error.Task.SubmissionId)!;
    }
}
