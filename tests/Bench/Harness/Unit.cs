using System.Globalization;

namespace VeoPS.Bench;

/// <summary>What a figure counts, and how it is written.</summary>
/// <param name="Name">Behind the number; empty for a count.</param>
/// <param name="Format">Of the number.</param>
internal sealed record Unit(string Name, string Format)
{
    public static readonly Unit Milliseconds = new("ms", "0");
    public static readonly Unit Seconds = new("s", "0.00");
    public static readonly Unit MiB = new("MiB", "0");
    public static readonly Unit MiBPerSecond = new("MiB/s", "0");
    public static readonly Unit Count = new("", "0");

    public static readonly Unit Fine = new("ms", "0.00");
    public static readonly Unit Ratio = new("", "0.00");
    public static readonly Unit Bytes = new("bytes", "0");

    public string Write(double value) => $"{Number(value)} {Name}".TrimEnd();

    public string Number(double value) => value.ToString(Format, CultureInfo.InvariantCulture);
}
