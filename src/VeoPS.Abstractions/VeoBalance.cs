using System.Globalization;

namespace VeoPS;

/// <summary>What is left in the account behind a profile.</summary>
public sealed record VeoBalance
{
    internal VeoBalance() { }

    /// <summary>The profile.</summary>
    public string Profile { get; internal init; } = "";

    /// <summary>The kind of gateway.</summary>
    public string Provider { get; internal init; } = "";

    /// <summary>What is left, in <see cref="Unit"/>.</summary>
    public decimal Amount { get; internal init; }

    /// <summary><c>USD</c> or <c>credits</c>.</summary>
    public string Unit { get; internal init; } = "";

    /// <summary>UTC. When the gateway said so.</summary>
    public DateTime AsOf { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Amount.ToString(CultureInfo.InvariantCulture)} {Unit}";
}
