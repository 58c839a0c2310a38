namespace VeoPS.Bench;

/// <summary>One measured figure over all runs.</summary>
/// <param name="Median">Of them.</param>
/// <param name="Low">The least.</param>
/// <param name="High">The most.</param>
internal readonly record struct Figure(double Median, double Low, double High)
{
    /// <summary>Null where there is no value.</summary>
    public static Figure? Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? null : new Figure(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }

    /// <summary>A figure that is known, and was not measured several times.</summary>
    public static Figure Of(double value) => new(value, value, value);
}
