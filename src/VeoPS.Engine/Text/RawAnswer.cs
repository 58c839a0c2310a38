using System.Text.RegularExpressions;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Text;

/// <summary>A gateway's answer as it is kept and shown: redacted, and without the media inside it.</summary>
internal static class RawAnswer
{
    private const int Longest = 64 * 1024;

    // Longer than any id or token that a person would want to read.
    private const int ShortestMedia = 512;

    // A whole run, whatever its length: from within one, each character of a hostile text would be read again and again.
    // JSON may write the slash and the plus of base64 as escapes.
    private static readonly Regex Run = new(@"[A-Za-z0-9+/_-]+(?:\\(?:/|u002[Bb])[A-Za-z0-9+/_-]*)*={0,2}", RegexOptions.CultureInvariant);

    public static string? Of(string? body)
    {
        if (string.IsNullOrEmpty(body)) return null;
        string text = Run.Replace(body, match => match.Length < ShortestMedia ? match.Value : $"({match.Length} characters of inline data)");

        // Before the cut: half a key is not recognised.
        text = Redactor.Shared.Redact(text);
        return text.Length > Longest ? text[..Longest] + "…" : text;
    }
}
