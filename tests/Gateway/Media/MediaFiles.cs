using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>Serves videos as a content network would: a good link is all that it asks for.</summary>
internal sealed class MediaFiles(LoopbackGateway gateway, IReadOnlyList<WireProtocol> protocols)
{
    public void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline) => endpoints.MapMethods(
        "/media/{id}_{index:int}.mp4", ["GET", "HEAD"], pipeline.Run(new(protocols[0], Route.Download, Read) { NeedsKey = false }));

    private Answer Read(Exchange exchange)
    {
        var request = exchange.Context.Request;
        int index = int.Parse((string)exchange.Context.GetRouteValue("index")!, CultureInfo.InvariantCulture);
        if (gateway.Tasks.Find(exchange.Request.Task?.TaskId) is not { HasVideo: true } task || index >= Of(task).VideosOf(task))
        {
            return Answer.Text(StatusCodes.Status404NotFound, "text/plain", "Not found");
        }

        return task.ExpiredStatus(request.Query["sig"]) is { } expired
            ? Answer.Text(expired, "application/xml", "<Error><Code>ExpiredToken</Code></Error>")
            : ClipDownload.For(gateway.ClipOf(task.Id, index), request.Headers, exchange.ForcedETag);
    }

    private WireProtocol Of(VideoTask task) => protocols.Single(protocol => protocol.Name == task.Accepted.Protocol);
}
