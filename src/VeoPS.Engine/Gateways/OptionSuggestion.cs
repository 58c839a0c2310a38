namespace VeoPS.Engine.Gateways;

/// <summary>A value that an option may get, for a person who types a request.</summary>
/// <param name="Value">As it is typed.</param>
/// <param name="IsDefault">True where it means the same as leaving the option out.</param>
/// <param name="Broken">The rule between options that another typed option breaks beside it; null where none is broken.</param>
internal sealed record OptionSuggestion(string Value, bool IsDefault, ModelRule? Broken)
{
    /// <summary>The values that the meant model takes, without those that do not go with the rest of the request.</summary>
    /// <param name="option">The option that is typed.</param>
    /// <param name="typed">The other options that are typed.</param>
    /// <param name="table">The gateway's table.</param>
    /// <param name="defaultModel">The model where none is typed.</param>
    public static IEnumerable<OptionSuggestion> For(VideoOption option, VeoRequest typed, GatewayTable table, string defaultModel)
    {
        ModelTable model = ModelOf(typed);
        VeoRequest bare = new() { Model = typed.Model };
        // Where the resolution is part of the ids, it picks the model.
        return
            from value in option.ValuesOf(model).Concat(table.Models.SelectMany(option.ValuesOf)).Distinct()
            let read = option.Read(value, [])
            let request = typed.With(option.Name, read)
            let meant = ModelOf(request)
            where option.ValuesOf(meant).Contains(value)
            let broken = meant.Rules.FirstOrDefault(rule => IsBrokenByTheRest(rule, request, bare.With(option.Name, read)))
            where broken?.Parameter != option.Name
            select new OptionSuggestion(value, option.DefaultOf(model) == value, broken);

        ModelTable ModelOf(VeoRequest request) => table.Find(table.ModelFor(request, defaultModel));
    }

    // A value that breaks a rule by itself may go with an image that is typed later. A rule that depends on the profile's settings
    // is left to validation, which knows them.
    private static bool IsBrokenByTheRest(ModelRule rule, VeoRequest request, VeoRequest alone) =>
        !rule.IsWarning && rule.AppliesTo is null && rule.IsBroken(request) && !rule.IsBroken(alone);
}
