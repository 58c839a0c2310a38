using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Gateways.Dialects.NewApi;

namespace VeoPS.Engine.Gateways.OpenAIVideos;

/// <summary>
/// The Veo features of relays that speak the shape of OpenAI's Videos API. The fields are OpenAI's
/// (<see href="https://developers.openai.com/api/reference/go/resources/videos/index.html"/>). LiteLLM
/// (<see href="https://docs.litellm.ai/docs/providers/vertex_ai/videos"/>) and New API (QuantumNous/new-api,
/// <c>relay/channel/task/gemini</c>) differ in the further fields, and in how a link to an image is sent. So a profile says which of
/// them it is.
/// </summary>
internal static class OpenAIVideosTable
{
    /// <summary>The setting that says which program the relay runs.</summary>
    public const string Relay = nameof(Relay);

    /// <summary>A value of <see cref="Relay"/>: the fields of OpenAI's page and no others.</summary>
    public const string OpenAI = nameof(OpenAI);

    /// <summary>A value of <see cref="Relay"/>: files only; further options beside OpenAI's fields.</summary>
    public const string LiteLLM = nameof(LiteLLM);

    /// <summary>A value of <see cref="Relay"/>: an image as a text; further options inside <c>metadata</c>.</summary>
    public const string NewApi = nameof(NewApi);

    private static readonly Uri LiteLLMPage = new("https://docs.litellm.ai/docs/providers/vertex_ai/videos");

    private static readonly ModelRule LinkNeedsRelay = new(
        "FirstFrame",
        $"how a link to an image goes out differs between relays, and LiteLLM takes none: the profile's setting {Relay} says "
            + $"which it is ({OpenAI} or {NewApi})",
        "the path of a file, which every relay takes",
        request => request.FirstFrame is not null and not InlineMedia and not FileMedia)
    {
        AppliesTo = settings => RelayOf(settings) is null or LiteLLM,
    };

    // LiteLLM hands the texts of a form on as they are, and Google takes no text for true and false.
    private static readonly ModelRule NoSwitchInForms = new(
        "Audio",
        "LiteLLM takes an image in a form, which cannot carry this switch",
        null,
        request => request.Audio is not null && request.FirstFrame is not null)
    {
        AppliesTo = settings => RelayOf(settings) is LiteLLM,
        Source = LiteLLMPage,
    };

    private static readonly ModelRule LiteLLMKnowsNo4k = new(
        "Resolution",
        "LiteLLM knows sizes up to 1920x1080, and makes 16:9 of any other",
        "1080p",
        request => request.Resolution == "4k")
    {
        AppliesTo = settings => RelayOf(settings) is LiteLLM,
        Source = LiteLLMPage,
    };

    private static readonly ModelRule MayNotKnow4k = LiteLLMKnowsNo4k with { IsWarning = true, AppliesTo = settings => RelayOf(
        settings) is null or OpenAI };

    private static readonly ModelTable Standard = new()
    {
        Name = "veo-3.1-generate-001",
        Modes = VideoModes.Text | VideoModes.FirstFrame,
        ImageForms = MediaForms.Url | MediaForms.Data,
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        AudioDefault = true,
        NegativePrompt = true,
        PersonGenerations = ["AllowAll", "AllowAdult", "Disallow"],
        Seed = new SeedRange(0, uint.MaxValue),
        LimitsByGoogle = ["Duration", "Seed"],
        Rules =
        [
            LinkNeedsRelay, NoSwitchInForms, LiteLLMKnowsNo4k, MayNotKnow4k,
            Further("Audio", request => request.Audio is not null),
            Further("NegativePrompt", request => request.NegativePrompt is not null),
            Further("PersonGeneration", request => request.PersonGeneration is not null),
            Further("Seed", request => request.Seed is not null),
            GoogleRules.NeedsEightSecondsUpstream("1080p and 4k", request => request.Resolution is "1080p" or "4k"),
        ],
        Remedies = new Dictionary<string, string>
        {
            ["Count"] = "Submit once for each video",
            ["LastFrame"]
                = "The shape has one image. LiteLLM's own routes for Google's wire take more: the provider Vertex with the "
                    + "relay's address",
            ["ReferenceImage"] = "The shape has one image, which the video starts with",
        },
        RemedyActions = new Dictionary<string, VeoRemedy> { ["ReferenceImage"] = VeoRemedy.Give("FirstFrame") },
    };

    /// <summary>The table. <see cref="NewApiTable"/> has the meaning of New API's codes. LiteLLM's codes are HTTP statuses.</summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "OpenAIVideos",
        Documentation = new Uri("https://developers.openai.com/api/reference/go/resources/videos/index.html"),
        NobodysId = (_, digits) => "video_" + digits, // As the page's samples have it.
        Settings =
        [
            new SettingRule(
                Relay,
                $"the program behind the address: {LiteLLM}, {NewApi}, or {OpenAI} for one with the fields of OpenAI's page "
                    + "alone. Left out, only what all of them take goes out",
                Values: [OpenAI, LiteLLM, NewApi]),
        ],
        DefaultModel = "",
        HasOpenModelNames = true,
        Models = [Standard, Standard with { Name = "veo-3.1-fast-generate-001" }, Standard with { Name = "veo-3.1-lite-generate-001" }],
        PricedFields = new PricedFields
        {
            Model = ["model"],
            Resolution = ["size", "resolution", "metadata.resolution"],
            Duration = ["seconds", "duration", "durationSeconds", "metadata.durationSeconds"],
            Audio = ["generateAudio", "metadata.generateAudio"],
            Count = ["n", "sampleCount", "metadata.sampleCount"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(10), Cap: TimeSpan.FromSeconds(15), Floor: TimeSpan.FromSeconds(5)),
        SubmitCodes = NewApiTable.SubmitCodes,
        Notes =
        [
            "LiteLLM, New API and other relays have this API. Ask the operator of the relay for its address and its models",
            "A relay may try a second supplier by itself, and still charges once (QuantumNous/new-api)",
            "It cannot cancel a task, because DELETE only removes a finished video. New API does not list tasks",
        ],
    };

    /// <summary>The relay of a profile, null where it does not say.</summary>
    public static string? RelayOf(ProfileSettings settings) =>
        settings[Relay] is { } said
            ? new[] { OpenAI, LiteLLM, NewApi }.FirstOrDefault(known => known.Equals(said, StringComparison.OrdinalIgnoreCase))
            : null;

    private static ModelRule Further(string parameter, Func<VeoRequest, bool> isGiven) => new(
        parameter,
        $"OpenAI's fields have none: the profile's setting {Relay} ({LiteLLM} or {NewApi}) says how it goes out",
        null,
        isGiven)
    {
        AppliesTo = settings => RelayOf(settings) is null or OpenAI,
    };
}
