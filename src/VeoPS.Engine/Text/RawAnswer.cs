using System.Text;

namespace VeoPS.Engine.Text;

/// <summary>A gateway's answer as it is kept and shown: redacted, and without the media inside it.</summary>
internal static class RawAnswer
{
    private const int Longest = 64 * 1024;

    // Longer than any id or token that a person would want to read.
    private const int ShortestMedia = 512;

    public static string? Of(string? body) => string.IsNullOrEmpty(body) ? null : Redactor.Shared.Redact(WithoutMedia(body!), Longest, "…");

    // Read once and by hand: an answer may have 16 MiB, and ends mattering where enough of it is kept.
    private static string WithoutMedia(string body)
    {
        StringBuilder kept = new();
        for (int index = 0; index < body.Length && kept.Length < Longest + Redactor.Margin;)
        {
            int end = EndOfRun(body, index);
            if (end - index >= ShortestMedia) kept.Append('(').Append(end - index).Append(" characters of inline data)");
            else kept.Append(body, index, Math.Max(end - index, 1));
            index = Math.Max(end, index + 1);
        }

        return kept.ToString();
    }

    // A run of the digits of base64, in either alphabet. JSON may write the slash and the plus as escapes.
    private static int EndOfRun(string body, int index)
    {
        int start = index;
        while (index < body.Length)
        {
            if (Base64Digits.ValueOf(body[index]) >= 0) index++;
            else if (index > start && body[index] == '\\' && Escape(body, index) is var length and > 0) index += length;
            else break;
        }

        for (int padding = 0; padding < 2 && index > start && index < body.Length && body[index] == '='; padding++) index++;
        return index;
    }

    private static int Escape(string body, int index)
    {
        if (string.CompareOrdinal(body, index, "\\/", 0, 2) == 0) return 2;
        return string.Compare(body, index, "\\u002b", 0, 6, StringComparison.OrdinalIgnoreCase) == 0 ? 6 : 0;
    }
}
