using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways.Dialects.NewApi;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.UniAll;

/// <summary>
/// UniAll: <see href="https://docs.uniall.ai/models/video/veo-3-1/create-task"/>. Its page on Veo shows no answer: they are read as on
/// its pages on other models, and in the forms of QuantumNous/new-api, which they resemble.
/// </summary>
internal sealed class UniAllGateway : IContentGateway
{
    private const string GenerationsPath = "/v1/video/generations";

    public GatewayTable Table => UniAllTable.Table;

    // The gateway reads extra_body as a key of the body. OpenAI's SDKs use that name for fields that they merge into the body.
    public WireRequest Submit(VeoRequest request, GatewayProfile profile)
    {
        string model = profile.ModelFor(request);
        JsonObject extra = new JsonObject()
            .Set("generate_audio", request.Audio)
            .Set("negative_prompt", request.NegativePrompt)
            .Set("seed", request.Seed);
        return WireRequest.Post(GenerationsPath, new JsonObject()
            .Set("model", model)
            .Set("prompt", request.Prompt)
            .Set("image", request.FirstFrame?.ToWire())
            .Set("images", Images(request))
            .Set("last_image", request.LastFrame?.ToWire())
            .Set("video", request.SourceVideo?.ToWire())

            // "Should match the model": also where it was left out.
            .Set("size", Table.Knows(model) ? Table.Find(model).Resolutions[0] : request.Resolution)
            .Set("aspect_ratio", request.AspectRatio)
            .Set("duration", request.Duration)
            .Set("extra_body", extra.Count > 0 ? extra : null)
            .Merge(request.ProviderOption));
    }

    public SubmitAnswer ReadSubmit(WireResponse response) => NewApiTask.ReadSubmit(response);

    public WireRequest Poll(string taskId, GatewayProfile profile)
    {
        string setting = profile.Setting(UniAllTable.PollPath) ?? UniAllTable.PollPaths[0];
        string path = UniAllTable.PollPaths.First(known => string.Equals(known, setting, StringComparison.OrdinalIgnoreCase));
        return WireJson.GetTask(path.Substring(0, path.Length - UniAllTable.TaskId.Length), taskId);
    }

    public WireRequest Content(string taskId, int index, GatewayProfile profile) => NewApiTask.Content(taskId);

    // HTTP 404 is a path that nobody serves; for a task that nobody knows, new-api has HTTP 400 and a word.
    public PollAnswer ReadPoll(WireResponse response)
    {
        PollAnswer answer = NewApiTask.ReadPoll(response, Videos);
        if (response.Status != 404 || answer.Error is not { } error) return answer;
        string message = $"{error.Message.TrimEnd('.')}. If the gateway says so for every task, try another value of the "
            + $"profile's setting {UniAllTable.PollPath}";
        return answer with { Error = new VeoError(error) { Message = message } };
    }

    private static JsonArray? Images(VeoRequest request) =>
        request.ReferenceImages.Count > 0 ? new JsonArray([.. request.ReferenceImages.Select(image => (JsonNode)image.ToWire())]) : null;

    // The gateway's own places come first: video_url (its page on Sora 2), then result (its page on Happy Horse).
    private static IReadOnlyList<VideoLink> Videos(JsonElement? task)
    {
        JsonElement? result = task.Member("result");
        string?[] links = (task.Text("video_url") ?? result.Text("video_url")) is { } link
            ? [link]
            : [.. result.Member("outputs").Items().Select(output => output.Text())];
        VideoLink[] own = [.. links.OfType<string>().Distinct(StringComparer.Ordinal).Select(each => NewApiTask.Video(task, each))];
        return own.Length > 0 ? own : NewApiTask.Videos(task);
    }
}
