namespace VeoPS.Engine.Gateways;

/// <summary>What the answer to a question for the balance says. With neither amount nor error it cannot be read.</summary>
/// <param name="Amount">What is left.</param>
/// <param name="Unit"><c>USD</c> or <c>credits</c>.</param>
/// <param name="Error">Why the gateway did not tell.</param>
internal sealed record BalanceAnswer(decimal? Amount, string Unit, VeoError? Error);
