namespace VeoPS;

/// <summary>A cost. Amounts are decimal, and amounts of different units are never added.</summary>
#pragma warning disable CA1036 // PowerShell compares by IComparable and needs no operators.
public class VeoCost : IComparable
#pragma warning restore CA1036
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

    /// <summary>Compares the amount with that of another cost, for <c>Sort-Object</c> and <c>-gt</c>.</summary>
    /// <param name="obj">A cost of the same unit, or null, which is less than any cost.</param>
    /// <returns>Less than, equal to or greater than zero.</returns>
    /// <exception cref="ArgumentException">It is no cost, or its unit is another.</exception>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        VeoCost other when other.Unit == Unit => Amount.CompareTo(other.Amount),
        VeoCost other => throw new ArgumentException($"A cost in {Unit} cannot be compared with one in {other.Unit}."),
        _ => throw new ArgumentException($"A cost cannot be compared with a {obj.GetType()}."),
    };

    /// <summary>True for a cost of the same amount and unit, wherever the amounts come from.</summary>
    /// <param name="obj">Anything.</param>
    public override bool Equals(object? obj) => obj is VeoCost other && (Amount, Unit) == (other.Amount, other.Unit);

    /// <inheritdoc/>
    public override int GetHashCode() => Amount.GetHashCode();
}
