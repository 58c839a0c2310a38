using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>What the two protocols have in common: paths, and a way to say no.</summary>
internal abstract class WireProtocol(LoopbackGateway gateway)
{
    public abstract Protocol Name { get; }

    protected LoopbackGateway Gateway => gateway;

    public abstract void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline);

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

    /// <summary>Refuses, under the HTTP status that the options ask for.</summary>
    public Answer Refuse(string code, string message) =>
        Answer.Json(ErrorBody(code, message), gateway.Options.RealStatusCodes ? RealStatus(code) : StatusCodes.Status200OK);
}
