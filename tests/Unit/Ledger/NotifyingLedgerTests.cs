using VeoPS.Engine.Ledger;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>Each change of the ledger is told as an event, once it is written down.</summary>
public sealed class NotifyingLedgerTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly List<VeoEvent> _told = [];
    private readonly NotifyingLedger _ledger;

    public NotifyingLedgerTests() => _ledger = new NotifyingLedger(TestLedger.Open(_home.FullName, _clock), _clock, _told.Add);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(VeoTaskStatus.Queued, VeoEventName.Taken)]
    [InlineData(VeoTaskStatus.Succeeded, VeoEventName.Taken)]
    [InlineData(VeoTaskStatus.Unknown, VeoEventName.Unknown)]
    [InlineData(VeoTaskStatus.Failed, VeoEventName.NotTaken)]
    [InlineData(VeoTaskStatus.Canceled, VeoEventName.NotTaken)]
    public async Task A_submission_is_told_before_and_after(string status, string name)
    {
        LedgerEntry entry = await BeginAsync();

        await SettleAsync(entry, status);

        Assert.Equal([VeoEventName.Submitting, name], _told.Select(each => each.Event));
        Assert.All(_told, each => Assert.Equal(
            ("prod", entry.Task.SubmissionId, _clock.GetUtcNow().UtcDateTime),
            (each.Profile, each.SubmissionId, each.Time)));
        Assert.Equal(
            (status, VeoTaskStatus.Submitting, "shot-1"),
            (_told[1].Data["Status"], _told[1].Data["Before"], _told[1].Data["JobKey"]));
        Assert.Equal(name == VeoEventName.Unknown, _told[1].Message.Contains("may have been bought", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_task_is_told_each_time_that_its_state_is_another_and_only_then()
    {
        LedgerEntry entry = await BeginAsync();
        await SettleAsync(entry, VeoTaskStatus.Queued);
        foreach (string status in new[] { VeoTaskStatus.Running, VeoTaskStatus.Running, VeoTaskStatus.Failed })
        {
            await _ledger.UpdateAsync(entry.Task.SubmissionId, before => before with { Task = Changed(before.Task, status) }, Token);
        }

        Assert.Equal(
            [VeoEventName.Submitting, VeoEventName.Taken, VeoEventName.StatusChanged, VeoEventName.StatusChanged],
            _told.Select(each => each.Event));
        Assert.Equal("prod: task-1 is Failed (the backend fell over).", _told[^1].Message);
        Assert.Equal("task-1", _told[^1].TaskId);
        Assert.Equal(VeoErrorKind.UpstreamFailed, _told[^1].Data["ErrorKind"]);
    }

    [Fact]
    public async Task An_unknown_submission_that_is_found_is_told_as_taken()
    {
        LedgerEntry entry = await BeginAsync();
        await SettleAsync(entry, VeoTaskStatus.Unknown);

        await SettleAsync(entry, VeoTaskStatus.Queued);

        Assert.Equal(VeoEventName.Taken, _told[^1].Event);
    }

    [Fact]
    public async Task A_change_that_could_not_be_written_down_is_not_told()
    {
        NotifyingLedger gone = new(HookedLedger.Gone(), _clock, _told.Add);

        await Assert.ThrowsAsync<VeoException>(() => gone.BeginAsync(new BeginRequest { Entry = Entry() }, Token));
        await Assert.ThrowsAsync<VeoException>(() => gone.SettleAsync(new Settlement(Entry()), Token));
        Assert.Null(await _ledger.UpdateAsync("veo-none", entry => entry, Token));
        Assert.Empty(_told);
    }

    private static VeoTask Changed(VeoTask task, string status) => new VeoTask(task)
    {
        Id = status == VeoTaskStatus.Unknown ? null : "task-1",
        Status = status,
        Error = status == VeoTaskStatus.Failed
            ? new VeoError { Kind = VeoErrorKind.UpstreamFailed, Message = "the backend fell over." }
            : null,
    };

    private LedgerEntry Entry()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        VeoTask task = new()
        {
            SubmissionId = SubmissionId.New(now),
            Profile = "prod",
            Provider = "Apikley",
            JobKey = "shot-1",
            Created = now.UtcDateTime,
            Updated = now.UtcDateTime,
        };
        return new LedgerEntry { Task = task, Origin = "https://api.example", RequestHash = "1:0" };
    }

    private async Task<LedgerEntry> BeginAsync()
    {
        LedgerEntry entry = Entry();
        BeginResult begun = await _ledger.BeginAsync(
            new BeginRequest { Entry = entry, Scopes = [JobKeyClaim.ScopeOf("prod", "Apikley", "https://api.example")] },
            Token);
        Assert.Equal(BeginVerdict.Ours, begun.Verdict);
        return entry;
    }

    private async Task SettleAsync(LedgerEntry entry, string status)
    {
        VeoTask task = Changed(entry.Task, status);
        bool isNotTaken = status is VeoTaskStatus.Failed or VeoTaskStatus.Canceled;
        await _ledger.SettleAsync(new Settlement(entry with { Task = isNotTaken ? new VeoTask(task) { Id = null } : task }), Token);
    }
}
