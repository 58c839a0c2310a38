using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Ledger;

/// <summary>What file managers, scanners and hands leave in a ledger's folders stops nothing.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly FileLedgerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(".DS_Store")]
    [InlineData("desktop.ini")]
    [InlineData("~lock")]
    public void A_foreign_file_in_any_folder_is_passed_over(string name)
    {
        FileLedger ledger = _fixture.Ledger;
        LedgerEntry entry = _fixture.Add(task => task with { Id = "gateways-id" });
        JobClaim claim = new("scope", "key", 1, entry.Task.SubmissionId, "hash", entry.SubmitDeadline);
        ledger.TryClaim(claim);
        ledger.Spend(new Spending("prod", entry.Task.SubmissionId, 0.40m, "USD", IsFinal: false));
        foreach (string folder in Directory.GetDirectories(_fixture.Home.FullName, "*", SearchOption.AllDirectories)) File.WriteAllText(Path.Combine(folder, name), "\0\0 of somebody else\n");

        FileLedger other = _fixture.Open();

        Assert.Equal(entry, Assert.Single(other.List(new LedgerQuery(), Assert.Fail)));
        Assert.Equal(entry, other.Find("prod", "gateways-id"));
        Assert.Equal(claim, other.LastClaim("scope", "key"));
        Assert.Equal(0.40m, other.Spent("prod", "USD", _fixture.Clock.GetUtcNow().UtcDateTime).Day);
    }

    [Fact]
    public void An_attempt_whose_claim_somebody_removed_stops_the_purchase()
    {
        LedgerEntry entry = _fixture.Add();
        JobClaim first = new("scope", "key", 1, entry.Task.SubmissionId, "hash", entry.SubmitDeadline);
        _fixture.Ledger.TryClaim(first);
        _fixture.Ledger.TryClaim(first with { Attempt = 2, SubmissionId = "another" });
        string claim = Assert.Single(Directory.GetFiles(_fixture.Home.FullName, "claim.json", SearchOption.AllDirectories), path => path.Contains("000002", StringComparison.Ordinal));
        File.Delete(claim);

        VeoException fault = Assert.Throws<VeoException>(() => _fixture.Open().LastClaim("scope", "key"));

        Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
        Assert.Contains(Path.GetDirectoryName(claim)!, fault.Message, StringComparison.Ordinal);
    }
}
