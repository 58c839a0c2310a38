using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>A model's price by resolution, and by sound where that matters: for a second of video, or for a video of any length.</summary>
internal sealed record PublishedPrices
{
    /// <summary>The amount for video with sound, by resolution. One that is not among them has no published price.</summary>
    public required IReadOnlyDictionary<string, decimal> ByResolution { get; init; }

    /// <summary>The amount for video without sound, by resolution. Empty where every video has sound.</summary>
    public IReadOnlyDictionary<string, decimal> SilentByResolution { get; init; } = new Dictionary<string, decimal>();

    /// <summary><c>USD</c> or <c>credits</c>.</summary>
    public string Unit { get; init; } = "USD";

    /// <summary>The resolution where a request names none.</summary>
    public required string DefaultResolution { get; init; }

    /// <summary>The duration where a request names none, in seconds. Null where it is sold by the video, however long that is.</summary>
    public required int? DefaultDuration { get; init; }

    /// <summary>The page that publishes it.</summary>
    public required Uri Page { get; init; }

    /// <summary>UTC. The date that the page was read, or that it bears where that is older.</summary>
    public required DateTime AsOf { get; init; }

    private string Per => DefaultDuration is null ? "video" : "second";

    /// <summary>The price of one video, null where it is not published.</summary>
    /// <param name="resolution">Null: the default.</param>
    /// <param name="seconds">Null: the default. Ignored where the model is sold by the video.</param>
    /// <param name="audio">Whether the video has sound.</param>
    public VeoCost? Of(string? resolution = null, int? seconds = null, bool audio = true)
    {
        string size = resolution ?? DefaultResolution;
        if (!(audio ? ByResolution : SilentByResolution).TryGetValue(size, out decimal amount)) return null;
        int? duration = DefaultDuration is null ? null : seconds ?? DefaultDuration;
        string length = duration is { } some ? FormattableString.Invariant($", {some} seconds") : "";
        return new VeoCost
        {
            Amount = Amounts.Times(amount, duration ?? 1),
            Unit = Unit,
            Basis = $"{Money.Text(amount, Unit)} a {Per} of {size}{(audio ? "" : " without sound")}"
                + $"{length} ({Page})",
            AsOf = AsOf,
        };
    }

    /// <summary>Every price that is published, the one with sound first.</summary>
    internal IEnumerable<VeoPrice> All() =>
        ByResolution.Select(price => Price(price, audio: true)).Concat(SilentByResolution.Select(price => Price(price, audio: false)));

    private VeoPrice Price(KeyValuePair<string, decimal> price, bool audio) => new()
    {
        Resolution = price.Key,
        Audio = SilentByResolution.Count == 0 ? null : audio,
        Amount = price.Value,
        Unit = Unit,
        Per = Per,
        AsOf = AsOf,
        Page = Page,
    };
}
