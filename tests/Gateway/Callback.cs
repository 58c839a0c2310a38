using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VeoPS.TestGateway;

/// <summary>A call that the gateway makes when a task ends, as its page describes it.</summary>
public sealed record Callback
{
    /// <summary>The task that it is about.</summary>
    public required string TaskId { get; init; }

    /// <summary>The secret to sign with; null sends no signature.</summary>
    public string? Secret { get; init; }

    /// <summary>How much older than now the call says it is.</summary>
    public double AgeSeconds { get; init; }

    /// <summary>Changes the body after it was signed.</summary>
    public bool Tampered { get; init; }

    /// <summary>Where to, with the address that the submission named put behind it; null: that address itself.</summary>
    public Uri? To { get; init; }

    /// <summary>The event's id, where the scheme has one.</summary>
    public string EventId { get; init; } = "msg_" + Guid.NewGuid().ToString("N");

    /// <summary>Calls.</summary>
    /// <param name="task">The task, as the gateway took it.</param>
    /// <param name="now">The gateway's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How it was answered.</returns>
    internal async Task<int> SendAsync(AcceptedTask task, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var body = BodyOf(task);
        var time = (now - TimeSpan.FromSeconds(AgeSeconds)).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, Target(task));
        foreach (var (name, value) in Headers(task, time, body))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Content = new StringContent(
            Tampered ? body.Replace("{", "{ ", StringComparison.Ordinal) : body,
            Encoding.UTF8,
            "application/json");

        // What a reverse proxy passes on.
        request.Headers.Host = "hooks.example";
        using var response = await client.SendAsync(request, cancellationToken);
        return (int)response.StatusCode;
    }

    private Uri Target(AcceptedTask task)
    {
        var named = new Uri(
            AddressIn(task.Request) ?? throw new ArgumentException($"The submission of {TaskId} named no address to call."));
        return To is null ? named : new Uri(To, named.PathAndQuery);
    }

    private static string? AddressIn(JsonElement request) =>
        new[] { "callBackUrl", "webhook", "callback_url" }
            .Select(name => request.TryGetProperty(name, out var value) ? value.GetString() : null)
            .FirstOrDefault(address => address is not null);

    private string BodyOf(AcceptedTask task) => (task.Protocol switch
    {
        Protocol.OpenRouter => new JsonObject {
            ["type"] = "video.generation.completed",
            ["data"] = new JsonObject { ["id"] = TaskId, ["status"] = "completed" } },
        Protocol.Replicate => new JsonObject { ["id"] = TaskId, ["status"] = "succeeded" },
        Protocol.Fal => new JsonObject { ["request_id"] = TaskId, ["gateway_request_id"] = TaskId, ["status"] = "OK", ["payload"] = null },
        _ => new JsonObject
        {
            ["code"] = 200,
            ["msg"] = "Veo3.1 video generated successfully.",
            ["data"] = new JsonObject {
                ["taskId"] = TaskId,
                ["info"] = new JsonObject { ["resultUrls"] = "[https://files.example/a.mp4]" },
                ["fallbackFlag"] = false },
        },
    }).ToJsonString();

    private IEnumerable<(string Name, string Value)> Headers(AcceptedTask task, string time, string body) => (Secret, task.Protocol) switch
    {
        (null, _) => [],
        (_, Protocol.OpenRouter) =>
            [("X-OpenRouter-Signature", $"t={time},v1={Convert.ToHexStringLower(Hmac(Encoding.UTF8.GetBytes(Secret), $"{time},{body}"))}")],
        (_, Protocol.Replicate) =>
        [
            ("webhook-id", EventId),
            ("webhook-timestamp", time),
            ("webhook-signature", "v1,"
                + Convert.ToBase64String(Hmac(Convert.FromBase64String(Secret["whsec_".Length..]), $"{EventId}.{time}.{body}"))),
        ],
        (_, Protocol.Kie) =>
        [
            ("X-Webhook-Timestamp", time),
            ("X-Webhook-Signature", Convert.ToBase64String(Hmac(Encoding.UTF8.GetBytes(Secret), $"{TaskId}.{time}"))),
        ],
        _ => [],
    };

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
