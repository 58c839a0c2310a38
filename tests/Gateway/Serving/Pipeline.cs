using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>What every request goes through: read whole, recorded, then met by a fault or answered.</summary>
internal sealed class Pipeline(LoopbackGateway gateway, CancellationToken stopping)
{
    /// <summary>An operation as an endpoint.</summary>
    public RequestDelegate Run(Operation operation) => context => RunAsync(context, operation);

    private async Task RunAsync(HttpContext context, Operation operation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await gateway.Ready.WaitAsync(ending.Token);
            var unread = gateway.Faults.PickUnread(operation.Route);
            byte[] body = unread is null ? await ReadAsync(context.Request, ending.Token) : [];
            var request = gateway.Record(sequence => Describe(context, operation, body, sequence));
            var exchange = new Exchange(gateway, context, operation, request, ending.Token);
            var fault = unread ?? (gateway.IsHome(request) ? gateway.Faults.Pick(request) : null);
            request.Fault = fault?.Name;
            await (fault is null ? exchange.SendAsync(exchange.Handle()) : fault.PlayAsync(exchange));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client has gone, or the test is over: nobody is left to tell.
            context.Abort();
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken token)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, token);
        // Left for the multipart reader, which wants a body of its own.
        request.Body = new MemoryStream(copy.ToArray(), writable: false);
        return copy.ToArray();
    }

    private RecordedRequest Describe(HttpContext context, Operation operation, byte[] body, int sequence)
    {
        var task = gateway.Tasks.Find(TaskIdIn(context) ?? operation.TaskIdIn?.Invoke(body))?.Accepted;
        return new()
        {
            Sequence = sequence,
            ReceivedAt = gateway.Options.TimeProvider.GetUtcNow(),
            Method = context.Request.Method,
            PathAndQuery = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Body = body,
            Origin = gateway.OriginOf(context.Connection.LocalPort),
            Route = operation.Route,
            // Files are served for all gateways alike.
            Protocol = operation.Route is Route.Download && task is not null ? task.Protocol : operation.Protocol.Name,
            Task = task,
        };
    }

    private static string? TaskIdIn(HttpContext context) =>
        context.GetRouteValue("id") as string ?? context.Request.Query["taskId"];
}
