using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>What profiles spend, as the ledger keeps it.</summary>
public sealed class SpendFilesTests : IDisposable
{
    private readonly FileLedgerFixture _fixture = new();

    private DateTime Now => _fixture.Clock.GetUtcNow().UtcDateTime;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Sums_are_exact_over_all_writers()
    {
        Race.Run(8, _ =>
        {
            FileLedger ledger = _fixture.Open();
            for (int i = 0; i < 100; i++) Spend(ledger, 0.01m);
        });

        Assert.Equal(new SpentSums(8.00m, 8.00m), _fixture.Ledger.Spent("prod", "USD", Now));
    }

    [Fact]
    public void What_it_came_to_counts_in_place_of_the_estimate_on_the_day_of_the_submission()
    {
        string id = Spend(_fixture.Ledger, 0.40m);
        DateTime day = Now;
        _fixture.Clock.Advance(TimeSpan.FromDays(1));

        _fixture.Open().Spend(new Spending("PROD", id, 0.35m, "USD", IsFinal: true));

        Assert.Equal(0.35m, _fixture.Ledger.Spent("prod", "USD", day).Day);
        Assert.Equal(0, _fixture.Ledger.Spent("prod", "USD", Now).Day);
    }

    [Fact]
    public void Of_several_final_words_the_highest_counts()
    {
        string id = Spend(_fixture.Ledger, 0.40m);
        foreach (decimal amount in new[] { 0m, 0.30m, 0.10m }) _fixture.Open().Spend(new Spending("prod", id, amount, "USD", IsFinal: true));

        Assert.Equal(0.30m, _fixture.Ledger.Spent("prod", "USD", Now).Day);
    }

    [Fact]
    public void A_final_word_in_another_unit_leaves_what_was_set_aside()
    {
        string id = Spend(_fixture.Ledger, 0.40m);
        _fixture.Ledger.Spend(new Spending("prod", id, 20, "credits", IsFinal: true));

        Assert.Equal(0.40m, _fixture.Ledger.Spent("prod", "USD", Now).Day);
        Assert.Equal(0, _fixture.Ledger.Spent("prod", "credits", Now).Day);
    }

    [Fact]
    public void A_line_that_a_crash_cut_off_was_not_sent_and_does_not_count()
    {
        Spend(_fixture.Ledger, 0.40m);
        System.IO.File.AppendAllText(File(), $"{_fixture.Ledger.NewSubmissionId()} estimated 0.4");

        Assert.Equal(0.40m, _fixture.Open().Spent("prod", "USD", Now).Day);
    }

    [Fact]
    public void A_line_that_is_no_amount_is_said_and_nothing_is_taken_for_granted()
    {
        Spend(_fixture.Ledger, 0.40m);
        string file = File();
        System.IO.File.AppendAllText(file, "what\n");

        VeoException error = Assert.Throws<VeoException>(() => _fixture.Open().Spent("prod", "USD", Now));

        Assert.Equal(VeoErrorId.LedgerUnavailable, error.ErrorId);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_look_reads_only_what_is_new()
    {
        Spend(_fixture.Ledger, 0.40m);
        FileLedger reader = _fixture.Open();
        Assert.Equal(0.40m, reader.Spent("prod", "USD", Now).Day);

        // What was read is not read again: were it, these words would be an error.
        string file = File();
        byte[] content = System.IO.File.ReadAllBytes(file);
        System.IO.File.WriteAllBytes(file, [.. content.Select(_ => (byte)'x'), .. content]);

        Assert.Equal(0.40m, reader.Spent("prod", "USD", Now).Day);
        Spend(_fixture.Open(), 0.10m);
        Assert.Equal(0.50m, reader.Spent("prod", "USD", Now).Day);
    }

    private static string Spend(FileLedger ledger, decimal amount)
    {
        string id = ledger.NewSubmissionId();
        ledger.Spend(new Spending("prod", id, amount, "USD", IsFinal: false));
        return id;
    }

    private string File() => Assert.Single(Directory.GetFiles(_fixture.Home.FullName, "*.log", SearchOption.AllDirectories));
}
