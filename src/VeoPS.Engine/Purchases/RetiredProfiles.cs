using System.Globalization;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Models that are no longer served. Where they are made, one is refused, with those that are there; a relay may map the name to another,
/// and is warned of. Of an order's profiles, one whose model is gone is passed over, unless every one is.
/// </summary>
internal static class RetiredProfiles
{
    /// <summary>The profiles to buy at, in their order. A job key is still looked up in all of them.</summary>
    public static IReadOnlyList<GatewayProfile> ToBuyAt(VeoRequest request, IReadOnlyList<GatewayProfile> profiles)
    {
        GatewayProfile[] served = [.. profiles.Where(profile => Fault(request, profile) is not { IsWarning: false })];
        return served.Length == 0 ? profiles : served;
    }

    /// <summary>The faults of a request at a profile. A retired model is only a warning where another profile can buy.</summary>
    public static IEnumerable<VeoFault> Faults(VeoRequest request, GatewayProfile profile, IReadOnlyList<GatewayProfile> profiles)
    {
        VeoFault? gone = Fault(request, profile);
        IReadOnlyList<VeoFault> others = RequestValidator.Validate(request, profile);
        if (ToBuyAt(request, profiles).Contains(profile)) return gone is null ? others : [gone, .. others];
        return [gone! with { Rule = $"{gone.Rule}, so the profile '{profile.Name}' is "
            + "skipped", Remedy = null, IsWarning = true }];
    }

    /// <summary>The fault of a retired model that a request would use at a profile; null where the model is served, as far as the
    /// table knows.</summary>
    public static VeoFault? Fault(VeoRequest request, GatewayProfile profile)
    {
        string model = profile.ModelFor(request);
        if (profile.RetirementOf(model) is not { } end) return null;

        GatewayTable table = profile.Gateway.Table;
        string[] served = [.. table.Models.Select(each => each.Name).Where(each => profile.RetirementOf(each) is null)];
        string rule = $"{model} has not been served by its vendor since {end.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        string? remedy = served.Length > 0 && profile.IsAtVendor ? $"Available: {string.Join(", ", served)}" : end.Instead;
        return new VeoFault(
            "Model",
            profile.IsAtVendor ? rule : $"{rule}; the gateway at {profile.Origin} may map the name to another",
            remedy,
            !profile.IsAtVendor)
        {
            IsRetirement = true,
            Source = end.Source,
        };
    }
}
