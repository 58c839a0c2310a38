using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Ledger;

public sealed class ToldLedgerTests : IDisposable
{
    private readonly FileLedgerFixture _home = new();
    private readonly List<VeoEvent> _told = [];
    private readonly ToldLedger _ledger;

    public ToldLedgerTests() => _ledger = new ToldLedger(_home.Ledger, _home.Clock, _told.Add);

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(VeoTaskStatus.Queued, VeoEventName.Taken)]
    [InlineData(VeoTaskStatus.Succeeded, VeoEventName.Taken)]
    [InlineData(VeoTaskStatus.Unknown, VeoEventName.Unknown)]
    [InlineData(VeoTaskStatus.Failed, VeoEventName.NotTaken)]
    [InlineData(VeoTaskStatus.Canceled, VeoEventName.NotTaken)]
    public void A_submission_is_told_before_and_after(string status, string name)
    {
        LedgerEntry entry = Add();

        Change(entry, status);

        Assert.Equal([VeoEventName.Submitting, name], _told.Select(each => each.Event));
        Assert.All(_told, each => Assert.Equal(("prod", entry.Task.SubmissionId, _home.Clock.GetUtcNow().UtcDateTime), (each.Profile, each.SubmissionId, each.Time)));
        Assert.Equal((status, VeoTaskStatus.Submitting, "shot-1"), (_told[1].Data["Status"], _told[1].Data["Before"], _told[1].Data["JobKey"]));
        Assert.Equal(name == VeoEventName.Unknown, _told[1].Message.Contains("may have been bought", StringComparison.Ordinal));
    }

    [Fact]
    public void A_task_is_told_each_time_that_its_state_is_another_and_only_then()
    {
        LedgerEntry entry = Add();
        foreach (string status in new[] { VeoTaskStatus.Queued, VeoTaskStatus.Running, VeoTaskStatus.Running, VeoTaskStatus.Failed }) Change(entry, status);

        Assert.Equal(
            [VeoEventName.Submitting, VeoEventName.Taken, VeoEventName.StatusChanged, VeoEventName.StatusChanged],
            _told.Select(each => each.Event));
        Assert.Equal("prod: task-1 is Failed (the backend fell over).", _told[^1].Message);
        Assert.Equal("task-1", _told[^1].TaskId);
        Assert.Equal(VeoErrorKind.UpstreamFailed, _told[^1].Data["ErrorKind"]);
    }

    [Fact]
    public void What_was_unknown_and_is_found_is_told_as_taken()
    {
        LedgerEntry entry = Add();
        Change(entry, VeoTaskStatus.Unknown);

        Change(entry, VeoTaskStatus.Queued);

        Assert.Equal(VeoEventName.Taken, _told[^1].Event);
    }

    [Fact]
    public void What_could_not_be_written_down_is_not_told()
    {
        ToldLedger none = new(new NoFileLedger(), _home.Clock, _told.Add);

        Assert.Throws<VeoException>(() => none.Add(Entry()));
        Assert.Null(_ledger.Update("veo-none", entry => entry));
        Assert.Empty(_told);
    }

    private LedgerEntry Entry()
    {
        LedgerEntry entry = FileLedgerFixture.NewEntry(_ledger, _home.Clock.GetUtcNow());
        return entry with { Task = entry.Task with { JobKey = "shot-1", Status = VeoTaskStatus.Submitting } };
    }

    private LedgerEntry Add()
    {
        LedgerEntry entry = Entry();
        _ledger.Add(entry);
        return entry;
    }

    private void Change(LedgerEntry entry, string status) => _ledger.Update(entry.Task.SubmissionId, now => now with
    {
        Task = now.Task with
        {
            Id = status == VeoTaskStatus.Unknown ? null : "task-1",
            Status = status,
            Error = status == VeoTaskStatus.Failed ? new VeoError { Kind = VeoErrorKind.UpstreamFailed, Message = "the backend fell over." } : null,
        },
    });
}
