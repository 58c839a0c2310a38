using System.Globalization;

namespace VeoPS;

/// <summary>A price that somebody publishes.</summary>
public sealed class VeoPrice
{
    internal VeoPrice() { }

    /// <summary>The resolution that it is for, null where it is for any.</summary>
    public string? Resolution { get; internal init; }

    /// <summary>True for videos with sound, false for silent ones, null where that makes no difference.</summary>
    public bool? Audio { get; internal init; }

    /// <summary>The amount, in <see cref="Unit"/>.</summary>
    public decimal Amount { get; internal init; }

    /// <summary><c>USD</c> or <c>credits</c>.</summary>
    public string Unit { get; internal init; } = "USD";

    /// <summary><c>second</c> or <c>video</c>: the quantity that the amount is for.</summary>
    public string Per { get; internal init; } = "video";

    /// <summary>UTC. The date that the price bears, null where it never changes.</summary>
    public DateTime? AsOf { get; internal init; }

    /// <summary>The page that publishes it, null where it is on none.</summary>
    public Uri? Page { get; internal init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string sound = Audio switch { true => " with sound", false => " without sound", null => "" };
        string date = AsOf?.ToString(" (yyyy-MM-dd)", CultureInfo.InvariantCulture) ?? "";
        return $"{Money.Text(Amount, Unit)} a {Per}{(Resolution is null ? "" : " of " + Resolution)}{sound}{date}";
    }
}
