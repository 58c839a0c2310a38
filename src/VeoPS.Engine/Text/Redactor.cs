using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VeoPS.Engine.Text;

/// <summary>
/// Removes secrets from every text that a person or a file gets to see. It works on text, never on wire bodies. It masks the keys that
/// it was told of, in each form that they travel in, and values that look like a credential by the name beside them. Characters that
/// a terminal obeys are shown escaped, since a part of the text may come from a server.
/// </summary>
internal sealed class Redactor
{
    /// <summary>The text that replaces a secret.</summary>
    public const string Mask = "***";

    /// <summary>How much further than its cut a long text is read, in characters: a key that the cut goes through is recognised
    /// whole.</summary>
    internal const int Margin = 16 * 1024;

    // Shorter ones are no keys, and would blot out ordinary words.
    private const int ShortestSecret = 4;

    // Of letters alone, up to this length, a secret may be a part of an ordinary word: it is hidden where it stands alone.
    private const int LongestWord = 8;

    // The option's name with a word behind it is one of our own sentences: "ApiKey: UniAll needs a key". A gateway's code with
    // words behind it is its sentence: "invalid_api_key: Invalid token". The key that was used is hidden there all the same.
    private static readonly Regex Named = new(
        """
        (?! (?-i:ApiKey) :\ [A-Za-z]{2,40} \ [a-z] )
        (?! (?<= (?:invalid|incorrect|wrong|missing|expired|unknown|no) [-_] )
            api[-_]?key :\ (?-i:[A-Z]?[a-z]{1,19}) \ [a-z] )
        (?<name> (?: authorization | api[-_]?key ) \\*["']? \s* [:=] \s* \\*["']? (?: (?:bearer|basic|token|key) \s+ )? )
        (?<value> [^\s"'\\,;&}]+ )
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant);

    private static readonly Regex SignedQuery = new(
        """
        (?<name> (?: [?&;] | \\u0026 | %26 | %3F )
            (?: (?:[a-z0-9]+[-_])* (?: sig | signature | credential | token | secret | password | auth )
            | sign | policy | hmac | (?:(?:api|access|secret)[-_]?)?key | (?:key-pair|google-?access)-?id | (?:aws|oss)?accesskeyid | q-ak )
            (?: = | %3D ) )
        (?<value> [^&\s"'<>\\#]+ )
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant);

    // From the slashes on: with the scheme before them, each letter of a long word would be tried as its start.
    private static readonly Regex UserInfo = new("""(?<name>://)(?<value>[^/\s"'?#\\<>]+)@""", RegexOptions.CultureInvariant);

    private readonly object _sync = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private volatile Regex[] _spelled = [];
    private volatile string[] _encoded = [];

    /// <summary>The redactor of this process: a key that was used once is hidden from then on, whichever cmdlet speaks.</summary>
    public static Redactor Shared { get; } = new();

    /// <summary>Hides a key from now on, also where it is escaped for a URL, for JSON or for HTML, and in base64.</summary>
    /// <param name="secret">The key; one of fewer than four characters is not hidden.</param>
    public void Register(string? secret)
    {
        if (secret is null || secret.Length < ShortestSecret) return;
        lock (_sync)
        {
            if (!_known.Add(secret)) return;
            // The longest first, so that one that contains another is not cut in two.
            _spelled = [.. _known.OrderByDescending(each => each.Length).Select(Spelled)];
            _encoded = [.. _encoded.Concat(Encoded(secret)).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        }
    }

    /// <summary>The text without secrets.</summary>
    /// <param name="text">Any text; null stays null.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        foreach (Regex spelled in _spelled) text = spelled.Replace(text, Mask);
        foreach (string encoded in _encoded) text = text!.Replace(encoded, Mask);
        text = Named.Replace(text, "${name}" + Mask);
        text = SignedQuery.Replace(text, "${name}" + Mask);
        return ControlCharacters.Show(UserInfo.Replace(text, "${name}" + Mask + "@"));
    }

    /// <summary>The beginning of a text, without secrets. Little more than that part is read, however long the text is.</summary>
    /// <param name="text">Any text; null stays null.</param>
    /// <param name="longest">How many characters are kept.</param>
    /// <param name="more">The text that replaces the rest.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text, int longest, string more = "")
    {
        if (text is null) return null;
        string head = Redact(text.Length > longest + Margin ? text.Substring(0, longest + Margin) : text);
        if (head.Length <= longest) return head;
        return head.Remove(char.IsHighSurrogate(head[longest - 1]) ? longest - 1 : longest) + more; // Never half a character.
    }

    /// <summary>The error without secrets in its words.</summary>
    /// <param name="error">As a gateway gave it.</param>
    public VeoError Redact(VeoError error) => new VeoError(error) { Code = Redact(error.Code), Message = Redact(error.Message) };

    // Whoever escapes chooses which characters, how often, and the case of the digits: each may stand in any of these ways.
    private static Regex Spelled(string secret)
    {
        string spelled = string.Concat(secret.Select(each => char.IsLetterOrDigit(each) ? each.ToString() : Spelled(each)));
        bool isWord = secret.Length <= LongestWord && secret.All(char.IsLetter);
        return new(isWord ? $"(?<![A-Za-z]){spelled}(?![A-Za-z])" : spelled, RegexOptions.CultureInvariant);
    }

    // Each repetition has a bound: without one, a hostile text of backslashes would be read from each of them to its end.
    private static string Spelled(char each)
    {
        string hex = string.Concat(((int)each).ToString("x", CultureInfo.InvariantCulture)
            .Select(digit => char.IsDigit(digit) ? digit.ToString() : $"[{digit}{char.ToUpperInvariant(digit)}]"));
        string name = each switch
        {
            '\n' => @"|\\{1,4}n",
            '\r' => @"|\\{1,4}r",
            '\t' => @"|\\{1,4}t",
            '&' => "|&amp;",
            '<' => "|&lt;",
            '>' => "|&gt;",
            '"' => "|&quot;",
            ' ' => @"|\+",
            _ => "",
        };
        string number = ((int)each).ToString(CultureInfo.InvariantCulture);
        return $@"(?:%(?:25){{0,3}}0{{0,4}}{hex}|\\{{1,4}}u0{{0,4}}{hex}|&\#(?:[xX]0{{0,4}}{hex}|0{{0,4}}{number});{name}"
            + $@"|\\{{0,4}}{Regex.Escape(each.ToString())})";
    }

    private static IEnumerable<string> Encoded(string secret)
    {
        // Base64 writes three bytes as four digits, so a secret inside a longer text has three spellings.
        // Digits that also depend on neighbouring bytes are left off.
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        string alone = Convert.ToBase64String(bytes);
        yield return alone;
        yield return alone.TrimEnd('=');
        yield return ForUrls(alone).TrimEnd('=');
        for (int shift = 0; shift < 3; shift++)
        {
            byte[] shifted = [.. new byte[shift], .. bytes];
            int whole = shifted.Length / 3 * 4;
            int start = shift == 0 ? 0 : 4;
            string core = Convert.ToBase64String(shifted);
            if (whole - start < ShortestSecret * 2) continue;
            string inner = core.Substring(start, whole - start);
            yield return inner;
            yield return ForUrls(inner);
        }

        static string ForUrls(string base64) => base64.Replace('+', '-').Replace('/', '_');
    }
}
