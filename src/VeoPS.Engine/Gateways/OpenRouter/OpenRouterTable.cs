using VeoPS.Engine.Gateways.Dialects.Google;

namespace VeoPS.Engine.Gateways.OpenRouter;

/// <summary>
/// The features of OpenRouter, from <see href="https://openrouter.ai/docs/guides/overview/multimodal/video-generation"/>. Its list of
/// models has the values that each model takes, but the gateway gives that list only at run time. The limits here are Google's, and the
/// list does not replace them. A request is validated before anything is sent, also by a preview and without a network. The list has
/// no rules between options (1080p needs 8 seconds). The gateway refuses a request that exceeds a limit before any work, so a wrong guess
/// costs nothing. The price is asked for, because a wrong one would break a limit of cost. A price is known only for durations and
/// resolutions that the list has.
/// </summary>
internal static class OpenRouterTable
{
    /// <summary>Whose options a request carries through:
    /// <see href="https://openrouter.ai/docs/cookbook/video-generation/provider-specific-video-options"/>.</summary>
    public const string Upstream = "google-vertex";

    /// <summary>The meaning of each <c>status</c>, from the OpenAPI document (<c>VideoGenerationResponse</c>).</summary>
    public static readonly IReadOnlyDictionary<string, string> Statuses = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["pending"] = VeoTaskStatus.Queued,
        ["in_progress"] = VeoTaskStatus.Running,
        ["completed"] = VeoTaskStatus.Succeeded,
        ["failed"] = VeoTaskStatus.Failed,
        ["cancelled"] = VeoTaskStatus.Canceled,
        ["expired"] = VeoTaskStatus.Expired,
    };

    private static readonly ModelRule CallbackIsHttps = new(
        "CallbackUri",
        "the gateway sends callbacks only over https",
        null,
        request => request.CallbackUri is { IsAbsoluteUri: true, Scheme: "http" });

    private static readonly ModelTable Standard = new()
    {
        Name = "google/veo-3.1",
        Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference,
        ImageForms = MediaForms.Url | MediaForms.Data,
        MaxReferenceImages = 3,
        PromptAlwaysRequired = false, // "Optional for models that support generating a video from image input alone".
        AspectRatios = ["16:9", "9:16"],
        Resolutions = ["720p", "1080p", "4k"],
        Durations = [4, 6, 8],
        // The guide has sound on where a model makes it; the OpenAPI document says that it depends. The dearer of the two is assumed.
        AudioDefault = true,
        NegativePrompt = true,
        PersonGenerations = ["AllowAll", "AllowAdult", "Disallow"],
        Seed = new SeedRange(0, uint.MaxValue),
        Callback = true,
        LimitsByGoogle = ["Duration", "ReferenceImage", "Seed"],
        Rules =
        [
            CallbackIsHttps,
            GoogleRules.ImagesNeedEightSecondsUpstream,
            GoogleRules.NeedsEightSecondsUpstream("1080p and 4k", request => request.Resolution is "1080p" or "4k"),
        ],
        Remedies = new Dictionary<string, string>
        {
            ["Count"] = "Submit a request for each video",
            ["EnhancePrompt"] = "Leave it out: the model always enhances prompts",
        },
    };

    private static readonly ModelTable Fast = Standard with { Name = "google/veo-3.1-fast" };

    private static readonly ModelTable Lite = Standard with
    {
        Name = "google/veo-3.1-lite",
        Resolutions = ["720p", "1080p"],
        Remedies = new Dictionary<string, string>
        {
            ["Count"] = Standard.Remedies["Count"],
            ["EnhancePrompt"] = Standard.Remedies["EnhancePrompt"],
            ["Resolution"] = "Use a model that is not lite for 4k",
        },
    };

    /// <summary>
    /// The table. It has no codes of its own for a submission: a code is the HTTP status, and 400, 401, 402, 403, 404 and 429 come before
    /// any work, while 408 and 5xx may come after it.
    /// </summary>
    public static readonly GatewayTable Table = new()
    {
        Provider = "OpenRouter",
        DefaultBaseUri = new Uri("https://openrouter.ai"),
        Documentation = new Uri("https://openrouter.ai/docs/guides/overview/multimodal/video-generation"),
        DefaultModel = Fast.Name,
        Models = [Standard, Fast, Lite],
        // "Poll every 10 to 30 seconds" (https://openrouter.ai/docs/api_reference/videos.md).
        PricedFields = new PricedFields
        {
            Model = ["model"],
            Resolution = ["resolution", "size"],
            Duration = ["duration"],
            Audio = ["generate_audio"],
            Count = ["n"],
        },
        Cadence = new PollCadence(
            First: TimeSpan.FromSeconds(10), Step: TimeSpan.FromSeconds(10), Cap: TimeSpan.FromSeconds(30), Floor: TimeSpan.FromSeconds(
                10)),
        TellsCost = true,
        // X-OpenRouter-Signature: t=…,v1=… (https://openrouter.ai/docs/cookbook/video-generation/video-generation-webhooks).
        Callback = CallbackScheme.TimedHmac,
        Notes =
        [
            "It charges USD. Its list of models shows the prices, and a finished job shows its cost",
            "A job that ends without a video reports no cost (its page)",
            "It cannot cancel or list jobs. If the answer to a submission was lost, only the usage of the key shows it",
        ],
    };
}
