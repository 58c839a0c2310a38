using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>Estimates the cost of a request by the profile's own price, else by the published one. Asks no gateway.</summary>
internal static class CostEstimator
{
    // Veo's own default, and the longest that it makes at once: https://ai.google.dev/gemini-api/docs/video
    private const int LongestSeconds = 8;

    /// <summary>The price times the count, null where no price is known.</summary>
    /// <param name="request">The request.</param>
    /// <param name="profile">Where.</param>
    public static VeoCost? Estimate(VeoRequest request, GatewayProfile profile)
    {
        SentRequest sent = SentRequest.Of(request, profile);
        if (sent.Unpriced is not null || sent.Contradictions.Count > 0) return null;
        request = sent.Request;
        ModelTable model = profile.Gateway.Table.Find(profile.ModelFor(request));
        VeoCost? price = OfProfile(request, profile, model)
            ?? (model.Prices is { } prices
                ? prices.Of(request.Resolution, DurationOf(request), request.Audio ?? model.AudioDefault ?? true)
                : model.Price);
        return price is null ? null : new VeoCost(price) { Amount = Amounts.Times(price.Amount, request.Count ?? 1) };
    }

    /// <summary>Why <see cref="Estimate"/> tells no price, as a sentence without its full stop.</summary>
    /// <param name="request">The request.</param>
    /// <param name="profile">Where.</param>
    internal static string WhyUnpriced(VeoRequest request, GatewayProfile profile)
    {
        SentRequest sent = SentRequest.Of(request, profile);
        return sent.Unpriced ?? sent.Contradictions.Select(fault => fault.Rule).FirstOrDefault()
            ?? $"no price is published for {profile.ModelFor(sent.Request)} at {profile.Gateway.Table.Provider}";
    }

    /// <summary>True where a price can be had for the profile's own model in the unit of its budgets: its own, the published
    /// one, or the one that the gateway tells.</summary>
    /// <param name="profile">Its settings.</param>
    /// <param name="gateway">Its gateway.</param>
    public static bool IsPriced(VeoProfile profile, IGateway gateway)
    {
        if ((profile.PricePerVideo ?? profile.PricePerSecond) is not null || gateway is IPriceGateway) return true;
        ModelTable model = gateway.Table.Find(gateway.Table.ModelFor(new VeoRequest(), profile.Model ?? gateway.Table.DefaultModel));
        string? unit = model.Prices?.Unit ?? model.Price?.Unit;
        return unit is not null && (profile.PriceUnit ?? unit) == unit;
    }

    /// <summary>The way to give a profile a price.</summary>
    /// <param name="profile">Its settings.</param>
    /// <param name="gateway">Its gateway.</param>
    public static VeoRemedy PriceRemedy(VeoProfile profile, IGateway gateway)
    {
        const string Option = nameof(VeoProfile.PricePerVideo);
        string price = $"<{profile.PriceUnit ?? gateway.Table.PriceUnit}>";
        return profile.Source == ProfileSource.Environment
            ? VeoRemedy.SetVariable(ProfileSource.SettingsVariable, $$"""{"{{Option}}":"{{price}}"}""")
            : VeoRemedy.ChangeProfile(profile.Name, Option, price);
    }

    // The request does not decide how long an extension gets.
    private static int? DurationOf(VeoRequest request) => request.SourceVideo is null ? request.Duration : null;

    private static VeoCost? OfProfile(VeoRequest request, GatewayProfile whole, ModelTable model)
    {
        VeoProfile profile = whole.Profile;
        string unit = profile.PriceUnit ?? whole.Gateway.Table.PriceUnit;
        bool hasSound = request.Audio ?? model.AudioDefault ?? true;
        decimal factor = hasSound ? model.AudioPriceFactor ?? 1 : 1;
        string sound = factor == 1 ? "" : $", times {Amounts.Text(factor)} for sound";
        if (profile.PricePerVideo is { } video)
        {
            return new VeoCost {
                Amount = Amounts.Times(video, factor),
                Unit = unit,
                Basis = $"price of a video in the profile '{profile}'{sound}" };
        }

        if (profile.PricePerSecond is not { } second) return null;
        if (hasSound && profile.PricePerSecondAudio is { } withSound) (second, factor, sound) = (withSound, 1, " with sound");

        // Where nobody tells the default, the longest: an estimate that is too low would break a limit.
        int seconds = DurationOf(request) ?? model.Prices?.DefaultDuration ?? model.DefaultDuration
            ?? model.Durations.DefaultIfEmpty(LongestSeconds).Max();
        return new VeoCost
        {
            Amount = Amounts.Times(Amounts.Times(second, seconds), factor),
            Unit = unit,
            Basis = FormattableString.Invariant(
                $"{Money.Text(second, unit)} a second in the profile '{profile}', {seconds} seconds{sound}"),
        };
    }
}
