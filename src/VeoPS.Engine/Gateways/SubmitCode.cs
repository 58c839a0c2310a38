
namespace VeoPS.Engine.Gateways;

/// <summary>A code whose meaning a gateway's page states, or the source that the gateway is built from.</summary>
/// <param name="Code">As text, compared without case.</param>
/// <param name="Verdict">The verdict on the submission.</param>
/// <param name="Reason">Why, with the page.</param>
/// <param name="HttpStatus">The HTTP status that must come with the code; null where any status will do.</param>
internal sealed record SubmitCode(string Code, SubmitVerdict Verdict, string Reason, int? HttpStatus = null);
