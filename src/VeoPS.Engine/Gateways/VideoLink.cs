namespace VeoPS.Engine.Gateways;

/// <summary>A result as the gateway names it.</summary>
/// <param name="Link">Absolute, or relative to the profile's base.</param>
/// <param name="Resolution">Where stated.</param>
/// <param name="Duration">In seconds, where stated.</param>
/// <param name="MimeType">Where stated.</param>
/// <param name="Inline">Its place, from 0, among the videos that are inside the answer itself; null for one that has a link.</param>
public sealed record VideoLink(string Link, string? Resolution = null, decimal? Duration = null, string? MimeType = null, int? Inline = null);
