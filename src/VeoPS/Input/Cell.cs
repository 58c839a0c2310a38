using System.Globalization;
using System.Management.Automation;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Input;

/// <summary>
/// Reads a value as it comes from a spreadsheet's cell, a JSON document or the command line. Blank means left out.
/// Numbers are read in the invariant culture, without thousands separators and without rounding: a misread number
/// costs money. What cannot be read is a fault, and all faults of a row are told together.
/// </summary>
internal static class Cell
{
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    public static string? Text(object? value)
    {
        string? text = Unwrap(value) switch
        {
            PSCustomObject => value!.ToString(), // Its own text is empty, and an object is never blank.
            // 1,000 on the command line is a list of two.
            System.Collections.IEnumerable many and not string => string.Join(
                ",",
                many.Cast<object?>().Select(each => Convert.ToString(Unwrap(each), CultureInfo.InvariantCulture))),
            var one => Convert.ToString(one, CultureInfo.InvariantCulture),
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>Several texts, or one that is split at its semicolons.</summary>
    public static IReadOnlyList<string> Texts(object? value)
    {
        IEnumerable<object?> values = Unwrap(value) switch
        {
            null => [],
            string text => text.Split(';'),
            System.Collections.IEnumerable many => many.Cast<object?>()
                .SelectMany<object?, object?>(each => Unwrap(each) is string text ? text.Split(';') : [each]),
            var one => [one],
        };
        return [.. values.Select(Text).OfType<string>().Select(text => text.Trim())];
    }

    /// <summary>Adds a fault for a text that was decoded wrongly: what is bought for it is not what was written.</summary>
    public static void Prose(string parameter, string? text, Faults faults)
    {
        if (text is null || JobKeyText.IsDecoded(text)) return;
        faults.Add(
            parameter,
            "it has a character that stands for bytes which could not be decoded (U+FFFD), so it is not the text that was written",
            "Read the file with its own encoding, such as Import-Csv -Encoding or Get-Content -Encoding with utf8, unicode or 1252");
    }

    public static int? Integer(string parameter, object? value, Faults faults)
        => Whole(parameter, value, int.MinValue, int.MaxValue, faults) is { } number ? (int)number : null;

    public static long? Long(string parameter, object? value, Faults faults)
        => Whole(parameter, value, long.MinValue, long.MaxValue, faults);

    public static decimal? Money(string parameter, object? value, Faults faults)
    {
        if (Text(value) is not { } text) return null;
        if (Number(value, text) is >= 0 and var amount) return amount;
        faults.Add(parameter, $"'{text}' is no amount of money", "Write it with a point and without separators: 1234.50");
        return null;
    }

    /// <summary>A moment, in UTC. One without a zone is this machine's own, as everywhere in PowerShell.</summary>
    public static DateTime? Time(string parameter, object? value, Faults faults)
    {
        if (Unwrap(value) is DateTime time) return time.ToUniversalTime();
        if (Unwrap(value) is DateTimeOffset moment) return moment.UtcDateTime;
        if (Text(value) is not { } text) return null;
        if (DateTime.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeLocal,
            out DateTime read))
            return read;
        faults.Add(parameter, $"'{text}' is no date and time", "Write it as 2030-12-31T23:59:00Z");
        return null;
    }

    public static bool? Switch(string parameter, object? value, Faults faults)
    {
        if (Unwrap(value) is SwitchParameter given) return given.IsPresent;
        if (Text(value) is not { } text) return null;
        switch (text.Trim().ToUpperInvariant())
        {
            case "ON" or "TRUE" or "1": return true;
            case "OFF" or "FALSE" or "0": return false;
        }

        faults.Add(parameter, $"'{text}' is neither On nor Off", "One of: On, Off");
        return null;
    }

    /// <summary>A ratio, also as spreadsheets mangle it: <c>9x16</c>, <c>09:16</c>, <c>9:16:00</c>, or a time of day.</summary>
    public static string? AspectRatio(object? value)
    {
        string? text = Unwrap(value) switch
        {
            PSCustomObject => value!.ToString(), // Its own text is empty, and an object is never blank.
            TimeSpan span => span.ToString(@"h\:mm", CultureInfo.InvariantCulture),
            DateTime time => time.ToString("H:mm", CultureInfo.InvariantCulture),
            var other => Text(other)?.Trim(),
        };
        if (text is null) return null;
        if (text.Equals("auto", StringComparison.OrdinalIgnoreCase)) return "Auto";
        string[] parts = text.Split(':', 'x', 'X', '×', '/');
        bool isTimeOfDay = parts.Length == 3 && parts[2].Trim('0').Length == 0;
        if (parts.Length != 2 && !isTimeOfDay) return text;
        return string.Join(":", parts.Take(2).Select(part => part.Trim().TrimStart('0')));
    }

    /// <summary>A word of a list, in the spelling of the list, whatever its case and underscores.</summary>
    public static string? Word(object? value, params string[] words)
    {
        string? text = Text(value)?.Trim();
        return words.FirstOrDefault(word => string.Equals(word, text?.Replace("_", ""), StringComparison.OrdinalIgnoreCase)) ?? text;
    }

    private static long? Whole(string parameter, object? value, long min, long max, Faults faults)
    {
        if (Text(value) is not { } text) return null;
        if (Number(value, text) is { } number && number == decimal.Truncate(number) && number >= min && number <= max) return (long)number;
        faults.Add(parameter, $"'{text}' is no whole number", "Write it in digits, without separators");
        return null;
    }

    private static decimal? Number(object? value, string text) => Unwrap(value) switch
    {
        bool or char or Enum or DateTime => null,
        double or float => FromDouble(Convert.ToDouble(Unwrap(value), CultureInfo.InvariantCulture)),
        _ => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite
            | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out decimal number) ? number : null,
    };

    private static decimal? FromDouble(double number) => Math.Abs(number) < 1e18 ? (decimal)number : null;
}
