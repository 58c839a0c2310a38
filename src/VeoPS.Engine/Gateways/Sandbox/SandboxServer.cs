using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.Sandbox;

/// <summary>
/// The far end of the sandbox's wire. A task's state follows from its id and the clock; which were canceled is known as long
/// as the process runs.
/// </summary>
internal sealed class SandboxServer(TimeProvider time) : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, bool> _canceled = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string[] path = request.RequestUri!.AbsolutePath.Trim('/').Split('/');
        HttpResponseMessage response = (request.Method.Method, path) switch
        {
            ("POST", ["v1", "videos"]) => Submit(await ReadAsync(request).ConfigureAwait(false)),
            ("GET", ["v1", "videos", var id]) => SandboxTask.Parse(id) is { } task ? Poll(task) : NotFound(id),
            ("POST", ["v1", "videos", var id, "cancel"]) => SandboxTask.Parse(id) is { } task ? Cancel(task) : NotFound(id),
            ("GET", ["v1", "videos", var id, "content", var index]) => SandboxTask.Parse(id) is { } task
                ? Content(task, index, request.Headers)
                : NotFound(id),
            _ => NotFound(request.RequestUri.AbsolutePath),
        };
        response.RequestMessage = request;
        return response;
    }

    private static async Task<JsonElement?> ReadAsync(HttpRequestMessage request) =>
        request.Content is null ? null : new WireResponse(200, await request.Content.ReadAsStringAsync().ConfigureAwait(false)).Json;

    private HttpResponseMessage Submit(JsonElement? body)
    {
        string outcome = body.Text("outcome") ?? "succeeded";
        int count = body.Integer("count") ?? 1;
        if (!body.IsObject()) return Error(HttpStatusCode.BadRequest, "invalid_json", "The body is not a JSON object.");
        if (!SandboxTask.IsOutcome(outcome))
            return Error(HttpStatusCode.BadRequest, "invalid_outcome", "outcome is one of succeeded, failed, filtered, canceled.");
        if (count is < 1 or > 4) return Error(HttpStatusCode.BadRequest, "invalid_count", "count is 1 to 4.");

        SandboxTask task = new(time.GetUtcNow(), count, body.Text("aspect_ratio") == "9:16", outcome, Guid.NewGuid().ToString("N")[..8]);
        return Json(HttpStatusCode.OK, new JsonObject { ["id"] = task.Id, ["status"] = "queued" });
    }

    // A task that has ended keeps its status.
    private HttpResponseMessage Cancel(SandboxTask task)
    {
        if (time.GetUtcNow() < task.Created + SandboxTask.Rendered) _canceled.TryAdd(task.Id, true);
        return Poll(task);
    }

    private string StatusOf(SandboxTask task) => _canceled.ContainsKey(task.Id) ? "canceled" : task.StatusAt(time.GetUtcNow());

    private HttpResponseMessage Poll(SandboxTask task)
    {
        DateTimeOffset now = time.GetUtcNow();
        string status = StatusOf(task);
        JsonObject body = new() { ["id"] = task.Id, ["status"] = status, ["progress"] = task.ProgressAt(now) };
        if (status == "succeeded")
        {
            body["videos"] = new JsonArray([.. Enumerable.Range(0, task.Count).Select(index => (JsonNode)new JsonObject
            {
                ["url"] = FormattableString.Invariant($"{SandboxGateway.VideosPath}/{task.Id}/content/{index}"),
                ["resolution"] = "360p",
                ["duration"] = 4,
                ["mime_type"] = "video/mp4",
            })]);
        }
        else if (status is "failed" or "filtered")
        {
            body["error"] = new JsonObject { ["code"] = status, ["message"] = $"The request asked for the outcome '{status}'." };
        }

        return Json(HttpStatusCode.OK, body);
    }

    private HttpResponseMessage Content(SandboxTask task, string index, HttpRequestHeaders headers)
    {
        bool exists = int.TryParse(index, out int number) && number >= 0 && number < task.Count && StatusOf(task) == "succeeded";
        if (!exists) return NotFound($"{task.Id}/{index}");

        using Stream clip = typeof(SandboxServer).Assembly.GetManifestResourceStream(task.Tall ? "sandbox-tall.mp4" : "sandbox-wide.mp4")!;
        long length = clip.Length;
        // Every clip is whole and never changes, so If-Range always holds.
        RangeItemHeaderValue? range = headers.Range?.Ranges.FirstOrDefault();
        long from = range?.From ?? 0;
        long last = range?.From is null ? length - 1 : Math.Min(range.To ?? length, length - 1);
        if (from >= length)
            return new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable) {
                Content = new ByteArrayContent([]) { Headers = { ContentRange = new ContentRangeHeaderValue(length) } } };

        byte[] bytes = new byte[last - from + 1];
        clip.Seek(from, SeekOrigin.Begin);
        for (int read = 0; read < bytes.Length;) read += clip.Read(bytes, read, bytes.Length - read);
        HttpResponseMessage response = new(bytes.Length == length ? HttpStatusCode.OK : HttpStatusCode.PartialContent) {
            Content = new ByteArrayContent(bytes) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("video/mp4");
        if (bytes.Length < length) response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, last, length);
        response.Headers.ETag = new EntityTagHeaderValue(task.Tall ? "\"tall-1\"" : "\"wide-1\"");
        return response;
    }

    private static HttpResponseMessage NotFound(string what) => Error(HttpStatusCode.NotFound, "not_found", $"There is no '{what}'.");

    private static HttpResponseMessage Error(HttpStatusCode status, string code, string message) =>
        Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    private static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
