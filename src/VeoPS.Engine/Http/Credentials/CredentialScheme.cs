namespace VeoPS.Engine.Http.Credentials;

/// <summary>How a gateway wants its key.</summary>
/// <param name="Header">The header that carries it.</param>
/// <param name="Prefix">What stands before the key there.</param>
public sealed record CredentialScheme(string Header, string Prefix = "")
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

    /// <summary>What is wrong with a key, as the rest of a sentence that begins with it; null where it may be one.</summary>
    internal string? Fault(string key)
    {
        if (!IsGoogleToken || !GoogleKeyFile.IsJson(key)) return key.Any(each => each is < '!' or > '~') ? "has a blank, a line break or another character that no key has" : null;
        try
        {
            GoogleKeyFile.Parse(key);
            return null;
        }
        catch (FormatException exception)
        {
            return $"is no key file of Google's: {exception.Message}";
        }
    }
}
