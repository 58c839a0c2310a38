using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Submissions;
using VeoPS.Engine.Tasks;

namespace VeoPS.Engine.Gateways.TokenBay;

/// <summary>
/// TokenBay: <see href="https://www.tokenbay.com/docs/reference/video/veo-3-1"/>. It descends from QuantumNous/new-api, so that
/// what its own pages leave open is read as new-api's source has it.
/// </summary>
internal sealed class TokenBayGateway : IGateway
{
    private const string VideosPath = "/v1/videos";

    public GatewayTable Table => TokenBayTable.Table;

    // Of two names for one thing only one goes out (resolution, never size; duration, never seconds): which of them wins is not
    // documented. No image_mime_type either: it is a hint for raw base64, and a data URI carries its own.
    public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(VideosPath, new JsonObject()
        .Set("model", request.Model ?? profile.DefaultModel)
        .Set("prompt", request.Prompt)
        .Set("resolution", request.Resolution)
        .Set("duration", request.Duration)
        .Set("aspect_ratio", request.AspectRatio)
        .Set("generate_audio", request.Audio)
        .Set("enhance_prompt", request.EnhancePrompt)
        .Set("negative_prompt", request.NegativePrompt)
        .Set("seed", request.Seed)
        .Set("person_generation", PersonGeneration(request.PersonGeneration))
        .Set("image", request.FirstFrame?.ToWire())
        .Set("lastFrameImage", request.LastFrame?.ToWire())
        .Set("input_reference", request.ReferenceImages.SingleOrDefault()?.ToWire())
        .Merge(request.ProviderOption));

    public SubmitAnswer ReadSubmit(WireResponse response)
    {
        JsonElement? receipt = response.Json;
        JsonElement? task = TokenBayTask.Unwrap(receipt);
        string? id = receipt.Text("task_id") ?? receipt.Text("id") ?? task.Text("task_id") ?? task.Text("id");
        return new SubmitAnswer(id, TokenBayError.Read(response), TokenBayError.BodyStatus(response), WireError.Shorten(task.Text("status")));
    }

    public WireRequest Poll(string taskId, GatewayProfile profile) => WireJson.GetTask(VideosPath + "/", taskId);

    public PollAnswer ReadPoll(WireResponse response)
    {
        JsonElement? task = TokenBayTask.Unwrap(response.Json);
        string? word = task.Text("status");
        string? status = word is not null && TokenBayTable.Statuses.TryGetValue(word, out string? known) ? known : null;

        // A task's own failure comes with an error object too: it is a refusal only beside a status that is none of a task's, or
        // under an HTTP status that refuses.
        VeoError? refusal = TokenBayError.Read(response);
        bool readable = response.IsSuccess && (status is not null || refusal is null);
        if (word is null || !readable) return new PollAnswer(null, refusal);

        return new PollAnswer(
            new TaskSnapshot
            {
                Status = status,
                RawStatus = WireError.Shorten(word),
                Progress = TokenBayTask.Progress(task),
                Videos = status == VeoTaskStatus.Succeeded ? TokenBayTask.Videos(task) : [],
                Error = status == VeoTaskStatus.Failed ? TokenBayError.OfTask(task) : null,
            },
            null);
    }

    private static string? PersonGeneration(string? value) => value switch
    {
        "AllowAll" => "allow_all",
        "AllowAdult" => "allow_adult",
        "Disallow" => "disallow",
        _ => value,
    };
}
