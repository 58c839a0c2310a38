using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.SkillsVideo;

/// <summary>
/// skills.video: <see href="https://docs.skills.video/api-reference/veo-31"/> and its neighbours. The model is part of the path.
/// Images go along as links in JSON, or as files in a form: <see href="https://docs.skills.video/quickstart"/>.
/// </summary>
internal sealed class SkillsVideoGateway : IBalanceGateway, IListGateway
{
    private const string ModelPath = "/api/v1/generation/google/";
    private const string GenerationPath = "/api/v1/generation/";
    private const string CreditsPath = "/api/v1/credits";
    private const string RunningPath = "/api/v1/generations/running?limit=100"; // 100 is the most that the page allows.

    // Where the balance may stand: no page shows the answer.
    private static readonly string[] BalanceNames = ["credits", "balance", "total", "data"];

    public GatewayTable Table => SkillsVideoTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile)
    {
        string model = profile.ModelFor(request);
        string path = ModelPath + Uri.EscapeDataString(model);
        ImageField[] images = [.. Images(request, model)];
        JsonObject body = Fields(request, images);
        if (images.All(field => field.Media.All(media => media is LinkedMedia)))
        {
            foreach (ImageField field in images) body[field.Name] = field.ToJson();
            return WireRequest.Post(path, body.Merge(request.ProviderOption));
        }

        // Whatever the caller gives for this gateway alone stands in place of the earlier value.
        body.Merge(request.ProviderOption);
        return new WireRequest(HttpMethod.Post, path, new FormBody(
            [.. WireForm.Texts(body), .. images.Where(field => !body.ContainsKey(field.Name)).SelectMany(field => field.ToParts())]));
    }

    public SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? generation = response.Json;
        SubmitAnswer receipt = new(generation.Text("id"), SkillsVideoError.Read(response), SkillsVideoError.BodyStatus(response))
        {
            Cost = SkillsVideoResult.Cost(generation),
        };
        return TaskReading.Receipt(
            receipt,
            generation.Text("status"),
            SkillsVideoTable.Statuses,
            () => SkillsVideoError.OfTask(generation));
    }

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(GenerationPath, taskId);

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? generation = response.Json;
        string? word = generation.Text("status");
        string? status = TaskReading.StatusOf(word, SkillsVideoTable.Statuses);
        return TaskReading.Answer(response, word, status, SkillsVideoError.Read(response), () => new TaskSnapshot
        {
            Videos = status == VeoTaskStatus.Succeeded ? SkillsVideoResult.Videos(generation.Member("data")) : [],
            Cost = SkillsVideoResult.Cost(generation),
            Error = status == VeoTaskStatus.Failed ? SkillsVideoError.OfTask(generation) : null,
        });
    }

    public WireRequest Balance(GatewayProfile profile) => WireRequest.Get(CreditsPath);

    public BalanceAnswer ReadBalance(WireResponse response)
    {
        VeoError? error = SkillsVideoError.Read(response);
        return new BalanceAnswer(error is null ? Credits(response.Json) : null, "credits", error);
    }

    // https://docs.skills.video/api-reference/list-running-generations
    public WireRequest List(GatewayProfile profile) => WireRequest.Get(
        profile.Setting(SkillsVideoTable.Workspace) is { } workspace
            ? $"{RunningPath}&workspace={Uri.EscapeDataString(workspace)}"
            : RunningPath);

    public IReadOnlyList<ListedTask>? ReadList(WireResponse response) =>
        response is { IsSuccess: true, Json: { ValueKind: JsonValueKind.Array } list }
            ? [.. list.EnumerateArray().Select(Listed).OfType<ListedTask>()]
            : null;

    private static JsonObject Fields(VeoRequest request, ImageField[] images) => new JsonObject()
        .Set("prompt", request.Prompt)
        .Set("mode", images.FirstOrDefault()?.Mode)
        .Set("duration", request.Duration)
        .Set("resolution", request.Resolution)
        .Set("aspect_ratio", request.AspectRatio)
        .Set("generate_audio", request.Audio)
        .Set("negative_prompt", request.NegativePrompt)
        .Set("seed", request.Seed)
        .Set("n", request.Count);

    // Without an image the mode is left out, as in the page's example. The page has its two fields for
    // the frames mode; veo-3.1-lite has image_url besides, for one image in its text-image mode.
    private static IEnumerable<ImageField> Images(VeoRequest request, string model)
    {
        bool isLite = string.Equals(model, SkillsVideoTable.Lite.Name, StringComparison.OrdinalIgnoreCase);
        return (request.Mode, isLite) switch
        {
            (VideoModes.Reference, _) => [new("reference", "reference_image_urls", request.ReferenceImages, IsList: true)],
            (VideoModes.FirstFrame, true) => [new("text-image", "image_url", [request.FirstFrame!])],
            (VideoModes.FirstFrame, false) => [new("frames", "first_frame_url", [request.FirstFrame!])],
            (VideoModes.FirstAndLastFrame, _) =>
                [new("frames", "first_frame_url", [request.FirstFrame!]), new("frames", "last_frame_url", [request.LastFrame!])],
            _ => [],
        };
    }

    private static decimal? Credits(JsonElement? element) => element switch
    {
        { ValueKind: JsonValueKind.Object } => BalanceNames.Select(name => Credits(element.Member(name)))
            .FirstOrDefault(amount => amount is not null),
        { } value => value.Amount(),
        null => null,
    };

    private static ListedTask? Listed(JsonElement item)
    {
        JsonElement? task = item;
        return task.Text("id") is { } id ? new ListedTask(id, WireError.Shorten(task.Text("status")), task.Member("input")) : null;
    }

    private sealed record ImageField(string Mode, string Name, IReadOnlyList<MediaInput> Media, bool IsList = false)
    {
        public JsonNode ToJson() => IsList ? new JsonArray([.. Media.Select(each => (JsonNode)each.ToWire())]) : Media[0].ToWire();

        public IEnumerable<FormPart> ToParts() =>
            Media.Select(
                (each, index) => each is InlineMedia inline ? WireForm.File(Name, inline, index) : WireForm.Text(Name, each.ToWire()));
    }
}
