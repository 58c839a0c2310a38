using System.Collections;
using VeoPS.Engine.Gateways;

namespace VeoPS.Completion;

/// <summary>Completes the names of gateways.</summary>
public sealed class ProviderCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        GatewayCatalog.All.Select(gateway => gateway.Table).Select(
            table => new Candidate(table.Provider, $"{table.Provider}: {string.Join(", ", table.Models.Select(model => model.Name))}"));
}
