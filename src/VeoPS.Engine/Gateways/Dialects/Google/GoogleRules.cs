namespace VeoPS.Engine.Gateways.Dialects.Google;

/// <summary>
/// Rules between options that Google states for its own API: <see href="https://ai.google.dev/gemini-api/docs/video"/>. At Google itself a
/// request that breaks one is refused. Another gateway may map around a rule that its own page does not state: there it is a warning.
/// </summary>
internal static class GoogleRules
{
    /// <summary>The page that states them.</summary>
    public static Uri Page { get; } = new("https://ai.google.dev/gemini-api/docs/video");

    /// <summary>At Google: 1080p and 4k need 8 seconds.</summary>
    public static readonly ModelRule HighResolutionNeedsEightSeconds =
        NeedsEightSeconds("1080p and 4k require 8 seconds", request => request.Resolution is "1080p" or "4k");

    /// <summary>At Google: reference images need 8 seconds.</summary>
    public static readonly ModelRule ReferencesNeedEightSeconds =
        NeedsEightSeconds("reference images require 8 seconds", request => request.Mode == VideoModes.Reference);

    /// <summary>At Google: a last frame needs 8 seconds.</summary>
    public static readonly ModelRule LastFrameNeedsEightSeconds =
        NeedsEightSeconds("a last frame requires 8 seconds", request => request.Mode == VideoModes.FirstAndLastFrame);

    /// <summary>At Google: reference images need a prompt.</summary>
    public static readonly ModelRule ReferencesNeedPrompt = new(
        "Prompt",
        "reference images need a prompt",
        "a description of the video",
        request => request.Mode == VideoModes.Reference && string.IsNullOrWhiteSpace(request.Prompt));

    /// <summary>At Google: no negative prompt beside reference images.</summary>
    public static readonly ModelRule NoNegativePromptWithReferences = new(
        "NegativePrompt",
        "reference images and a negative prompt cannot be combined",
        null,
        request => request.Mode == VideoModes.Reference && request.NegativePrompt is not null);

    // The page says "Text input: 1,024 tokens", of about four letters of English each. How many a prompt has, only the model knows.
    /// <summary>At Google: a prompt of 1024 tokens at most. A warning, since only the model counts tokens.</summary>
    public static readonly ModelRule PromptIsShort = new(
        "Prompt",
        "Google accepts a prompt of at most 1024 tokens, which is about 4000 characters",
        "a shorter one",
        request => request.Prompt?.Length > 4096,
        IsWarning: true) { Source = Page };

    /// <summary>Behind another gateway: a last frame and reference images need 8 seconds.</summary>
    public static readonly ModelRule ImagesNeedEightSecondsUpstream = NeedsEightSecondsUpstream(
        "videos with a last frame or a reference image",
        request => request.Mode is VideoModes.FirstAndLastFrame or VideoModes.Reference);

    /// <summary>At Google: a feature needs 8 seconds. Without a duration Google's default applies, which is 8.</summary>
    /// <param name="rule">The rule, as the end of a sentence.</param>
    /// <param name="applies">Whether a request asks for the feature.</param>
    public static ModelRule NeedsEightSeconds(string rule, Func<VeoRequest, bool> applies) =>
        new("Duration", rule, "8", request => request.Duration is not null and not 8 && applies(request));

    /// <summary>Behind another gateway: a feature needs 8 seconds.</summary>
    /// <param name="subject">The feature that needs them, in the plural.</param>
    /// <param name="applies">Whether a request asks for the feature.</param>
    public static ModelRule NeedsEightSecondsUpstream(
        string subject,
        Func<VeoRequest, bool> applies) => NeedsEightSeconds(subject, applies) with
    {
        Text = $"Google makes {subject} only with a duration of 8 seconds",
        IsWarning = true,
        Source = Page,
    };

    /// <summary>Behind another gateway: an extension is made in 720p.</summary>
    /// <param name="isHigher">Whether a request asks for more.</param>
    public static ModelRule ExtensionIs720pUpstream(Func<VeoRequest, bool> isHigher) => new(
        "Resolution",
        "Google extends videos only in 720p",
        "720p",
        request => request.Mode == VideoModes.Extension && isHigher(request),
        IsWarning: true) { Source = Page };
}
