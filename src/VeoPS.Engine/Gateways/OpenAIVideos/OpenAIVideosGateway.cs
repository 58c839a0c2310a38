using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways.Dialects.NewApi;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.OpenAIVideos;

/// <summary>
/// Relays that speak the shape of OpenAI's Videos API
/// (<see href="https://developers.openai.com/api/reference/go/resources/videos/index.html"/>),
/// such as LiteLLM (<see href="https://docs.litellm.ai/docs/videos"/>) and New API (QuantumNous/new-api). OpenAI's own service has ended.
/// It never sends DELETE: that removes a finished video, and cancels nothing.
/// </summary>
internal sealed class OpenAIVideosGateway : IContentGateway, IListGateway
{
    private const string VideosPath = "/v1/videos";
    private const string InputReference = "input_reference";

    public GatewayTable Table => OpenAIVideosTable.Table;

    public WireRequest Submit(VeoRequest request, GatewayProfile profile)
    {
        string? relay = OpenAIVideosTable.RelayOf(profile.Settings);
        JsonObject body = Fields(request, profile, relay);
        if (request.FirstFrame is InlineMedia file && relay != OpenAIVideosTable.NewApi)
        {
            body.Merge(request.ProviderOption);
            bool isReplaced = body.ContainsKey(InputReference); // The caller's own value for this gateway replaces the file.
            return new WireRequest(
                HttpMethod.Post,
                VideosPath,
                new FormBody([.. WireForm.Texts(body), .. isReplaced ? Array.Empty<FormPart>() : [WireForm.File(InputReference, file)]]));
        }

        if (request.FirstFrame is { } image)
            body[InputReference] = relay == OpenAIVideosTable.NewApi ? image.ToWire() : new JsonObject { ["image_url"] = image.ToWire() };
        return WireRequest.Post(VideosPath, body.Merge(request.ProviderOption));
    }

    public SubmitAnswer ReadSubmit(WireResponse response) => NewApiTask.ReadSubmit(response);

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(VideosPath + "/", taskId);

    public PollAnswer ReadPoll(WireResponse response) => NewApiTask.ReadPoll(response, Videos);

    public WireRequest Content(string taskId, int index, GatewayProfile profile) => NewApiTask.Content(taskId);

    public WireRequest List(GatewayProfile profile) => WireRequest.Get(VideosPath + "?limit=100");

    // New API has no such route, and LiteLLM none for Veo: then nothing is told, and that is said.
    public IReadOnlyList<ListedTask>? ReadList(WireResponse response) =>
        response.IsSuccess && response.Json.Member("data") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(Listed).OfType<ListedTask>()]
            : null;

    private static ListedTask? Listed(JsonElement item)
    {
        JsonElement? video = item;
        return video.Text("id") is { } id ? new ListedTask(id, WireError.Shorten(video.Text("status")), video) : null;
    }

    // "seconds" is a text. Options without a field of OpenAI's go under Google's names: beside the fields at LiteLLM, inside "metadata" at
    // New API.
    private static JsonObject Fields(VeoRequest request, GatewayProfile profile, string? relay)
    {
        JsonObject further = new JsonObject()
            .Set("generateAudio", request.Audio)
            .Set("negativePrompt", request.NegativePrompt)
            .Set("personGeneration", PersonPolicy.ToWire(request.PersonGeneration))
            .Set("seed", request.Seed);
        JsonObject body = new JsonObject()
            .Set("model", profile.ModelFor(request))
            .Set("prompt", request.Prompt)
            .Set("seconds", request.Duration?.ToString(CultureInfo.InvariantCulture))
            .Set("size", Size(request));
        return relay == OpenAIVideosTable.NewApi ? body.Set("metadata", further.Count == 0 ? null : further) : body.Merge(further);
    }

    // One field for both: where only one of them is given, the other is Google's default, 720p and 16:9.
    private static string? Size(VeoRequest request)
    {
        if (request.Resolution is null && request.AspectRatio is null) return null;
        (string wide, string high) = request.Resolution switch
        {
            "1080p" => ("1920", "1080"),
            "4k" => ("3840", "2160"),
            _ => ("1280", "720"),
        };
        return request.AspectRatio == "9:16" ? $"{high}x{wide}" : $"{wide}x{high}";
    }

    // Some relays add a link to the object, under several names. Where there is none, the content route has the file.
    private static IReadOnlyList<VideoLink> Videos(JsonElement? video)
    {
        if (NewApiTask.Videos(video) is { Count: > 0 } known) return known;
        string? link = video.Member("output").Text("url") ?? video.Member("data").Text("url") ?? video.Member("data").Text("result_url");
        return link is null ? [] : [NewApiTask.Video(video, link)];
    }
}
