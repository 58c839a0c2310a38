namespace VeoPS.Engine.Gateways;

/// <summary>What a gateway says that a task cost.</summary>
internal static class StatedCost
{
    /// <summary>Null where it says nothing.</summary>
    public static VeoCost? Of(decimal? amount, string unit) =>
        amount is { } stated ? new VeoCost { Amount = stated, Unit = unit, Basis = "stated by the gateway" } : null;
}
