using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;

namespace VeoPS.Hosting;

/// <summary>What a person is asked, or shown, before a video is bought.</summary>
internal static class PurchaseText
{
    /// <summary>Where it is bought, for how much, and with which body.</summary>
    /// <param name="order">What is to be bought.</param>
    /// <param name="preview">How it would be; null where it is bought, so that nobody has looked.</param>
    /// <param name="isLookedAt">With the body: with images inside it costs time and memory.</param>
    public static string Of(SubmissionOrder order, PurchasePreview? preview, bool isLookedAt)
    {
        if (preview?.WhyNot is { } why) return EngineHost.Redact($"Buy nothing: {why}");
        GatewayProfile profile = preview?.Profile ?? order.Profiles[0];
        VeoCost? cost = preview is null ? CostEstimator.Estimate(order.Request, profile) : preview.Estimate;
        string text = $"Submit to {Described(order, profile, cost)}";
        return isLookedAt ? EngineHost.Redact($"{text}, body: {RequestPreview.Of(order.Request, profile)}") : text;
    }

    /// <summary>Where a video would be bought, and for how much.</summary>
    /// <param name="order">What is to be bought.</param>
    /// <param name="profile">Where.</param>
    /// <param name="cost">Null where nobody tells.</param>
    public static string Described(SubmissionOrder order, GatewayProfile profile, VeoCost? cost) =>
        $"'{profile}' ({profile.Gateway.Table.Provider}, {profile.ModelFor(order.Request)}), estimate: "
            + $"{cost?.ToString() ?? "no published price"}";
}
