namespace VeoPS.Engine.Gateways;

/// <summary>What the answer to a request for a rendition says.</summary>
/// <param name="Link">Where it is, once it is there.</param>
/// <param name="IsBeingMade">True where the gateway says, readably, that it has taken it and is not done.</param>
/// <param name="Error">Why there will be none.</param>
/// <param name="BodyStatus">A status inside the body that stands over the HTTP status.</param>
internal sealed record RenditionAnswer(string? Link, bool IsBeingMade, VeoError? Error, int? BodyStatus = null);
