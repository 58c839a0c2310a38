using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Submissions;

/// <summary>What a request would cost by the published price. Asks nobody.</summary>
public static class CostEstimator
{
    /// <summary>The price times the count, null where no price is published.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="profile">Where.</param>
    public static VeoCost? Estimate(VeoRequest request, GatewayProfile profile)
    {
        ModelTable model = profile.Gateway.Table.Find(profile.ModelFor(request));
        VeoCost? price = model.PricePerSecond is { } bySecond ? bySecond.Of(request.Resolution, request.Duration) : model.Price;
        return price is null ? null : price with { Amount = price.Amount * (request.Count ?? 1) };
    }
}
