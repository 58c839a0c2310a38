using VeoPS.Engine.Text;


namespace VeoPS.Engine.Gateways.Google;

/// <summary>Rules between options that hold at Google itself: <see href="https://ai.google.dev/gemini-api/docs/video"/>.</summary>
internal static class GoogleApiRules
{
    public static readonly ModelRule HighResolutionIsLong = EightSeconds("1080p and 4k are made", request => request.Resolution is "1080p" or "4k");

    public static readonly ModelRule ReferencesAreLong = EightSeconds("reference images go", request => request.Mode == VideoModes.Reference);

    public static readonly ModelRule LastFrameIsLong = EightSeconds("a last frame goes", request => request.Mode == VideoModes.FirstAndLastFrame);

    public static readonly ModelRule ReferencesNeedPrompt = new(
        "Prompt",
        "reference images need a prompt beside them",
        "what shall be seen",
        request => request.Mode == VideoModes.Reference && string.IsNullOrWhiteSpace(request.Prompt));

    // «Text input: 1,024 tokens», of about four letters of English each. How many a prompt has, only the model knows.
    public static readonly ModelRule PromptIsShort = new(
        "Prompt",
        "Google takes a prompt of 1024 tokens at most, which are about 4000 letters",
        "a shorter one",
        request => request.Prompt?.Length > 4096,
        IsWarning: true);

    public static readonly ModelRule NoNegativePromptWithReferences = new(
        "NegativePrompt",
        "reference images and a negative prompt exclude each other",
        null,
        request => request.Mode == VideoModes.Reference && request.NegativePrompt is not null);

    /// <summary>Something goes with 8 seconds only. Left out, the duration is 8.</summary>
    /// <param name="what">What does, with its verb.</param>
    /// <param name="isIt">Whether a request asks for it.</param>
    public static ModelRule EightSeconds(string what, Func<VeoRequest, bool> isIt) =>
        new("Duration", what + " with 8 seconds only", "8", request => request.Duration is not null and not 8 && isIt(request));
}
