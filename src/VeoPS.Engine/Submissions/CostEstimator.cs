using System.Globalization;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Submissions;

/// <summary>What a request would cost by the profile's own price, else by the published one. Asks nobody.</summary>
public static class CostEstimator
{
    // Veo's own default, and the longest that it makes at once: https://ai.google.dev/gemini-api/docs/video
    private const int LongestSeconds = 8;

    /// <summary>The price times the count, null where no price is known.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="profile">Where.</param>
    public static VeoCost? Estimate(VeoRequest request, GatewayProfile profile)
    {
        ModelTable model = profile.Gateway.Table.Find(profile.ModelFor(request));
        VeoCost? price = OfProfile(request, profile.Profile, model)
            ?? (model.PricePerSecond is { } bySecond ? bySecond.Of(request.Resolution, DurationOf(request), request.Audio ?? model.AudioDefault ?? true) : model.Price);
        return price is null ? null : price with { Amount = price.Amount * (request.Count ?? 1) };
    }

    // How long an extension gets is not the request's to say.
    private static int? DurationOf(VeoRequest request) => request.SourceVideo is null ? request.Duration : null;

    private static VeoCost? OfProfile(VeoRequest request, VeoProfile profile, ModelTable model)
    {
        string unit = profile.PriceUnit ?? "USD";
        if (profile.PricePerVideo is { } video) return new VeoCost { Amount = video, Unit = unit, Basis = $"price of a video in the profile '{profile}'" };
        if (profile.PricePerSecond is not { } second) return null;

        // Where nobody tells the default, the longest: an estimate that is too low would break a limit.
        int seconds = DurationOf(request) ?? model.PricePerSecond?.DefaultDuration ?? model.Durations.DefaultIfEmpty(LongestSeconds).Max();
        return new VeoCost
        {
            Amount = second * seconds,
            Unit = unit,
            Basis = $"{second.ToString(CultureInfo.InvariantCulture)} {unit} a second in the profile '{profile}', {seconds.ToString(CultureInfo.InvariantCulture)} seconds",
        };
    }
}
