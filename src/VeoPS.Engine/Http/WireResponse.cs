using System.Text.Json;

namespace VeoPS.Engine.Http;

/// <summary>An answer, read whole.</summary>
public sealed record WireResponse
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    /// <summary>Keeps an answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body as text.</param>
    /// <param name="retryAfter">How long the gateway asks to be left alone.</param>
    public WireResponse(int status, string body, TimeSpan? retryAfter = null)
    {
        Status = status;
        Body = body;
        RetryAfter = retryAfter;
        Json = Parse(body);
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body as text.</summary>
    public string Body { get; }

    /// <summary>How long the gateway asks to be left alone (<c>Retry-After</c> in either form).</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The body as JSON, null where it is none.</summary>
    public JsonElement? Json { get; }

    /// <summary>2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    private static JsonElement? Parse(string body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, Lenient);
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null; // No JSON is an answer too: a proxy's page, a cut body. Whoever reads it decides.
        }
    }
}
