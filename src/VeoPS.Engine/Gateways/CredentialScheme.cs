namespace VeoPS.Engine.Gateways;

/// <summary>How a gateway wants its key.</summary>
/// <param name="Header">The header that carries it.</param>
/// <param name="Prefix">What stands before the key there.</param>
public sealed record CredentialScheme(string Header, string Prefix = "")
{
    /// <summary><c>Authorization: Bearer KEY</c>.</summary>
    public static CredentialScheme Bearer { get; } = new("Authorization", "Bearer ");
}
