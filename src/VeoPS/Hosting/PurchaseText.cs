using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;

namespace VeoPS.Hosting;

/// <summary>The text that a person is asked, or shown, before a video is bought.</summary>
internal static class PurchaseText
{
    /// <summary>Where it is bought, for how much, and with which body.</summary>
    /// <param name="order">The order to buy.</param>
    /// <param name="preview">The preview of the purchase; null where the order is bought, because then no preview was made.</param>
    /// <param name="isLookedAt">Whether the text has the body. A body with images inside costs time and memory.</param>
    public static string Of(SubmissionOrder order, PurchasePreview? preview, bool isLookedAt)
    {
        if (preview?.WhyNot is { } why) return EngineHost.Redact($"Buy nothing: {why}");
        GatewayProfile profile = preview?.Profile ?? order.Profiles[0];
        VeoCost? cost = preview is null ? CostEstimator.Estimate(order.Request, profile) : preview.Estimate;
        string text = $"Submit to {Described(order, profile, cost)}";
        return isLookedAt ? EngineHost.Redact($"{text}, body: {RequestPreview.Of(order.Request, profile)}") : text;
    }

    /// <summary>Where a video would be bought, and for how much.</summary>
    /// <param name="order">The order to buy.</param>
    /// <param name="profile">The profile to buy with.</param>
    /// <param name="cost">Null where nobody tells.</param>
    public static string Described(SubmissionOrder order, GatewayProfile profile, VeoCost? cost) =>
        $"'{profile}' ({profile.Gateway.Table.Provider}, {profile.ModelFor(order.Request)}), estimate: "
            + $"{cost?.ToString() ?? "no published price"}";
}
