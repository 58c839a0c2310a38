using System.Collections;

namespace VeoPS.Completion;

/// <summary>Completes the units that gateways sell in; a currency's three letters can be typed too.</summary>
public sealed class UnitCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        [new("USD", "USD, or the three-letter code of another currency"), new("credits", "credits, used by some gateways")];
}
