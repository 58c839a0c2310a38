namespace VeoPS.Engine.Gateways.Dialects.Google;

/// <summary>Which of Google's Veo models are gone, and since when.</summary>
internal static class GoogleRetirements
{
    /// <summary>Where Google serves its own models.</summary>
    public const string Host = "googleapis.com";

    private static readonly Uri DeveloperPage = new("https://ai.google.dev/gemini-api/docs/deprecations");
    private static readonly Uri CloudPage = new("https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/veo/3-1-generate");

    private const string Vertex = "Vertex still serves Google's Veo models: veo-3.1-generate-001, veo-3.1-fast-generate-001";

    /// <summary>
    /// The ids of the Gemini API, which has served no Veo since 2026-10-22: Google's page of deprecations, and its own client, which has
    /// thrown for each of them since 2026-11-12 (googleapis/js-genai 3.3.0).
    /// </summary>
    public static readonly IReadOnlyList<ModelRetirement> Developer =
    [
        .. new[] { "veo-3.1-generate-preview", "veo-3.1-fast-generate-preview", "veo-3.1-lite-generate-preview" }.Select(
            model => new ModelRetirement(model, ModelRetirement.Day(2026, 10, 22), DeveloperPage) { Instead = Vertex }),
    ];

    /// <summary>
    /// The ids of Vertex AI. The previews ended on 2026-04-02 and the older generations on 2026-06-30. For those that are served, its page
    /// says "2026-11-17 or later": they may be there for long.
    /// </summary>
    public static readonly IReadOnlyList<ModelRetirement> Cloud =
    [
        .. Gone(ModelRetirement.Day(2026, 4, 2), "veo-3.1-generate-preview", "veo-3.1-fast-generate-preview"),
        .. Gone(
            ModelRetirement.Day(2026, 6, 30),
            "veo-2.0-generate-001", "veo-3.0-generate-001", "veo-3.0-fast-generate-001",
            "veo-3.0-generate-preview", "veo-3.0-fast-generate-preview"),
        .. new[] { "veo-3.1-generate-001", "veo-3.1-fast-generate-001" }.Select(
            model => new ModelRetirement(model, ModelRetirement.Day(2026, 11, 17), CloudPage) { IsDone = false }),
    ];

    private static IEnumerable<ModelRetirement> Gone(DateTime date, params string[] models) =>
        models.Select(model => new ModelRetirement(model, date, CloudPage));
}
