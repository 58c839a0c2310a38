using System.Globalization;

namespace VeoPS.Engine.Text;

/// <summary>
/// Reads a value from a spreadsheet's cell, a JSON document or the command line: text, or a number, a truth value or a time of .NET.
/// A blank value means that the option is left out. Numbers are read in the invariant culture, without thousands separators and
/// without rounding, because a misread number costs money. A value that cannot be read is a fault. All faults of a row are reported
/// together.
/// </summary>
internal static class CellText
{
    public static string? Of(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    public static long? Whole(string option, object? value, long min, long max, ICollection<VeoFault> faults)
    {
        if (Of(value) is not { } text) return null;
        if (Number(value) is { } number && number == decimal.Truncate(number) && number >= min && number <= max) return (long)number;
        faults.Add(new VeoFault(option, $"'{text}' is not a whole number", "Write it in digits, without separators"));
        return null;
    }

    public static bool? Switch(string option, object? value, ICollection<VeoFault> faults)
    {
        if (Of(value) is not { } text) return null;
        switch (text.Trim().ToUpperInvariant())
        {
            case "ON" or "TRUE" or "1": return true;
            case "OFF" or "FALSE" or "0": return false;
        }

        faults.Add(new VeoFault(option, $"'{text}' is neither On nor Off", "One of: On, Off"));
        return null;
    }

    public static Uri? Address(string option, object? value, ICollection<VeoFault> faults)
    {
        if (Of(value)?.Trim() is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)) return uri;
        faults.Add(new VeoFault(option, $"'{text}' is not an absolute address", "Give an https address"));
        return null;
    }

    /// <summary>A ratio, also as spreadsheets mangle it: <c>9x16</c>, <c>09:16</c>, <c>9:16:00</c>, or a time of day.</summary>
    public static string? AspectRatio(object? value)
    {
        string? text = value switch
        {
            TimeSpan span => span.ToString(@"h\:mm", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("H:mm", CultureInfo.InvariantCulture),
            _ => Of(value)?.Trim(),
        };
        string[] parts = text?.Split(':', 'x', 'X', '×', '/') ?? [];
        bool isTimeOfDay = parts.Length == 3 && parts[2].Trim('0').Length == 0;
        if (parts.Length != 2 && !isTimeOfDay) return text;
        return string.Join(":", parts.Take(2).Select(part => part.Trim().TrimStart('0')));
    }

    /// <summary>A resolution, also as its lines alone: <c>1080</c>, <c>2160p</c>.</summary>
    public static string? Resolution(object? value) => Of(value)?.Trim().ToUpperInvariant() switch
    {
        "720" => "720p",
        "1080" => "1080p",
        "2160" or "2160P" => "4k",
        _ => Of(value)?.Trim(),
    };

    /// <summary>A word of a list, in the spelling of the list, whatever its case and underscores.</summary>
    public static string? Word(string? text, IEnumerable<string> words) =>
        words.FirstOrDefault(word => string.Equals(word, text?.Replace("_", ""), StringComparison.OrdinalIgnoreCase)) ?? text;

    public static decimal? Number(object? value) => value switch
    {
        bool or char or Enum or DateTime => null,
        double or float => FromDouble(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => decimal.TryParse(Of(value), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out decimal number) ? number : null,
    };

    private static decimal? FromDouble(double number) => Math.Abs(number) < 1e18 ? (decimal)number : null;
}
