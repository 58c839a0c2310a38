using System.Collections;
using VeoPS.Engine.Gateways;

namespace VeoPS.Completion;

/// <summary>Completes the models of the gateway that a line means.</summary>
public sealed class ModelCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound)
    {
        if (ChosenProfile.Of(bound) is not { } chosen) return [];
        IReadOnlyList<ModelTable> models = chosen.Gateway.Table.Models;
        return models.Select(model => new Candidate(model.Name, Tip(chosen, model)))
            .Concat(models.Select(model => model.Family).OfType<string>().Distinct()
                .Select(family => new Candidate(family, $"{family}: -Resolution picks the model")));
    }

    private static string Tip(ChosenProfile chosen, ModelTable model)
    {
        string @default = string.Equals(model.Name, chosen.DefaultModel, StringComparison.OrdinalIgnoreCase) ? " (default)" : "";
        string resolutions = model.Resolutions.Count > 0 ? "; " + string.Join(" ", model.Resolutions) : "";
        string seconds = model.Durations.Count > 0 ? "; " + string.Join(" ", model.Durations) + " s" : "";
        return $"{model.Name}{@default}: {model.Modes}{resolutions}{seconds}";
    }
}
