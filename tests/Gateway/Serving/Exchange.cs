using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <summary>One request on its way to an answer: what operations read from, and what faults play on.</summary>
internal sealed class Exchange(
    LoopbackGateway gateway, HttpContext context, Operation operation, RecordedRequest request, CancellationToken token)
{
    public LoopbackGateway Gateway => gateway;

    public HttpContext Context => context;

    public RecordedRequest Request => request;

    public WireProtocol Protocol => operation.Protocol;

    /// <summary>Ends when the client goes away or the gateway stops.</summary>
    public CancellationToken Token => token;

    /// <summary>A fault's answer to a poll, in place of the task's own.</summary>
    public Outcome? ForcedOutcome { get; set; }

    /// <summary>A fault's entity tag, in place of the file's own.</summary>
    public string? ForcedETag { get; set; }

    public RawConnection Connection => new(context);

    /// <summary>Does what was asked: a submission that is in order is accepted here, and only here.</summary>
    public Answer Handle() =>
        operation.NeedsKey && !operation.Protocol.HasKey(request)
            ? operation.Protocol.RefuseKey()
            : operation.Handle(this);

    /// <summary>Does what was asked, or not, where the answer is not needed.</summary>
    public void Take(bool accepted)
    {
        if (accepted)
        {
            Handle();
        }
    }

    /// <summary>The task that the request names, if it speaks the protocol that the task was submitted by.</summary>
    public VideoTask? FindTask() => gateway.Tasks.Find(request.Task?.TaskId, Protocol.Name);

    /// <summary>The body, if it says it is JSON and is one object without a name twice.</summary>
    public JsonElement? ReadJson()
    {
        if (!context.Request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(request.Body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public async Task SendAsync(Answer answer)
    {
        await SendHeadAsync(answer);
        await answer.CopyToAsync(context.Response.Body, answer.Length, token);
    }

    public async Task SendHeadAsync(Answer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Length;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }

        await response.StartAsync(token);
    }
}
