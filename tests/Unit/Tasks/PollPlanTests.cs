using CsCheck;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>When to ask, learned from how long earlier tasks took.</summary>
public sealed class PollPlanTests(ITestOutputHelper output)
{
    private static readonly Gen<TimeTaken[]> Histories = Gen.OneOf(
        Gen.Select(Gen.Double[0, 2000], Gen.Double[0.1, 300], (after, width) => new TimeTaken(0, after, after + width)).Array[1, 100],
        Gen.Select(Gen.Double[1, 900], Gen.Double[0.1, 15], Gen.Int[1, 100]).Select(
            (after, width, count) => Enumerable.Repeat(new TimeTaken(0, after, after + width), count).ToArray()));

    private static readonly Gen<PollCadence> Cadences = Gen.Int[0, GatewayCatalog.All.Count - 1].Select(
        nth => GatewayCatalog.All[nth].Table.Cadence);

    [Fact]
    public void Without_history_there_is_no_plan() => Assert.Null(PollPlan.Of([], PollSimulation.Cadence));

    [Fact]
    public void Whatever_was_learned_no_task_is_asked_for_more_often_than_at_the_cadence_and_never_below_the_floor()
        => Gen.Select(Histories, Cadences, Gen.Double[0, 3000], Gen.Int).Sample(
            (history, cadence, length, seed) =>
            {
                PollSimulation simulation = new(cadence);
                PollSimulation.Outcome usual = simulation.Wait(length, null, new Random(seed));
                PollSimulation.Outcome learned = simulation.Wait(length, PollPlan.Of(history, cadence), new Random(seed));
                Assert.InRange(learned.Questions, 1, usual.Questions);
                Assert.True(learned.Narrowest >= cadence.Floor.TotalSeconds);
            },
            iter: 2000);

    [Fact]
    public void A_plan_asks_first_when_few_are_ready_most_densely_where_most_are_and_sparsely_after_the_last()
    {
        PollCadence cadence = PollSimulation.Cadence;
        TimeTaken[] history = [.. Enumerable.Range(0, 100).Select(nth => new TimeTaken(0, 60 + (nth * 0.2), 61 + (nth * 0.2)))];

        PollPlan plan = PollPlan.Of(history, cadence)!;
        double[] ages = [.. plan.Ages().Take(20)];

        Assert.InRange(plan.First, 50, 62);
        Assert.InRange(plan.ReadyHalf, 69, 71);
        Assert.InRange(plan.ReadyLate, 78, 81);
        double[] gaps = [.. ages.Zip(ages.Skip(1), (one, next) => next - one)];
        double longest = cadence.Cap.TotalSeconds * PollSchedule.MeanPart;
        Assert.True(gaps[0] < longest);
        Assert.All(ages.Zip(gaps).Where(each => each.First > plan.ReadyLate), each =>
            Assert.InRange(each.Second, longest - 0.001, (2 * longest) + 0.001));
        Assert.Equal(2 * longest, gaps[^1], 3);
    }

    [Fact]
    public void At_gateways_that_keep_to_their_time_it_asks_half_as_often_and_notices_as_soon()
    {
        // Where a few questions at the cadence happen to fall just after the end, none can be both fewer and sooner.
        IEnumerable<PollSimulation.Gateway> lucky = PollSimulation.Gateways.Where(
            each => each.Name.StartsWith("all", StringComparison.Ordinal));
        foreach (PollSimulation.Gateway gateway in PollSimulation.Gateways.Except(lucky).Take(7))
        {
            PollSimulation.Result result = new PollSimulation(PollSimulation.Cadence).Run(gateway, 1000);
            double most = gateway.Name.StartsWith("two humps", StringComparison.Ordinal) ? 0.53 : 0.5;
            Assert.True(result.Share <= most, $"{gateway.Name}: {result}");
            Assert.True(result.Learned.Delay <= result.Usual.Delay, $"{gateway.Name}: {result}");
        }
    }

    [Fact]
    public void At_no_gateway_of_the_table_it_asks_more_often_or_notices_much_later()
        => Assert.All(PollSimulation.Gateways, gateway =>
        {
            PollSimulation.Result result = new PollSimulation(PollSimulation.Cadence).Run(gateway, 1000);
            Assert.True(result.MostAbove <= 0, $"{gateway.Name}: {result}");
            Assert.True(result.Learned.Delay <= result.Usual.Delay + 1.5, $"{gateway.Name}: {result}");
        });

    [Fact]
    public void The_page_on_performance_has_the_table_that_this_prints()
    {
        string table = PollSimulation.Table();
        output.WriteLine(table);
        output.WriteLine(Worst());
        string page = File.ReadAllText(RepositoryFolder.File("docs/performance.md")).ReplaceLineEndings("\n");
        Assert.Contains(table, page, StringComparison.Ordinal);
    }

    // Of many changes overnight, from one steady length to another, the one whose first hundred tasks are noticed latest.
    private static string Worst()
    {
        (double Later, string Text) worst = (double.MinValue, "");
        Lock sync = new();
        Gen.Select(Gen.Double[5, 900], Gen.Double[5, 900], Gen.Double[0, 0.3]).Sample(
            (before, after, deviation) =>
            {
                PollSimulation.Result result = new PollSimulation(PollSimulation.Cadence).Run(
                    new PollSimulation.Gateway("", PollSimulation.Normal(after, after * deviation)) {
                        Before = PollSimulation.Normal(before, before * deviation) },
                    100);
                double later = result.Learned.Delay - result.Usual.Delay;
                lock (sync)
                {
                    if (later > worst.Later)
                        worst = (later, FormattableString.Invariant(
                            $"Worst found: {before:0} s becomes {after:0} s, ± {deviation:P0}: {later:0.0} s later on average: {result}"));
                }
            },
            iter: 500);
        return worst.Text;
    }
}
