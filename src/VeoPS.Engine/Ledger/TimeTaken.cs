using System.Globalization;

namespace VeoPS.Engine.Ledger;

/// <summary>How long a task took, from its submission, as exactly as questions can tell.</summary>
/// <param name="Submitted">When, in seconds since 1970.</param>
/// <param name="After">Seconds, from 0. It still ran then.</param>
/// <param name="By">Seconds, more than <paramref name="After"/>. It had ended by then.</param>
internal readonly record struct TimeTaken(long Submitted, double After, double By)
{
    /// <summary>How many the ledger keeps of each kind: those that were submitted last. Of tasks that are submitted together the
    /// slow ones end last, so the last ends alone would make a kind look slow.</summary>
    public const int Kept = 100;

    // A task that took longer waited for something else. It would only make a row longer.
    private const double Longest = 7 * 24 * 3600;

    /// <summary>The kind of a task: those of one kind take about as long as each other.</summary>
    /// <param name="provider">The gateway.</param>
    /// <param name="origin">Scheme, host and port, since the same protocol is spoken by relays that differ in speed.</param>
    /// <param name="model">The model, null where it is not known.</param>
    public static string KindOf(string provider, string origin, string? model) => $"{provider} {origin} {model}";

    /// <summary>Reads what <see cref="Write"/> wrote. What is no pair of times is passed over.</summary>
    /// <param name="text">Such as <c>1767225600:47.5-60</c>, in the order of submission.</param>
    public static List<TimeTaken> Read(string text)
    {
        List<TimeTaken> times = [];
        foreach (string pair in text.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split(':', '-');
            if (parts.Length != 3 || Number(parts[0]) is not { } submitted) continue;
            if (Number(parts[1]) is { } after && Number(parts[2]) is { } by && after < by && by <= Longest)
                times.Add(new TimeTaken((long)submitted, after, by));
        }

        return times;
    }

    /// <summary>The newest <see cref="Kept"/> as text.</summary>
    /// <param name="times">In any order.</param>
    public static string Write(IReadOnlyCollection<TimeTaken> times) => string.Join(
        " ",
        times.OrderBy(time => time.Submitted).Skip(Math.Max(0, times.Count - Kept)).Select(
            time => FormattableString.Invariant($"{time.Submitted}:{time.After:0.#}-{time.By:0.#}")));

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;
}
