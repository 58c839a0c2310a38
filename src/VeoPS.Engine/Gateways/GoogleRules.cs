
namespace VeoPS.Engine.Gateways;

/// <summary>
/// Rules that Google states for its own API (<see href="https://ai.google.dev/gemini-api/docs/video"/>) and the gateway's page
/// does not. The gateway may map around them, so they are warnings.
/// </summary>
internal static class GoogleRules
{
    /// <summary>The page that states them.</summary>
    public static Uri Page { get; } = new("https://ai.google.dev/gemini-api/docs/video");

    /// <summary>A last frame and reference images go with 8 seconds.</summary>
    public static readonly ModelRule ImagesAreLong = EightSeconds(
        "videos with a last frame or a reference image",
        request => request.Mode is VideoModes.FirstAndLastFrame or VideoModes.Reference);

    /// <summary>Something goes with 8 seconds. Without a duration Google's default holds, which is 8.</summary>
    /// <param name="what">What does, in the plural.</param>
    /// <param name="isIt">Whether a request asks for it.</param>
    public static ModelRule EightSeconds(string what, Func<VeoRequest, bool> isIt) => new(
        "Duration",
        $"Google makes {what} in 8 seconds only",
        "8",
        request => request.Duration is not null and not 8 && isIt(request),
        IsWarning: true);

    /// <summary>An extension goes with 720p.</summary>
    /// <param name="isHigher">Whether a request asks for more.</param>
    public static ModelRule ExtensionIs720p(Func<VeoRequest, bool> isHigher) => new(
        "Resolution",
        "Google extends videos in 720p only",
        "720p",
        request => request.Mode == VideoModes.Extension && isHigher(request),
        IsWarning: true);
}
