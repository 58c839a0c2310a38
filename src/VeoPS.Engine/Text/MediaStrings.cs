using System.Text.Json;

namespace VeoPS.Engine.Text;

/// <summary>
/// Which strings of a JSON answer are media themselves, where a link would stand: the value of a member that a gateway's page
/// names for it, a data URI (RFC 2397), or the base64 of a film. They are counted in the order of the answer, so that one can be
/// found again in the next one.
/// </summary>
internal static class MediaStrings
{
    /// <summary>It is none.</summary>
    public const int No = -1;

    /// <summary>More of it must be seen.</summary>
    public const int NotYet = -2;

    private const string DataScheme = "data:";
    private const int LongestHeader = 256;
    private const int FilmHead = 10;

    /// <summary>Judges a string by its beginning.</summary>
    /// <param name="head">Its first characters.</param>
    /// <param name="isMember">True for the value of a member that holds media.</param>
    /// <param name="isWhole">True where nothing comes after them.</param>
    /// <returns>Where the base64 begins; <see cref="No"/> or <see cref="NotYet"/>.</returns>
    public static int Judge(string head, bool isMember, bool isWhole)
    {
        if (head.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase))
        {
            int comma = head.IndexOf(',');
            if (comma >= 0) return comma + 1;
            return isWhole || head.Length > LongestHeader ? (isMember ? 0 : No) : NotYet;
        }

        bool mayBeData = head.Length < DataScheme.Length && DataScheme.StartsWith(head, StringComparison.OrdinalIgnoreCase);
        if (mayBeData && !isWhole) return NotYet;
        if (isMember) return 0;
        return head.Length >= FilmHead ? (IsFilm(head) ? 0 : No) : isWhole ? No : NotYet;
    }

    /// <summary>True for a text that is media itself.</summary>
    public static bool Is(string text) => Judge(text, isMember: false, isWhole: true) >= 0;

    /// <summary>The type that a data URI says of itself; null where it says none.</summary>
    public static string? TypeOf(string text)
    {
        if (!text.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase)) return null;
        int end = text.IndexOfAny([';', ',']);
        return end > DataScheme.Length ? text[DataScheme.Length..end] : null;
    }

    /// <summary>The place of a string among all media of an answer, from 0; null where it is none of them.</summary>
    /// <param name="answer">The answer, also with its media left out.</param>
    /// <param name="text">The string as it stands there.</param>
    /// <param name="members">The members that hold media.</param>
    public static int? PlaceOf(JsonElement? answer, string text, IReadOnlyList<string> members)
    {
        if (answer is not { } root) return null;
        int place = 0;
        foreach (string media in In(root, isMember: false, members))
        {
            if (media == text) return place;
            place++;
        }

        return null;
    }

    private static IEnumerable<string> In(JsonElement element, bool isMember, IReadOnlyList<string> members) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => In(item, isMember: false, members)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(
            property => In(property.Value, members.Any(name => IsNamed(property, name)), members)),
        JsonValueKind.String when element.Text() is var text && Judge(text ?? "", isMember, isWhole: true) >= 0 => [text ?? ""],
        _ => [],
    };

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // Half a surrogate pair in a name.
        }
    }

    // The first box of an MP4 is ftyp, shorter than 256 bytes; a WebM begins with its EBML header.
    private static bool IsFilm(string head) =>
        (head.StartsWith("AAAA", StringComparison.Ordinal) && string.CompareOrdinal(head, 6, "Z0eX", 0, 4) == 0)
        || head.StartsWith("GkXfo", StringComparison.Ordinal);
}
