using System.Management.Automation;

namespace VeoPS.Vaults;

/// <summary>The result of a command of SecretManagement.</summary>
/// <param name="Output">Its objects.</param>
/// <param name="Errors">Its errors, whether they ended the command or not.</param>
/// <param name="Asides">Its warnings.</param>
internal sealed record VaultAnswer(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Asides);
