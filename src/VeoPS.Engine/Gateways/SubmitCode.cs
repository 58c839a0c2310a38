
namespace VeoPS.Engine.Gateways;

/// <summary>A code that a gateway's page, or the source that it is built from, gives a meaning to.</summary>
/// <param name="Code">As text, compared without case.</param>
/// <param name="Verdict">What becomes of the submission.</param>
/// <param name="Reason">Why, with the page.</param>
/// <param name="HttpStatus">Only together with this HTTP status; null: with any.</param>
internal sealed record SubmitCode(string Code, SubmitVerdict Verdict, string Reason, int? HttpStatus = null);
