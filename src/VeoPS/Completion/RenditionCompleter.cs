using System.Collections;
using VeoPS.Engine.Gateways;

namespace VeoPS.Completion;

/// <summary>Completes the renditions that can be bought of a finished video: at the gateway that a line means, else at any.</summary>
public sealed class RenditionCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound)
    {
        // Which gateway made a task that comes down the pipeline cannot be told before it comes.
        IRenditionGateway[] any = [.. GatewayCatalog.All.OfType<IRenditionGateway>()];
        IRenditionGateway[] meant = ChosenProfile.Of(bound)?.Gateway is IRenditionGateway one ? [one] : any;
        return
            from resolution in meant.SelectMany(gateway => gateway.Renditions).Distinct()
            let providers = meant.Where(gateway => gateway.Renditions.Contains(resolution)).Select(gateway => gateway.Table.Provider)
            select new Candidate(resolution, $"{resolution}, at {string.Join(", ", providers)}: may cost credits");
    }
}
