using System.Globalization;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>What a model costs where it is sold by the second of video.</summary>
public sealed record PricePerSecond
{
    /// <summary>USD a second of video with sound, by resolution. One that is not among them has no published price.</summary>
    public required IReadOnlyDictionary<string, decimal> ByResolution { get; init; }

    /// <summary>USD a second of video without sound, by resolution. Empty where every video has sound.</summary>
    public IReadOnlyDictionary<string, decimal> SilentByResolution { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The resolution where a request names none.</summary>
    public required string DefaultResolution { get; init; }

    /// <summary>The duration where a request names none, in seconds.</summary>
    public required int DefaultDuration { get; init; }

    /// <summary>The page that publishes it.</summary>
    public required Uri Page { get; init; }

    /// <summary>UTC. The date that the page was read, or that it bears where that is older.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>What one video costs, null where that is not published.</summary>
    /// <param name="resolution">Null: the default.</param>
    /// <param name="seconds">Null: the default.</param>
    /// <param name="audio">Whether it has sound.</param>
    public VeoCost? Of(string? resolution = null, int? seconds = null, bool audio = true)
    {
        string size = resolution ?? DefaultResolution;
        if (!(audio ? ByResolution : SilentByResolution).TryGetValue(size, out decimal second)) return null;
        int duration = seconds ?? DefaultDuration;
        return new VeoCost
        {
            Amount = Amounts.Times(second, duration),
            Basis = $"{second.ToString(CultureInfo.InvariantCulture)} USD a second of {size}{(audio ? "" : " without sound")}, "
                + $"{duration.ToString(CultureInfo.InvariantCulture)} seconds ({Page})",
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
        Per = "second",
        AsOf = AsOf,
        Page = Page,
    };
}
