using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace VeoPS.Engine.Http;

/// <summary>
/// Stands in front of every text that a person or a file gets to see. It covers text, never wire bodies: keys it was
/// told of, in each form that they travel in, and what looks like a credential by the name beside it.
/// </summary>
public sealed class Redactor
{
    /// <summary>What stands where a secret stood.</summary>
    public const string Mask = "***";

    // Shorter ones are no keys, and would blot out ordinary words.
    private const int ShortestSecret = 4;

    private static readonly Regex Named = new(
        """
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

    private static readonly Regex EscapedDigits = new(@"%[0-9A-F]{2}|\\u[0-9A-F]{4}", RegexOptions.CultureInvariant);

    private readonly object _sync = new();
    private volatile string[] _secrets = [];

    /// <summary>The redactor of this process: a key that was used once is hidden from then on, whichever cmdlet speaks.</summary>
    public static Redactor Shared { get; } = new();

    /// <summary>Hides a key from now on, also in its base64, URL-encoded and JSON-escaped forms.</summary>
    /// <param name="secret">The key; one of fewer than four characters is not hidden.</param>
    public void Register(string? secret)
    {
        if (secret is null || secret.Length < ShortestSecret) return;
        lock (_sync)
        {
            if (_secrets.Contains(secret, StringComparer.Ordinal)) return;
            // The longest first, so that a form that contains another is not cut in two.
            _secrets = [.. _secrets.Concat(Forms(secret)).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        }
    }

    /// <summary>The text without secrets.</summary>
    /// <param name="text">Any text; null stays null.</param>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (string.IsNullOrEmpty(text)) return text;
        foreach (string secret in _secrets) text = text!.Replace(secret, Mask);
        text = Named.Replace(text, "${name}" + Mask);
        text = SignedQuery.Replace(text, "${name}" + Mask);
        return UserInfo.Replace(text, "${name}" + Mask + "@");
    }

    /// <summary>The error without secrets in its words.</summary>
    /// <param name="error">As a gateway gave it.</param>
    public VeoError Redact(VeoError error) => error with { Code = Redact(error.Code), Message = Redact(error.Message) };

    private static IEnumerable<string> Forms(string secret)
    {
        // Whoever escapes chooses the case of the digits; some escape a slash in JSON, too.
        yield return secret;
        yield return secret.Replace("/", "\\/");
        string[] escaped = [Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), JavaScriptEncoder.Default.Encode(secret), JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret)];
        foreach (string form in escaped)
        {
            yield return form;
            yield return EscapedDigits.Replace(form, digits => digits.Value.ToLowerInvariant());
        }

        // Base64 says the same three bytes in four digits, so a secret inside a longer text has three spellings.
        // What its neighbours have a share in is left off.
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
