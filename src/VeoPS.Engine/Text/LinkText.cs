namespace VeoPS.Engine.Text;

/// <summary>Web addresses as a server spelt them.</summary>
internal static class LinkText
{
    /// <summary>
    /// Reads a web address and keeps its path and query as they were spelt: the signature of a link covers its exact text, and <c>%2D</c>
    /// is another text than <c>-</c>. Only characters that a request line must not have (blanks, control characters, letters beyond ASCII)
    /// are escaped. .NET Framework cannot hold such an address, so there it is spelt anew.
    /// </summary>
    /// <param name="text">Absolute.</param>
    /// <returns>Null for a text that is no address with <c>http</c> or <c>https</c>.</returns>
    public static Uri? ToUri(string? text)
    {
        text = text?.Trim();
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")) return null;
#if NET
        // The fragment never goes out; kept as it was spelt, it would be taken for a part of the path.
        int fragment = text.IndexOf('#', StringComparison.Ordinal);
        string sent = fragment < 0 ? text : text[..fragment];

        // Only the text behind the host is kept. Scheme, host and port are the parsed ones, because those were judged.
        int host = sent.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = sent.AsSpan(host).IndexOfAny('/', '?', '\\');
        if (end < 0 || sent[host + end] != '/' || uri.UserInfo.Length > 0 || sent.Split('?')[0].Contains('\\')) return uri;

        // An address that is spelt as any other stays one: two that are not of the same kind never equal each other.
        string spelt = uri.GetLeftPart(UriPartial.Authority) + string.Concat(sent[(host + end)..].EnumerateRunes().Select(Escaped));
        if (fragment < 0 && spelt == uri.AbsoluteUri) return uri;
        UriCreationOptions asSpelt = new() { DangerousDisablePathAndQueryCanonicalization = true };
        return Uri.TryCreate(spelt, asSpelt, out Uri? kept) ? kept : uri;
#else
        return uri;
#endif
    }

#if NET
    private static string Escaped(System.Text.Rune rune) =>
        rune.Value is > ' ' and < '\x7F' ? rune.ToString() : Uri.EscapeDataString(rune.ToString());
#endif
}
