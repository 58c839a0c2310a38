using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Purchases;

/// <summary>A verdict, and the row of the table that it comes from.</summary>
/// <param name="Verdict">What becomes of the submission.</param>
/// <param name="Reason">Why, in words for a person.</param>
public sealed record SubmitDecision(SubmitVerdict Verdict, string Reason);
