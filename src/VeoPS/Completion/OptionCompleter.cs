using System.Collections;
using VeoPS.Engine.Gateways;
using VeoPS.Input;

namespace VeoPS.Completion;

/// <summary>Completes an option with the values that the line's model takes. Values that conflict
/// with the other typed options are left out.</summary>
public sealed class OptionCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound)
    {
        if (ChosenProfile.Of(bound) is not { } chosen || VideoOptions.Find(parameter) is not { } option) return [];

        // Media and tables are not read while a person types.
        VeoRequest typed = VideoOptions.Read(each => Cell.Plain(bound[each.Name]), new Faults());
        return OptionSuggestion.For(option, typed, chosen.Gateway.Table, chosen.DefaultModel)
            .Select(each => new Candidate(each.Value, Tip(option, each)));
    }

    private static string Tip(VideoOption option, OptionSuggestion suggestion)
    {
        string unit = option.Unit is null ? "" : " " + option.Unit;
        string @default = suggestion.IsDefault ? " (default)" : "";
        string rule = suggestion.Broken is { } broken ? $" (-{broken.Parameter}: {broken.Text})" : "";
        return $"{suggestion.Value}{unit}{@default}{rule}";
    }
}
