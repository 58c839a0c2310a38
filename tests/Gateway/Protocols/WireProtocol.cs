using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>What the protocols have in common: paths, files, and a way to say no.</summary>
internal abstract class WireProtocol(LoopbackGateway gateway)
{
    public abstract Protocol Name { get; }

    protected LoopbackGateway Gateway => gateway;

    /// <summary>Whether a refusal comes under HTTP 200 unless the options ask for its own status.</summary>
    protected virtual bool HidesStatus => false;

    public abstract void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline);

    /// <summary>Whether a request carries the key.</summary>
    public virtual bool HasKey(RecordedRequest request) => request.Header("Authorization") == $"Bearer {gateway.Options.ApiKey}";

    /// <summary>The protocol's error for a key that is missing or wrong.</summary>
    public abstract Answer RefuseKey();

    /// <summary>The protocol's error for a limit of the rate.</summary>
    public abstract JsonObject RateLimitBody();

    /// <summary>The protocol's error.</summary>
    public abstract JsonObject ErrorBody(string code, string message);

    /// <summary>What acknowledges a submission, without the id.</summary>
    public abstract JsonObject ReceiptWithoutId();

    /// <summary>The HTTP status of an error where the gateway does not hide it behind 200.</summary>
    protected abstract int RealStatus(string code);

    /// <summary>How many videos a task makes.</summary>
    public virtual int VideosOf(VideoTask task) => 1;

    /// <summary>Refuses, under the HTTP status that the page or the options ask for.</summary>
    public Answer Refuse(string code, string message) =>
        Answer.Json(ErrorBody(code, message), HidesStatus && !gateway.Options.RealStatusCodes ? StatusCodes.Status200OK : RealStatus(code));

    /// <summary>A task's links to files, in order.</summary>
    protected string[] LinksTo(VideoTask task) =>
        [.. Enumerable.Range(0, VideosOf(task)).Select(index => gateway.Links.LinkTo(task, index))];

    /// <summary>A task's state for a poll, unless a fault wants it otherwise.</summary>
    protected static (Stage Stage, Outcome Outcome) StateOf(Exchange exchange, VideoTask task)
    {
        var stage = task.Poll();
        return exchange.ForcedOutcome is { } forced ? (Stage.Ended, forced) : (stage, task.Outcome);
    }
}
