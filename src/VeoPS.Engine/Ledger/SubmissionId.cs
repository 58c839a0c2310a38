using System.Globalization;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// Our name for a submission: <c>veo-yyyyMMdd-HHmmssfff-</c> in UTC and twelve random hexadecimal digits. It sorts by
/// time, and only text of exactly this form ever becomes part of a path.
/// </summary>
internal static class SubmissionId
{
    private const string Prefix = "veo-";
    private const string TimeFormat = "yyyyMMdd-HHmmssfff";
    private const int RandomDigits = 12;
    private static readonly int RandomStart = Prefix.Length + TimeFormat.Length + 1;

    public static string New(DateTimeOffset now)
    {
        // The first twelve digits of a version 4 GUID are all random; the version comes after them.
        string random = Guid.NewGuid().ToString("N").Substring(0, RandomDigits);
        return $"{Prefix}{now.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{random}";
    }

    public static bool TryParse(string? text, out DateTime made)
    {
        made = default;
        return text is not null
            && text.Length == RandomStart + RandomDigits
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text[RandomStart - 1] == '-'
            && text.Skip(RandomStart).All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f'))
            && DateTime.TryParseExact(
                text.Substring(Prefix.Length, TimeFormat.Length), TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out made);
    }

    /// <summary>The moment (UTC) that is in a name which the ledger gave.</summary>
    public static DateTime MadeAt(string submissionId) => TryParse(submissionId, out DateTime made)
        ? made
        : throw new ArgumentException($"'{submissionId}' is not a submission id of the ledger.", nameof(submissionId));
}
