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
        NeedsEightSeconds("1080p and 4k are made", request => request.Resolution is "1080p" or "4k");

    /// <summary>At Google: reference images need 8 seconds.</summary>
    public static readonly ModelRule ReferencesNeedEightSeconds =
        NeedsEightSeconds("reference images go", request => request.Mode == VideoModes.Reference);

    /// <summary>At Google: a last frame needs 8 seconds.</summary>
    public static readonly ModelRule LastFrameNeedsEightSeconds =
        NeedsEightSeconds("a last frame goes", request => request.Mode == VideoModes.FirstAndLastFrame);

    /// <summary>At Google: reference images need a prompt.</summary>
    public static readonly ModelRule ReferencesNeedPrompt = new(
        "Prompt",
        "reference images need a prompt beside them",
        "what shall be seen",
        request => request.Mode == VideoModes.Reference && string.IsNullOrWhiteSpace(request.Prompt));

    /// <summary>At Google: no negative prompt beside reference images.</summary>
    public static readonly ModelRule NoNegativePromptWithReferences = new(
        "NegativePrompt",
        "reference images and a negative prompt exclude each other",
        null,
        request => request.Mode == VideoModes.Reference && request.NegativePrompt is not null);

    // The page says "Text input: 1,024 tokens", of about four letters of English each. How many a prompt has, only the model knows.
    /// <summary>At Google: a prompt of 1024 tokens at most. A warning, since only the model counts tokens.</summary>
    public static readonly ModelRule PromptIsShort = new(
        "Prompt",
        "Google takes a prompt of 1024 tokens at most, which are about 4000 letters",
        "a shorter one",
        request => request.Prompt?.Length > 4096,
        IsWarning: true) { Source = Page };

    /// <summary>Behind another gateway: a last frame and reference images need 8 seconds.</summary>
    public static readonly ModelRule ImagesNeedEightSecondsUpstream = NeedsEightSecondsUpstream(
        "videos with a last frame or a reference image",
        request => request.Mode is VideoModes.FirstAndLastFrame or VideoModes.Reference);

    /// <summary>At Google: a feature needs 8 seconds. Without a duration Google's default applies, which is 8.</summary>
    /// <param name="subject">The feature that needs them, with its verb.</param>
    /// <param name="applies">Whether a request asks for the feature.</param>
    public static ModelRule NeedsEightSeconds(string subject, Func<VeoRequest, bool> applies) =>
        new("Duration", subject + " with 8 seconds only", "8", request => request.Duration is not null and not 8 && applies(request));

    /// <summary>Behind another gateway: a feature needs 8 seconds.</summary>
    /// <param name="subject">The feature that needs them, in the plural.</param>
    /// <param name="applies">Whether a request asks for the feature.</param>
    public static ModelRule NeedsEightSecondsUpstream(
        string subject,
        Func<VeoRequest, bool> applies) => NeedsEightSeconds(subject, applies) with
    {
        Text = $"Google makes {subject} in 8 seconds only",
        IsWarning = true,
        Source = Page,
    };

    /// <summary>Behind another gateway: an extension is made in 720p.</summary>
    /// <param name="isHigher">Whether a request asks for more.</param>
    public static ModelRule ExtensionIs720pUpstream(Func<VeoRequest, bool> isHigher) => new(
        "Resolution",
        "Google extends videos in 720p only",
        "720p",
        request => request.Mode == VideoModes.Extension && isHigher(request),
        IsWarning: true) { Source = Page };
}
