namespace VeoPS.Engine.Gateways;

/// <summary>The content of the answer to a request for a rendition.</summary>
/// <param name="Link">The link to the rendition, once it exists.</param>
/// <param name="IsBeingMade">True where the gateway says, readably, that it has taken the request and is not done.</param>
/// <param name="Error">Why there will be no rendition.</param>
/// <param name="BodyStatus">A status inside the body that stands over the HTTP status.</param>
internal sealed record RenditionAnswer(string? Link, bool IsBeingMade, VeoError? Error, int? BodyStatus = null);
