using System.Text.Json.Serialization;

namespace VeoPS.Engine.Ledger;

/// <summary>A <see cref="VeoCost"/> on disk. The amount is text, so that no reader makes a binary fraction of it.</summary>
internal sealed class CostDocument
{
    [JsonNumberHandling(JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString)]
    public decimal Amount { get; set; }

    public string? Unit { get; set; }

    public string? Basis { get; set; }

    public DateTime? AsOf { get; set; }

    public static CostDocument From(VeoCost cost) => new() { Amount = cost.Amount, Unit = cost.Unit, Basis = cost.Basis, AsOf = cost.AsOf };

    public VeoCost ToCost() => new() { Amount = Amount, Unit = Unit ?? "", Basis = Basis ?? "", AsOf = AsOf };
}
