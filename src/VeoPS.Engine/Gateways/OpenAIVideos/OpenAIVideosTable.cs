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
        $"relays expect image links in different fields, and LiteLLM accepts none: the profile's setting {Relay} says "
            + $"which relay it is ({OpenAI} or {NewApi})",
        "the path of a file, which every relay accepts",
        request => request.FirstFrame is not null and not InlineMedia and not FileMedia)
    {
        AppliesTo = settings => RelayOf(settings) is null or LiteLLM,
    };

    // LiteLLM hands the texts of a form on as they are, and Google takes no text for true and false.
    private static readonly ModelRule NoSwitchInForms = new(
        "Audio",
        "LiteLLM accepts an image only as form data, which cannot carry this option",
        null,
        request => request.Audio is not null && request.FirstFrame is not null)
    {
        AppliesTo = settings => RelayOf(settings) is LiteLLM,
        Source = LiteLLMPage,
    };

    private static readonly ModelRule LiteLLMKnowsNo4k = new(
        "Resolution",
        "LiteLLM supports sizes up to 1920x1080, and makes any other size 16:9",
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
            ["Count"] = "Submit a request for each video",
            ["LastFrame"]
                = "This API accepts one image. LiteLLM's own routes for Google's API accept more: use the provider Vertex with the "
                    + "relay's address",
            ["ReferenceImage"] = "This API accepts one image, which is the first frame",
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
                $"the program behind the address: {LiteLLM}, {NewApi}, or {OpenAI} for one that accepts only OpenAI's fields. "
                    + "If it is left out, VeoPS sends only fields that all of them accept",
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
            "LiteLLM, New API and other relays offer this API. Ask the operator of the relay for its address and its models",
            "A relay may automatically try a second supplier, and still charges once (QuantumNous/new-api)",
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
        $"OpenAI's API has no such field: the profile's setting {Relay} ({LiteLLM} or {NewApi}) says which field to use",
        null,
        isGiven)
    {
        AppliesTo = settings => RelayOf(settings) is null or OpenAI,
    };
}
