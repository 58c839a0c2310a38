namespace VeoPS.Engine.Gateways;

/// <summary>A result as the gateway names it.</summary>
/// <param name="Link">Absolute, or relative to the profile's base; or the video itself (a data URI, base64), as the answer has it.</param>
/// <param name="Resolution">Where stated.</param>
/// <param name="Duration">In seconds, where stated.</param>
/// <param name="MimeType">Where stated.</param>
internal sealed record VideoLink(string Link, string? Resolution = null, decimal? Duration = null, string? MimeType = null)
{
    /// <summary>The name of the object in a store, such as <c>gs://BUCKET/OBJECT</c>, where the answer has that; else null.</summary>
    public string? StorageUri { get; init; }
}
