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

    /// <summary>Runs each seven times, or three times where a run takes ten seconds and more.</summary>
    public static async Task<Alternation> RunAsync(Quiet quiet, IReadOnlyList<Contender> contenders, Func<Contender, Task<Sample>> run)
    {
        Alternation all = new(contenders);
        for (int round = 0, rounds = FewRuns; round < rounds; round++)
        {
            foreach (Contender contender in round % 2 == 0 ? contenders : contenders.Reverse())
            {
                await quiet.WaitAsync();
                Sample sample = await run(contender);
                all._samples[contender].Add(sample);
                Console.Error.WriteLine($"  {contender.Name}: {sample}");
            }

            if (round == 0 && all._samples.Values.Max(samples => samples[0].Seconds) < LongRunSeconds) rounds = ManyRuns;
        }

        return all;
    }

    /// <summary>The median of a figure; null where the contender did not run or the figure cannot be told here.</summary>
    public double? Median(Contender contender, Func<Sample, double?> figure)
    {
        double[] values = _samples.TryGetValue(contender, out List<Sample>? samples)
            ? [.. samples.Select(figure).OfType<double>().Order()]
            : [];
        return values.Length == 0 ? null : values[values.Length / 2];
    }

    /// <summary>The least of a figure over all runs.</summary>
    public double? Least(Contender contender, Func<Sample, double?> figure)
        => _samples.TryGetValue(contender, out List<Sample>? samples) ? samples.Min(figure) : null;
}
