namespace VeoPS.Engine.Gateways;

/// <summary>The content of an answer about the balance. An answer with neither amount nor error could not be read.</summary>
/// <param name="Amount">The amount that is left.</param>
/// <param name="Unit"><c>USD</c> or <c>credits</c>.</param>
/// <param name="Error">Why the gateway did not tell.</param>
internal sealed record BalanceAnswer(decimal? Amount, string Unit, VeoError? Error);
