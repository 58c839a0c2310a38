using System.Globalization;
using System.Management.Automation;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Hosting;

namespace VeoPS.Input;

/// <summary>Reads a value as PowerShell binds it, by the rules of <see cref="CellText"/>.</summary>
internal static class Cell
{
    public const string NoAmount = "is not a valid amount";
    public const string WriteAmount = "Write it with a decimal point and without separators: 1234.50";

    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>The value without PowerShell's wrapping: text, or a plain value of .NET.</summary>
    public static object? Plain(object? value) => Unwrap(value) switch
    {
        PSCustomObject => value!.ToString(), // Its own text is empty, and an object is never blank.
        SwitchParameter given => given.IsPresent,
        // 1,000 on the command line is a list of two.
        System.Collections.IEnumerable many and not string => string.Join(
            ",",
            many.Cast<object?>().Select(each => Convert.ToString(Unwrap(each), CultureInfo.InvariantCulture))),
        var one => one,
    };

    public static string? Text(object? value) => CellText.Of(Plain(value));

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

    /// <summary>Adds a fault for a text that was decoded wrongly: the video would not be the one that was asked for.</summary>
    public static void Prose(string parameter, string? text, Faults faults)
    {
        if (text is null || JobKeyText.IsDecoded(text)) return;
        faults.Add(
            parameter,
            "it contains U+FFFD, so the text was read with the wrong encoding",
            "Read the file with its own encoding: Import-Csv -Encoding or Get-Content -Encoding, with utf8, unicode or "
                + Edition.WesternEncoding);
    }

    public static int? Integer(string parameter, object? value, Faults faults)
        => (int?)CellText.Whole(parameter, Plain(value), int.MinValue, int.MaxValue, faults);

    public static decimal? Money(string parameter, object? value, Faults faults)
    {
        if (Text(value) is not { } text) return null;
        if (CellText.Number(Plain(value)) is >= 0 and var amount) return amount;
        faults.Add(parameter, $"'{text}' {NoAmount}", WriteAmount);
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
        faults.Add(parameter, $"'{text}' is not a valid date and time", "Write it as 2030-12-31T23:59:00Z");
        return null;
    }
}
