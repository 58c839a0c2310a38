using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

public sealed class FileLedgerClaimTests : IDisposable
{
    private const string Scope = "prod|Apikley|https://api.example";
    private readonly FileLedgerFixture _fixture = new();

    private FileLedger Ledger => _fixture.Ledger;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void The_first_claim_wins_and_the_others_see_it()
    {
        JobClaim first = Claim("shot-1", 1), second = Claim("shot-1", 1);

        Assert.Null(Ledger.TryClaim(first));
        Assert.Equal(first, _fixture.Open().TryClaim(second));
        Assert.Equal(first, Ledger.LastClaim(Scope, "shot-1"));
    }

    [Fact]
    public void A_claim_that_is_ours_already_stays_ours()
    {
        JobClaim claim = Claim("shot-1", 1);

        Assert.Null(Ledger.TryClaim(claim));
        Assert.Null(Ledger.TryClaim(claim));
    }

    [Fact]
    public void The_last_claim_is_the_one_of_the_highest_attempt()
    {
        Assert.All(Enumerable.Range(1, 11), attempt => Assert.Null(Ledger.TryClaim(Claim("shot-1", attempt))));

        Assert.Equal(11, Ledger.LastClaim(Scope, "shot-1")!.Attempt);
    }

    [Fact]
    public void Keys_compare_ordinally_and_within_their_scope()
    {
        Assert.Null(Ledger.TryClaim(Claim("shot-1", 1)));

        Assert.Null(Ledger.TryClaim(Claim("Shot-1", 1)));
        Assert.Null(Ledger.TryClaim(Claim("shot-1", 1) with { Scope = "other" }));
        Assert.Null(Ledger.LastClaim(Scope, "shot-2"));
    }

    [Theory]
    [InlineData("../../escape")]
    [InlineData("кадр 1\n")]
    [InlineData("con")]
    public void A_key_of_any_text_is_data_and_never_a_path(string key)
    {
        Assert.Null(Ledger.TryClaim(Claim(key, 1)));

        Assert.Equal(key, Ledger.LastClaim(Scope, key)!.JobKey);
    }

    [Fact]
    public void Of_twenty_racers_one_wins_and_the_others_read_its_claim_whole()
    {
        for (int round = 0; round < 20; round++)
        {
            JobClaim[] claims = [.. Enumerable.Range(0, 20).Select(_ => Claim($"shot-{round}", 1))];
            JobClaim?[] seen = new JobClaim?[claims.Length];
            Race.Run(claims.Length, racer => seen[racer] = _fixture.Open().TryClaim(claims[racer]));

            int winner = Assert.Single(Enumerable.Range(0, claims.Length), racer => seen[racer] is null);
            Assert.All(seen.Where(claim => claim is not null), claim => Assert.Equal(claims[winner], claim));
        }
    }

    [Fact]
    public void A_race_leaves_nothing_but_the_claim()
    {
        Race.Run(8, _ => _fixture.Open().TryClaim(Claim("shot-1", 1)));

        Assert.Single(Directory.GetFiles(_fixture.Home.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_torn_claim_stops_the_purchase()
    {
        Assert.Null(Ledger.TryClaim(Claim("shot-1", 1)));
        File.WriteAllText(Directory.GetFiles(_fixture.Home.FullName, "*", SearchOption.AllDirectories).Single(), "");

        VeoException fault = Assert.Throws<VeoException>(() => Ledger.TryClaim(Claim("shot-1", 1)));

        Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
        Assert.Contains("Nothing was sent", fault.Message, StringComparison.Ordinal);
    }

    private JobClaim Claim(string key, int attempt) =>
        new(Scope, key, attempt, Ledger.NewSubmissionId(), "hash", _fixture.Clock.GetUtcNow().UtcDateTime.AddMinutes(6));
}
