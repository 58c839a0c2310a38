using System.Globalization;
using System.Text;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Downloads;

/// <summary>Makes parts of file names from text that others wrote. The result is the same on every
/// system. It is never a path, a device or a stream.</summary>
internal static class SafeName
{
    // In bytes of UTF-8: a name may have 255 of them on most file systems of Unix, and others stand beside this part.
    private const int Longest = 150;
    private const int DigestDigits = 8;
    private const char Stand = '_';

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", .. Numbered("COM"), .. Numbered("LPT")],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A value as a part of a name. Never empty.</summary>
    public static string Of(string? value)
    {
        StringBuilder safe = new();
        string text = value ?? "";
        for (int at = 0, width; at < text.Length; at += width)
        {
            width = char.IsSurrogatePair(text, at) ? 2 : 1;
            if (IsForbidden(text, at)) safe.Append(Stand);
            else safe.Append(text, at, width);
        }

        string name = AvoidDevice(Cut(safe.ToString().Trim('.', ' '), Longest));
        return name.Length == 0 ? Stand.ToString() : name;
    }

    /// <summary>As <see cref="Of"/>, and two values never become one: where characters had to go, a digest of the value tells
    /// them apart.</summary>
    public static string Distinct(string value)
    {
        string safe = Of(value);
        if (safe == value) return safe;
        string digest = Sha256Hex.Of(value);
        return $"{Cut(safe, Longest - DigestDigits - 1)}-{digest[..DigestDigits]}";
    }

    /// <summary>Keeps Windows from taking a name for a device: <c>nul.mp4</c> is one, whatever its extension.</summary>
    public static string AvoidDevice(string name) => Devices.Contains(name.Split('.')[0].TrimEnd(' ')) ? Stand + name : name;

    /// <summary>The first character that a name cannot have on some system, or that hides the rest of it; null where there is
    /// none.</summary>
    public static char? FirstForbidden(string text)
    {
        for (int at = 0; at < text.Length; at += char.IsSurrogatePair(text, at) ? 2 : 1)
        {
            if (IsForbidden(text, at)) return text[at];
        }

        return null;
    }

    // Format characters turn the direction of text round: "gpm.4pm" reads as "mp4.mpg".
    private static bool IsForbidden(string text, int at) =>
        "/\\<>:\"|?*".Contains(text[at])
        || CharUnicodeInfo.GetUnicodeCategory(
            text,
            at) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private static string Cut(string text, int length)
    {
        int used = 0;
        for (int at = 0, width; at < text.Length; at += width)
        {
            width = char.IsSurrogatePair(text, at) ? 2 : 1;
            used += width == 2 ? 4 : text[at] < '\x80' ? 1 : text[at] < '\u0800' ? 2 : 3;
            if (used > length) return text[..at].TrimEnd('.', ' ');
        }

        return text;
    }

    // Windows counts the superscript digits among them, and keeps the zero for itself.
    private static IEnumerable<string> Numbered(string device) => "0123456789¹²³".Select(digit => device + digit);
}
