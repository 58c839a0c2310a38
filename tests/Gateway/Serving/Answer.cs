using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <summary>A response before it is sent, so that a fault can bend it, cut it, or throw it away.</summary>
internal sealed record Answer(int Status, string? ContentType, Stream Body)
{
    // As gateways write it: quotes as \", letters of any script as they are.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where in <see cref="Body"/> the part to be sent begins.</summary>
    public long Offset { get; init; }

    /// <summary>How much of <see cref="Body"/> is to be sent.</summary>
    public long Length { get; init; } = Body.Length;

    public IHeaderDictionary Headers { get; } = new HeaderDictionary();

    public static Answer Json(JsonNode body, int status = StatusCodes.Status200OK) =>
        Text(status, "application/json", body.ToJsonString(s_plain));

    public static Answer Text(int status, string contentType, string body) =>
        new(status, contentType, new MemoryStream(Encoding.UTF8.GetBytes(body)));

    public static Answer Empty(int status) => new(status, null, Stream.Null);

    /// <summary>The body as JSON; only for answers that are JSON.</summary>
    public JsonObject ReadJson()
    {
        Body.Position = 0;
        return JsonNode.Parse(Body)!.AsObject();
    }

    /// <summary>Sends the part that is to be sent, or only its first bytes.</summary>
    public async Task CopyToAsync(Stream target, long limit, CancellationToken token)
    {
        byte[] buffer = new byte[Math.Clamp(limit, 1, 64 * 1024)];
        Body.Position = Offset;
        long left = Math.Min(Length, limit);
        while (left > 0)
        {
            int read = await Body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), token);
            await target.WriteAsync(buffer.AsMemory(0, read), token);
            left -= read;
        }
    }
}
