using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Ledger;

public sealed class NoLedgerTests
{
    private static readonly ILedger Off = LedgerStore.Open(name => name == LedgerStore.Variable ? " OFF " : null, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_purchase_without_a_key_and_a_budget_goes_through_and_nothing_is_kept()
    {
        LedgerEntry entry = Entry();
        Assert.Equal(BeginVerdict.Ours, (await Off.BeginAsync(new BeginRequest { Entry = entry }, Stop)).Verdict);
        Assert.True(await Off.MarkSendingAsync(entry.Task.SubmissionId, Stop));
        Assert.Equal(entry, (await Off.SettleAsync(new Settlement(entry), Stop)).Entry);
        Assert.Null(await Off.FindAsync(entry.Task.SubmissionId, Stop));
        Assert.False(Off.KeepsRecords);
    }

    [Fact]
    public async Task A_job_key_a_budget_and_a_pin_are_refused()
    {
        BeginRequest[] refused =
        [
            new() { Entry = Entry("intro") },
            new() { Entry = Entry(), DailyBudget = 1 },
            new() { Entry = Entry(), MonthlyBudget = 1 },
            new() { Entry = Entry(), LedgerId = "a" },
        ];
        foreach (BeginRequest request in refused)
        {
            VeoException error = await Assert.ThrowsAsync<VeoException>(() => Off.BeginAsync(request, Stop));
            Assert.Equal(VeoErrorId.LedgerUnavailable, error.ErrorId);
        }
    }

    [Theory]
    [InlineData("on")]
    [InlineData("mysql://host/db")]
    [InlineData("/var/lib/veops")]
    public void Any_other_value_is_refused(string value)
    {
        VeoException error = Assert.Throws<VeoException>(
            () => LedgerStore.Open(name => name == LedgerStore.Variable ? value : Path.GetTempPath(), TimeProvider.System));
        Assert.Equal(VeoErrorId.LedgerUnavailable, error.ErrorId);
    }

    private static LedgerEntry Entry(string? key = null) => new()
    {
        Task = new VeoTask { SubmissionId = SubmissionId.New(DateTimeOffset.UtcNow), Profile = "prod", JobKey = key },
        Origin = "https://api.example.com",
    };
}
