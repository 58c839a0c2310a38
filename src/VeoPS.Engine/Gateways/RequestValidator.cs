using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>Holds a request against a gateway's table. All its faults come together, since each round costs a person's time.</summary>
internal static class RequestValidator
{
    /// <summary>All faults and doubts about a request. Empty where it can be sent.</summary>
    /// <param name="request">The video to make.</param>
    /// <param name="profile">The profile that it would go through.</param>
    public static IReadOnlyList<VeoFault> Validate(VeoRequest request, GatewayProfile profile)
    {
        GatewayTable table = profile.Gateway.Table;
        string modelName = profile.ModelFor(request);
        ModelTable model = table.Find(modelName);
        RequestCheck check = new(request, model, $"{modelName} at {table.Provider}");
        CheckModel(check, modelName, table);
        if (GatewayCatalog.Misplaced(profile) is { } misplaced)
            check.Add("Profile", misplaced, "Register the profile with that provider", isWarning: true);
        foreach (VideoOption option in table.Options) option.Check(check);

        // A broken rule between options is reported only where it is also broken without the options that are wrong by themselves.
        VeoRequest sound = request.Options.Select(each => each.Key).Where(check.IsWrong)
            .Aggregate(request, (rest, option) => rest.With(option, null));
        if (!check.Faults.Exists(fault => !fault.IsWarning)) check.Faults.AddRange(SentRequest.Of(request, profile).Contradictions);
        ModelRule[] rules = [.. model.Rules.Where(rule => rule.AppliesTo?.Invoke(profile.Settings) is not false)];
        check.Faults.AddRange(rules.Where(rule => rule.IsBroken(request) && rule.IsBroken(sound)).Select(rule =>
            new VeoFault(rule.Parameter, rule.Text, rule.Nearest is null ? "Leave it out" : $"Nearest: {rule.Nearest}", rule.IsWarning) {
                Source = rule.Source }));
        return [.. check.Faults.Select(fault => fault with
        {
            Source = fault.Source ?? (fault.IsWarning && check.IsByGoogle(fault.Option) ? GoogleRules.Page : table.Documentation),
            Action = fault.Action ?? (fault.IsWarning ? null : check.ActionFor(fault.Option)),
        })];
    }

    private static string Meant(string model, GatewayTable table) =>
        NameDistance.Nearest(model, table.Models.Select(each => each.Name)) is { Count: > 0 } near
            ? $"Did you mean {string.Join(" or ", near)}? "
            : "";

    private static void CheckModel(RequestCheck check, string model, GatewayTable table)
    {
        if (model.Length == 0)
            check.Add(
                "Model",
                $"{table.Provider} has no default model, because its operator names the models",
                "Give the operator's name of the model");
        else if (!table.Knows(model) && !table.HasOpenModelNames)
            check.Add(
                "Model",
                $"'{model}' is not in the catalog of {table.Provider} and is sent unchanged",
                Meant(model, table) + $"Known: {string.Join(", ", table.Models.Select(each => each.Name))}",
                isWarning: true);
    }
}

/// <summary>One request checked against one model. The rules of options read it, and report faults to it.</summary>
/// <param name="request">The video to make.</param>
/// <param name="model">The table of the model that it means.</param>
/// <param name="at">The model and its gateway, as the subject of a rule.</param>
internal sealed class RequestCheck(VeoRequest request, ModelTable model, string at)
{
    public VeoRequest Request => request;

    public ModelTable Model => model;

    public string At => at;

    public List<VeoFault> Faults { get; } = [];

    public void Add(string option, string rule, string? remedy = null, bool isWarning = false, VeoRemedy? action = null) =>
        Faults.Add(new(option, rule, remedy, isWarning) { Action = action });

    public void NotAnOption(string option) => Add(option, $"{at} has no such option", Remedy(option) ?? "Leave it out");

    /// <summary>True where a fault of the option was told.</summary>
    public bool IsWrong(string option) => Faults.Exists(fault => !fault.IsWarning && fault.Option == option);

    /// <summary>True where the limit of an option is Google's.</summary>
    public bool IsByGoogle(string option) => model.LimitsByGoogle.Contains(option, StringComparer.Ordinal);

    /// <summary>Whose limit it is, as the subject of a rule.</summary>
    public string By(string option) => IsByGoogle(option) ? $"Google, behind {at}," : at;

    /// <summary>The advice of the table for an option; null where it has none.</summary>
    public string? Remedy(string option) => model.Remedies.TryGetValue(option, out string? remedy) ? remedy : null;

    /// <summary>The same as data; null where the table says none.</summary>
    public VeoRemedy? ActionFor(string option) => model.RemedyActions.TryGetValue(option, out VeoRemedy? action) ? action : null;

    public string WithRemedy(string option, string nearest) => Remedy(option) is { } remedy ? $"{nearest}. {remedy}" : nearest;

    /// <summary>The values that break no rule which the request without any does not break.</summary>
    public IEnumerable<T> Passing<T>(string option, IEnumerable<T> values) =>
        values.Where(value => !model.Rules.Any(rule =>
            !rule.IsWarning && rule.IsBroken(request.With(option, value)) && !rule.IsBroken(request.With(option, null))));

    /// <summary>The first of the values that pass. Where none does beside the rest, the option has no place there.</summary>
    public static string Nearest(IEnumerable<string> passing) =>
        passing.FirstOrDefault() is { } nearest ? $"Nearest: {nearest}" : "Leave it out";

    public static string OneOf(IReadOnlyList<string> passing) =>
        passing.Count > 0 ? $"One of: {string.Join(", ", passing)}" : "Leave it out";
}
