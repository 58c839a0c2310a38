using System.Text.RegularExpressions;

namespace VeoPS.Engine.Http;

/// <summary>A gateway's answer as it is kept and shown: redacted, and without the media inside it.</summary>
internal static class RawAnswer
{
    private const int Longest = 64 * 1024;

    // Longer than any id or token that a person would want to read.
    private static readonly Regex InlineMedia = new("[A-Za-z0-9+/_-]{2048,}={0,2}", RegexOptions.CultureInvariant);

    public static string? Of(string? body)
    {
        if (string.IsNullOrEmpty(body)) return null;
        string text = InlineMedia.Replace(body, match => $"({match.Length} characters of inline data)");
        return Redactor.Shared.Redact(text.Length > Longest ? text[..Longest] + "…" : text);
    }
}
