namespace VeoPS.Bench;

/// <summary>Runs contenders by turns, so that what the machine does meanwhile falls on all of them, and takes medians.</summary>
internal sealed class Alternation
{
    private const int ManyRuns = 7;
    private const int FewRuns = 3;
    private const double LongRunSeconds = 10;

    private readonly Dictionary<Contender, List<Sample>> _samples = [];

    private Alternation(IEnumerable<Contender> contenders)
    {
        foreach (Contender contender in contenders) _samples[contender] = [];
    }

    /// <summary>Runs each seven times, or three times where a run takes ten seconds and more; once to check.</summary>
    public static Task<Alternation> RunAsync(Quiet quiet, IReadOnlyList<Contender> contenders, Func<Contender, Task<Sample>> run)
        => RunAsync(quiet, contenders, run, alternates: true);

    /// <summary>The same, always in the order given: where one builds on another.</summary>
    public static Task<Alternation> RunInOrderAsync(Quiet quiet, IReadOnlyList<Contender> contenders, Func<Contender, Task<Sample>> run)
        => RunAsync(quiet, contenders, run, alternates: false);

    /// <summary>A figure over all runs; null where the contender did not run or the figure cannot be told here.</summary>
    public Figure? Of(Contender contender, Func<Sample, double?> figure) => Figure.Of(Values(contender, figure));

    /// <summary>A figure over that of another contender in the same round.</summary>
    public Figure? Over(Contender contender, Contender start, Func<Sample, double?> figure) =>
        Figure.Of(Values(contender, figure).Zip(Values(start, figure), (one, other) => one - other));

    /// <summary>The least of a figure over all runs.</summary>
    public double? Least(Contender contender, Func<Sample, double?> figure)
        => _samples.TryGetValue(contender, out List<Sample>? samples) ? samples.Min(figure) : null;

    private IEnumerable<double> Values(Contender contender, Func<Sample, double?> figure)
        => _samples.TryGetValue(contender, out List<Sample>? samples) ? samples.Select(figure).OfType<double>() : [];

    private static async Task<Alternation> RunAsync(
        Quiet quiet,
        IReadOnlyList<Contender> contenders,
        Func<Contender, Task<Sample>> run,
        bool alternates)
    {
        Alternation all = new(contenders);
        for (int round = 0, rounds = Scale.Of(FewRuns, 1); round < rounds; round++)
        {
            foreach (Contender contender in round % 2 == 0 || !alternates ? contenders : contenders.Reverse())
            {
                await quiet.WaitAsync();
                Sample sample = await run(contender);
                all._samples[contender].Add(sample);
                Console.Error.WriteLine($"  {contender.Name}: {sample}");
            }

            if (round == 0 && !Scale.IsCheck && all._samples.Values.Max(samples => samples[0].Seconds) < LongRunSeconds) rounds = ManyRuns;
        }

        return all;
    }
}
