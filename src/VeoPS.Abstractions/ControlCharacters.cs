using System.Globalization;
using System.Text;

namespace VeoPS;

/// <summary>
/// Characters that a terminal obeys instead of showing them: controls, which move the cursor and set titles, and format characters,
/// which turn the direction of a text round or hide a part of it.
/// </summary>
internal static class ControlCharacters
{
    /// <summary>
    /// The text with each such character as <c>\u001b</c>, which means the same inside JSON. Line feed, tab, and carriage return before a
    /// line feed stay.
    /// </summary>
    public static string Show(string text)
    {
        int first = 0;
        while (first < text.Length && !IsOne(text, first)) first++;
        if (first == text.Length) return text;

        StringBuilder shown = new(text, 0, first, text.Length + 32);
        for (int index = first; index < text.Length; index++)
        {
            if (IsOne(text, index)) shown.Append("\\u").Append(((int)text[index]).ToString("x4", CultureInfo.InvariantCulture));
            else shown.Append(text[index]);
        }

        return shown.ToString();
    }

    private static bool IsOne(string text, int index)
    {
        char each = text[index];
        if (each is >= ' ' and < '\x7f') return false;
        return each switch
        {
            '\n' or '\t' => false,
            '\r' => index + 1 == text.Length || text[index + 1] != '\n',
            < ' ' or (>= '\x7f' and <= '\x9f') => true,
            '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069') or '\ufeff' => true,
            '\udb40' => true, // The first half of the tag characters (U+E0000 and above), which no font shows.
            (>= '\udc00' and <= '\udfff') when index > 0 && text[index - 1] == '\udb40' => true,
            _ => false,
        };
    }
}
