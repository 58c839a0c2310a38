namespace VeoPS;

/// <summary>A cost. Amounts are decimal, and amounts of different units are never added.</summary>
public class VeoCost
{
    internal VeoCost() { }

    // A copy, whose initializer changes it.
    internal VeoCost(VeoCost other)
    {
        Amount = other.Amount;
        Unit = other.Unit;
        Basis = other.Basis;
        AsOf = other.AsOf;
    }

    /// <summary>The amount, in <see cref="Unit"/>.</summary>
    public decimal Amount { get; internal init; }

    /// <summary><c>USD</c> or <c>credits</c>.</summary>
    public string Unit { get; internal init; } = "USD";

    /// <summary>Where the amount comes from: a published price, or the gateway's own word about this task.</summary>
    public string Basis { get; internal init; } = "";

    /// <summary>UTC. The date that the price was read, or the moment that the gateway said it.</summary>
    public DateTime? AsOf { get; internal init; }

    /// <inheritdoc/>
    public sealed override string ToString() => Money.Text(Amount, Unit);
}
