using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;

namespace VeoPS.Engine.Profiles;

/// <summary>The rules for registering a profile. <see cref="GatewayProfile"/> has the rules for every profile.</summary>
internal static class ProfileRules
{
    // Every error that ends a use of a profile has this sentence between its description and its remedy.
    internal const string NothingSent = "Nothing was sent.";

    private const string Unchanged = "No profile was changed, and nothing was sent.";

    /// <summary>The fault of a budget for which no price is known: nothing could be bought. Null where there is no such fault.</summary>
    /// <param name="profile">Its settings.</param>
    /// <param name="gateway">Its gateway.</param>
    public static string? BudgetFault(VeoProfile profile, IGateway gateway) =>
        (profile.DailyBudget ?? profile.MonthlyBudget) is null || CostEstimator.IsPriced(profile, gateway) ? null
        : $"'{profile.Name}' has a budget, but no price{(profile.PriceUnit is { } unit ? $" in {unit}" : "")} is known for "
            + $"{profile.Model ?? gateway.Table.DefaultModel} at {gateway.Table.Provider}, so every purchase will be refused.";

    /// <summary>Holds a profile against every rule. Asks no vault and no network.</summary>
    /// <param name="profile">As it is to be.</param>
    /// <param name="key">The key that is given with it; null where none is.</param>
    /// <param name="hasKey">Whether it has a key, this one or one that is in its vault already.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>, with all faults.</exception>
    public static void Check(VeoProfile profile, string? key, bool hasKey)
    {
        List<VeoFault> faults = [];
        if (ProfileNames.Fault(profile.Name) is { } name)
            faults.Add(new VeoFault("Name", $"'{profile.Name}' {name}", "Choose another, such as prod"));

        IGateway? gateway = GatewayCatalog.Find(profile.Provider);
        if (gateway is null)
            faults.Add(new VeoFault(
                "Provider",
                $"there is no provider '{profile.Provider}'",
                "One of: " + string.Join(", ", GatewayCatalog.Names)));
        else if (gateway.Table.NeedsKey && !hasKey)
            faults.Add(new VeoFault("ApiKey", $"{gateway.Table.Provider} needs a key", "A prompt hides the key") {
                Action = VeoRemedy.Give("ApiKey") });

        if (profile.CallbackUri is { } callback && (!callback.IsAbsoluteUri || callback.Scheme is not ("http" or "https")))
            faults.Add(
                new VeoFault("CallbackUri", "it must be an absolute http or https address", "Give one such as https://hooks.example/veo"));
        faults.AddRange(MoneyFaults(profile));
        VeoException? rest = gateway is null ? null : ErrorOf(profile, gateway, key);
        if (faults.Count == 0 && rest is null) return;
        throw new VeoException(VeoErrorId.RequestInvalid, string.Join(" ", new[] { Unchanged, rest?.Summary }.OfType<string>()), rest)
        {
            Faults = new VeoList<VeoFault>([.. faults, .. rest?.Faults ?? VeoList<VeoFault>.Empty]),
            Remedies = new((rest?.Remedies ?? VeoList<VeoRemedy>.Empty).Select(AsOption)),
        };
    }

    // The command that is to make or change the profile takes the option itself.
    private static VeoRemedy AsOption(VeoRemedy remedy) =>
        remedy is { Action: VeoRemedyAction.ChangeProfile, Option: { } option } ? VeoRemedy.Give(option) : remedy;

    /// <summary>The error for a profile that cannot be as it was asked for.</summary>
    /// <param name="option">The option that it is about.</param>
    /// <param name="rule">The rule that it breaks, without a full stop.</param>
    /// <param name="remedies">The ways out.</param>
    public static VeoException Refusal(string option, string rule, params VeoRemedy[] remedies) =>
        new(VeoErrorId.RequestInvalid, Unchanged) { Faults = new([new VeoFault(option, rule)]), Remedies = new(remedies) };

    /// <summary>The faults in the prices and budgets of a profile.</summary>
    internal static IEnumerable<VeoFault> MoneyFaults(VeoProfile profile)
    {
        (string Option, decimal? Amount)[] amounts =
        [
            (nameof(profile.PricePerSecond), profile.PricePerSecond), (nameof(profile.PricePerSecondAudio), profile.PricePerSecondAudio),
            (nameof(profile.PricePerVideo), profile.PricePerVideo), (nameof(profile.DailyBudget), profile.DailyBudget),
            (nameof(profile.MonthlyBudget), profile.MonthlyBudget),
        ];
        foreach ((string option, decimal? amount) in amounts)
            if (amount < 0) yield return new VeoFault(option, "it is negative", "Give an amount of 0 or more, such as 12.50");
        if (profile is { PricePerSecond: not null, PricePerVideo: not null })
            yield return new VeoFault(
                nameof(profile.PricePerVideo),
                "a profile can have only one price",
                "Leave out PricePerVideo or PricePerSecond");
        if (profile is { PricePerSecondAudio: not null, PricePerSecond: null })
            yield return new VeoFault(
                nameof(profile.PricePerSecondAudio),
                "it requires PricePerSecond",
                "Give the price of a second without sound");
        if (profile.PriceUnit is { } unit && !IsUnit(unit))
            yield return new VeoFault(
                nameof(profile.PriceUnit),
                $"'{unit}' is not a valid unit",
                "Give USD, credits or the three-letter code of another currency, such as EUR");
    }

    private static bool IsUnit(string unit) =>
        unit == "credits" || (unit.Length == 3 && unit.All(each => each is >= 'A' and <= 'Z'));

    // The same that every use of the profile will meet: there is one set of rules.
    private static VeoException? ErrorOf(VeoProfile profile, IGateway gateway, string? key)
    {
        try
        {
            _ = new GatewayProfile(profile, gateway, key);
            return null;
        }
        catch (VeoException exception)
        {
            return exception;
        }
    }
}
