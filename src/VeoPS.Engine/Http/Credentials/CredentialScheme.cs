namespace VeoPS.Engine.Http.Credentials;

/// <summary>How a gateway wants its key.</summary>
/// <param name="Header">The header that carries it.</param>
/// <param name="Prefix">The text before the key in the header.</param>
internal sealed record CredentialScheme(string Header, string Prefix = "")
{
    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    public static CredentialScheme Bearer { get; } = new("Authorization", "Bearer ");

    /// <summary>
    /// <c>Authorization: Bearer TOKEN</c>, where the profile's key is such a token, or a key file of Google's that tokens are asked for
    /// with, or left out: then the machine's application default credentials are.
    /// </summary>
    public static CredentialScheme GoogleToken { get; } = Bearer with { IsGoogleToken = true };

    /// <summary>See <see cref="GoogleToken"/>.</summary>
    internal bool IsGoogleToken { get; private init; }

    /// <summary>The header that carries a credential, and its value there.</summary>
    /// <param name="credential">A key or a token.</param>
    /// <remarks>
    /// Google's API keys travel as <c>x-goog-api-key</c>, its tokens as a bearer's: googleapis/python-genai,
    /// <c>google/genai/_api_client.py</c>.
    /// </remarks>
    internal (string Header, string Value) HeaderFor(string credential) =>
        IsGoogleToken && IsGoogleApiKey(credential) ? ("x-goog-api-key", credential) : (Header, Prefix + credential);

    /// <summary>True for an API key of Google's: access tokens begin with <c>ya29.</c>, and key files are JSON.</summary>
    internal static bool IsGoogleApiKey(string? key) =>
        key is not null && (key.StartsWith("AIza", StringComparison.Ordinal) || key.StartsWith("AQ.", StringComparison.Ordinal));

    /// <summary>The fault of a key, as the rest of a sentence that begins with the key; null where the text may be a key.</summary>
    internal string? Fault(string key)
    {
        if (!IsGoogleToken || !GoogleKeyFile.IsJson(key))
            return key.Any(each => each is < '!' or > '~') ? "contains a space, a line break or another invalid character" : null;
        try
        {
            GoogleKeyFile.Parse(key);
            return null;
        }
        catch (FormatException exception)
        {
            return $"is not a valid Google key file: {exception.Message}";
        }
    }
}
