using System.Management.Automation;

namespace VeoPS.Vaults;

/// <summary>What a command of SecretManagement gave back.</summary>
/// <param name="Output">Its objects.</param>
/// <param name="Errors">What went wrong, whether it ended the command or not.</param>
/// <param name="Asides">What it warned of.</param>
internal sealed record VaultAnswer(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Asides);
