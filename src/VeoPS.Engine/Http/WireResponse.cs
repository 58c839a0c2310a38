using System.Text.Json;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http;

/// <summary>An answer, read whole.</summary>
internal sealed record WireResponse
{
    private const int LongestTitle = 100;

    private static readonly JsonDocumentOptions Lenient = new() {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64 };

    /// <summary>Keeps an answer.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body as text.</param>
    /// <param name="retryAfter">How long its headers ask to leave the gateway alone; null: the body may say.</param>
    public WireResponse(int status, string body, TimeSpan? retryAfter = null)
    {
        Status = status;
        Body = body;
        Json = Parse(body);
        RetryAfter = retryAfter ?? RetryDelay.Of(status, Json);
    }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The body as text.</summary>
    public string Body { get; }

    /// <summary>How long the gateway asks to be left alone: <c>Retry-After</c> in either form, or a delay in the body.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>The body as JSON, null where it is none.</summary>
    public JsonElement? Json { get; }

    /// <summary>Where a redirect leads, null where it is none or says nothing that is an address.</summary>
    public Uri? Location { get; init; }

    /// <summary>True for a refusal that a later try of the same question may get past.</summary>
    internal bool IsPassing => Passes(Status);

    /// <summary>The same of a status alone.</summary>
    internal static bool Passes(int status) => status is 408 or 425 or 429 or >= 500;

    /// <summary>2xx.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>True for a page of HTML or XML: it is from something between, and no answer of a gateway.</summary>
    public bool IsPage => Json is null && Body.AsSpan().TrimStart().StartsWith("<".AsSpan(), StringComparison.Ordinal);

    /// <summary>Describes the answer to a person where the gateway itself says nothing: the status, and the target of a redirect or the
    /// title of a page.</summary>
    public string Describe()
    {
        string status = FormattableString.Invariant($"HTTP {Status}");
        string? more = Location is { } target ? $"which redirects to {target.GetLeftPart(UriPartial.Path)}"
            : IsPage ? Title() is { } title ? $"an HTML page: {title}" : "an HTML page"
            : null;
        return more is null ? status : $"{status}, {Redactor.Shared.Redact(more)}";
    }

    /// <summary>The complete members of an answer that was cut off; null where it is not cut off, or no member is complete.</summary>
    public WireResponse? Salvage() =>
        Json is null && JsonPrefix.Complete(Body) is { } whole ? new WireResponse(Status, whole, RetryAfter) : null;

    private string? Title()
    {
        string head = Body.Length > 4096 ? Body.Substring(0, 4096) : Body;
        int start = head.IndexOf("<title", StringComparison.OrdinalIgnoreCase);
        int text = start < 0 ? -1 : head.IndexOf('>', start) + 1;
        int end = text <= 0 ? -1 : head.IndexOf('<', text);
        string title = end < 0
            ? ""
            : string.Join(" ", head.Substring(text, end - text).Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return title.Length == 0 ? null : title.Length > LongestTitle ? title.Substring(0, LongestTitle) : title;
    }

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
