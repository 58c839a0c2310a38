namespace VeoPS.Engine.Gateways;

/// <summary>The cost of a task as its gateway states it.</summary>
internal static class StatedCost
{
    /// <summary>Null where it says nothing.</summary>
    public static VeoCost? Of(decimal? amount, string unit) =>
        amount is { } stated ? new VeoCost { Amount = stated, Unit = unit, Basis = "stated by the gateway" } : null;
}
