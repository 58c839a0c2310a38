using System.Collections;
using System.Globalization;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Input;

namespace VeoPS.Completion;

/// <summary>Completes an option with the values that the model takes which a line means, but for those that do not go with what
/// else is typed.</summary>
public sealed class OptionCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound)
    {
        if (ChosenProfile.Of(bound) is not { } chosen) return [];
        VeoRequest typed = Typed(bound);
        return Values(parameter, chosen, typed)
            .Select(value => (Value: value, Request: With(parameter, value, typed)))
            .Select(each => (each.Value, Broken: chosen.ModelOf(each.Request).Rules.FirstOrDefault(rule => Stands(rule, each.Request))))
            .Where(each => each.Broken?.Parameter != parameter)
            .Select(each => new Candidate(each.Value, Tip(parameter, each.Value, chosen.ModelOf(typed), each.Broken)));
    }

    // A rule that depends on the profile's settings is left to validation, which knows them.
    private static bool Stands(ModelRule rule, VeoRequest request) => !rule.IsWarning && rule.AppliesTo is null && rule.IsBroken(request);

    private static VeoRequest Typed(IDictionary bound)
    {
        Faults unread = [];
        return new VeoRequest
        {
            Model = ChosenProfile.Text(bound, nameof(VeoRequest.Model)),
            AspectRatio = Cell.AspectRatio(bound[nameof(VeoRequest.AspectRatio)]),
            Resolution = Cell.Word(bound[nameof(VeoRequest.Resolution)], "720p", "1080p", "4k"),
            Duration = Cell.Integer(nameof(VeoRequest.Duration), bound[nameof(VeoRequest.Duration)], unread),
        };
    }

    private static IEnumerable<string> Values(string parameter, ChosenProfile chosen, VeoRequest typed)
    {
        ModelTable model = chosen.ModelOf(typed);
        return parameter switch
        {
            nameof(VeoRequest.AspectRatio) => model.AspectRatios,
            nameof(VeoRequest.Resolution) => Resolutions(chosen, typed),
            nameof(VeoRequest.Duration) => model.Durations.Select(Digits),
            nameof(VeoRequest.Count) => Enumerable.Range(1, model.MaxCount).Select(Digits),
            nameof(VeoRequest.PersonGeneration) => model.PersonGenerations,
            _ => DefaultOf(parameter, model) is null ? [] : ["On", "Off"],
        };
    }

    // Where the resolution is part of the ids, it picks the model.
    private static IEnumerable<string> Resolutions(ChosenProfile chosen, VeoRequest typed) =>
        chosen.Gateway.Table.Models.SelectMany(model => model.Resolutions).Distinct()
            .Where(resolution => chosen.ModelOf(typed with { Resolution = resolution }).Resolutions.Contains(resolution));

    private static VeoRequest With(string parameter, string value, VeoRequest typed) => parameter switch
    {
        nameof(VeoRequest.AspectRatio) => typed with { AspectRatio = value },
        nameof(VeoRequest.Resolution) => typed with { Resolution = value },
        nameof(VeoRequest.Duration) => typed with { Duration = int.Parse(value, CultureInfo.InvariantCulture) },
        _ => typed,
    };

    private static string Tip(string parameter, string value, ModelTable model, ModelRule? broken)
    {
        string unit = parameter == nameof(VeoRequest.Duration) ? " seconds" : "";
        string @default = DefaultOf(parameter, model) == value ? ", as where it is left out" : "";
        string rule = broken is null ? "" : $" (-{broken.Parameter}: {broken.Text})";
        return $"{value}{unit}{@default}{rule}";
    }

    private static string? DefaultOf(string parameter, ModelTable model) => parameter switch
    {
        nameof(VeoRequest.AspectRatio) => model.DefaultAspectRatio,
        nameof(VeoRequest.Resolution) => model.DefaultResolution,
        nameof(VeoRequest.Duration) => model.DefaultDuration is { } seconds ? Digits(seconds) : null,
        nameof(VeoRequest.Count) => "1",
        nameof(VeoRequest.Audio) => Word(model.AudioDefault),
        nameof(VeoRequest.EnhancePrompt) => Word(model.EnhancePromptDefault),
        nameof(VeoRequest.TranslatePrompt) => Word(model.TranslatePromptDefault),
        _ => null,
    };

    private static string? Word(bool? isOn) => isOn switch { true => "On", false => "Off", null => null };

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
