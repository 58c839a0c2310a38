using System.Collections;
using VeoPS.Completion;

namespace VeoPS.Vaults;

/// <summary>Completes the names of registered vaults, where SecretManagement is loaded: loading it takes longer than a key
/// press may.</summary>
public sealed class VaultCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        SecretManagement.ListLoaded().Select(vault => new Candidate(vault, $"{vault}: a SecretManagement vault"));
}
