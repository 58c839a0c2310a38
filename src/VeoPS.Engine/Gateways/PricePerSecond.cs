using System.Globalization;

namespace VeoPS.Engine.Gateways;

/// <summary>What a model costs where it is sold by the second of video.</summary>
public sealed record PricePerSecond
{
    /// <summary>USD a second, by resolution. One that is not among them has no published price.</summary>
    public required IReadOnlyDictionary<string, decimal> ByResolution { get; init; }

    /// <summary>The resolution where a request names none.</summary>
    public required string DefaultResolution { get; init; }

    /// <summary>The duration where a request names none, in seconds.</summary>
    public required int DefaultDuration { get; init; }

    /// <summary>The page that publishes it.</summary>
    public required Uri Page { get; init; }

    /// <summary>UTC. The date that the page was read.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>What one video costs, null where that is not published.</summary>
    /// <param name="resolution">Null: the default.</param>
    /// <param name="seconds">Null: the default.</param>
    public VeoCost? Of(string? resolution = null, int? seconds = null)
    {
        if (!ByResolution.TryGetValue(resolution ?? DefaultResolution, out decimal second)) return null;
        int duration = seconds ?? DefaultDuration;
        return new VeoCost
        {
            Amount = second * duration,
            Basis = $"{second.ToString(CultureInfo.InvariantCulture)} USD a second of {resolution ?? DefaultResolution}, {duration.ToString(CultureInfo.InvariantCulture)} seconds ({Page})",
            AsOf = AsOf,
        };
    }
}
