using System.Globalization;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// The one spelling of a job key. Spreadsheets, the clipboard and file systems add blanks and marks that nobody sees, and write
/// one letter in two ways: a key that only differs so would buy again.
/// </summary>
internal static class JobKeyText
{
    /// <summary>The key without outer white space, control and format characters, in Unicode form C; null where nothing is left.</summary>
    /// <param name="key">As it came. A text with half a surrogate pair has no form C and keeps its letters.</param>
    public static string? Of(string? key) => key is null ? null : Clean(key) is { Length: > 0 } text ? text : null;

    /// <summary>A pattern over keys, spelt as the keys are. One of blanks matches nothing.</summary>
    internal static string Pattern(string pattern) => Clean(pattern);

    /// <summary>True where no character is half a surrogate pair or stands for bytes that could not be decoded.</summary>
    /// <param name="text">Any text.</param>
    public static bool IsDecoded(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\uFFFD') return false;
            if (!char.IsSurrogate(text[at])) continue;
            if (at + 1 == text.Length || !char.IsSurrogatePair(text[at], text[at + 1])) return false;
            at++;
        }

        return true;
    }

    private static string Clean(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsInvisible(text[start])) start++;
        while (end > start && IsInvisible(text[end - 1])) end--;
        string inner = text.Substring(start, end - start);
        return IsDecoded(inner) ? inner.Normalize() : inner;
    }

    // U+200B and U+FEFF are no white space to .NET, and come with text that was copied from a page.
    private static bool IsInvisible(char letter) =>
        char.IsWhiteSpace(letter) || char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}
