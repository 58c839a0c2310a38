using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Dialects.Google;

/// <summary>
/// A long-running operation: <see href="https://cloud.google.com/apis/design/design_patterns#long_running_operations"/>. It has no
/// word for its state: until <c>done</c> it runs, then it has an <c>error</c> or a <c>response</c>.
/// </summary>
internal static class GoogleOperation
{
    /// <summary>Reads the receipt of a submission: the operation's name.</summary>
    public static SubmitAnswer Receipt(WireResponse response)
    {
        JsonElement? operation = response.Json;
        bool isDone = operation.Member("done") is { ValueKind: JsonValueKind.True };
        return new SubmitAnswer(operation.Text("name"), GoogleError.Read(response, isSubmission: true), GoogleError.BodyStatus(response))
        {
            RawStatus = isDone ? "done" : null,
            Status = !isDone ? null : GoogleError.OfOperation(operation) is null ? VeoTaskStatus.Succeeded : VeoTaskStatus.Failed,
        };
    }

    /// <summary>Reads an operation's state.</summary>
    /// <param name="response">The gateway's answer.</param>
    /// <param name="resultIn">Finds the result in the operation's <c>response</c>.</param>
    public static PollAnswer State(WireResponse response, Func<JsonElement?, JsonElement?> resultIn)
    {
        JsonElement? operation = response.Json;
        bool isDone = operation.Member("done") is { ValueKind: JsonValueKind.True };
        VeoError? failure = GoogleError.OfOperation(operation);
        bool isOperation = response.IsSuccess && (isDone || (operation.Text("name") is not null && failure is null));
        if (!isOperation) return new PollAnswer(null, GoogleError.Read(response));
        if (!isDone) return new PollAnswer(new TaskSnapshot { Status = VeoTaskStatus.Running }, null);

        JsonElement? result = resultIn(operation.Member("response"));
        IReadOnlyList<VideoLink> videos = failure is null ? Videos(result) : [];
        failure ??= videos.Count == 0 ? Filtered(result) : null;
        string status = failure is null
            ? VeoTaskStatus.Succeeded
            : GoogleError.OfOperation(operation) is null ? VeoTaskStatus.Filtered : VeoTaskStatus.Failed;
        int heldBack = videos.Count > 0 ? Math.Max(0, result.Integer("raiMediaFilteredCount") ?? 0) : 0;
        TaskSnapshot snapshot = new() { Status = status, RawStatus = "done", Videos = videos, WithheldVideos = heldBack, Error = failure };
        return new PollAnswer(snapshot with { IsNotCharged = IsNotCharged(status, failure) }, null);
    }

    // Google charges for videos that were made, not for those that its filters hold back
    // (https://ai.google.dev/gemini-api/docs/pricing), and where an operation fails, its sentence says so.
    private static bool IsNotCharged(string status, VeoError? failure) =>
        status == VeoTaskStatus.Filtered || (failure is not null && NotCharged.Says(failure.Message));

    /// <summary>
    /// The members that hold a video itself: <c>bytesBase64Encoded</c>
    /// (<see href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/veo-video-generation"/>),
    /// <c>encodedVideo</c>, which googleapis/js-genai reads as its <c>videoBytes</c>.
    /// </summary>
    public static readonly IReadOnlyList<string> InlineMembers = ["bytesBase64Encoded", "encodedVideo", "videoBytes"];

    // videos on Vertex' page, generatedSamples on Gemini's (at Vertex deprecated, and a list of addresses:
    // https://docs.cloud.google.com/gemini-enterprise-agent-platform/reference/rest/v1/GenerateVideoResponse); QuantumNous/new-api has
    // seen generatedVideos (relay/channel/task/gemini).
    private static readonly string[] Lists = ["videos", "generatedSamples", "generatedVideos"];

    /// <summary>The videos of a result: by their address, or themselves.</summary>
    /// <param name="result">Where <see cref="Lists"/> are looked for.</param>
    public static IReadOnlyList<VideoLink> Videos(JsonElement? result) =>
        [.. Lists.SelectMany(list => result.Member(list).Items()).Select(Video).OfType<VideoLink>().Distinct()];

    private static VideoLink? Video(JsonElement item)
    {
        JsonElement? video = item.Member("video") ?? item;
        string? mimeType = video.Text("mimeType") ?? video.Text("encoding");
        string? link = item.Text() ?? video.Text("gcsUri") ?? video.Text("uri");
        if (link is not null)
        {
            string address = GoogleStorage.ToHttps(link);
            return new VideoLink(address, MimeType: mimeType) { StorageUri = address == link ? null : link };
        }

        string? inline = InlineMembers.Select(member => video.Text(member)).FirstOrDefault(media => media is not null);
        return inline is null ? null : new VideoLink(inline, MimeType: mimeType);
    }

    /// <summary>
    /// The path of a resource's name: its slashes stay, nothing else in it means anything. One that would lead up, or
    /// elsewhere, stays below <c>operations/</c>, where nothing has such a name.
    /// </summary>
    public static string PathOf(string name)
    {
        string[] segments = name.Split('/');
        bool leadsDown = Array.TrueForAll(segments, segment => segment is not ("" or "." or ".."));
        return leadsDown ? string.Join("/", segments.Select(Uri.EscapeDataString)) : "operations/" + Uri.EscapeDataString(name);
    }

    // raiMediaFilteredCount and raiMediaFilteredReasons: how many videos were made and held back, and why. Blocked ones are not charged
    // (https://ai.google.dev/gemini-api/docs/pricing).
    private static VeoError? Filtered(JsonElement? result)
    {
        string[] reasons = [.. result.Member("raiMediaFilteredReasons").Items().Select(reason => reason.Text()).OfType<string>()];
        int count = result.Integer("raiMediaFilteredCount") ?? 0;
        if (count <= 0 && reasons.Length == 0) return null;
        string message = reasons.Length > 0
            ? string.Join(" ", reasons)
            : $"{count.ToString(CultureInfo.InvariantCulture)} videos were blocked by Google's safety filters.";
        return WireError.Make("raiMediaFiltered", message, VeoErrorKind.ContentRejected);
    }
}
