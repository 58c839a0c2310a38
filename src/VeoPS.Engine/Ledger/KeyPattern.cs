using System.Text;
using System.Text.RegularExpressions;

namespace VeoPS.Engine.Ledger;

/// <summary>Wildcards over job keys, compared ordinally: <c>*</c>, <c>?</c>, <c>[a-z]</c>, and a backtick before a character
/// that stands for itself.</summary>
internal static class KeyPattern
{
    private static readonly char[] Special = ['*', '?', '[', '`'];

    /// <summary>True for a key itself.</summary>
    public static bool IsLiteral(string pattern) => pattern.IndexOfAny(Special) < 0;

    /// <summary>The pattern that only this key matches.</summary>
    public static string Of(string key) => string.Concat(key.Select(letter => Special.Contains(letter) ? $"`{letter}" : letter.ToString()));

    /// <summary>The only key that a pattern matches; null where it may match others.</summary>
    public static string? KeyOf(string pattern)
    {
        StringBuilder key = new();
        for (int at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == '`' && at + 1 < pattern.Length) at++;
            else if (Special.Contains(pattern[at])) return null;
            key.Append(pattern[at]);
        }

        return key.ToString();
    }

    /// <summary>The text that every matching key begins with.</summary>
    public static string PrefixOf(string pattern)
        => pattern.IndexOfAny(Special) is var end && end < 0 ? pattern : pattern.Substring(0, end);

    public static bool Matches(string pattern, string? key)
    {
        if (key is null) return false;
        return IsLiteral(pattern)
            ? pattern == key
            : Regex.IsMatch(key, ToRegex(pattern), RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));
    }

    private static string ToRegex(string pattern)
    {
        StringBuilder regex = new("\\A");
        for (int at = 0; at < pattern.Length; at++)
        {
            int end = pattern[at] == '[' ? pattern.IndexOf(']', at + 1) : -1;
            if (pattern[at] == '`' && at + 1 < pattern.Length) regex.Append(Regex.Escape(pattern[++at].ToString()));
            else if (pattern[at] == '*') regex.Append(".*?");
            else if (pattern[at] == '?') regex.Append('.');
            else if (end > at + 1)
            {
                regex.Append('[').Append(
                    pattern.Substring(at + 1, end - at - 1).Replace("\\", "\\\\").Replace("^", "\\^").Replace("[", "\\[")).Append(']');
                at = end;
            }
            else regex.Append(Regex.Escape(pattern[at].ToString()));
        }

        return regex.Append("\\z").ToString();
    }
}
