using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace VeoPS.TestGateway;

/// <summary>
/// A server on this machine that speaks the protocols of several gateways side by side, remembers what it was asked and what
/// it took, and misbehaves on demand. It is written from the gateways' pages and shares nothing with the engine.
/// </summary>
public sealed class LoopbackGateway : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Journal<RecordedRequest> _requests = new();
    private readonly Journal<UploadedFile> _uploads = new();

    private LoopbackGateway(GatewayOptions options)
    {
        Options = options;
        Tasks = new TaskStore(options);
        Tokens = new GoogleTokens(this);
        _server = BuildServer(options.Port);
        var pipeline = new Pipeline(this, _stopping.Token);
        WireProtocol[] protocols =
        [
            new ApikleyProtocol(this), new FalProtocol(this), new GeminiProtocol(this), new KieProtocol(this),
            new OpenAIVideosProtocol(this), new OpenRouterProtocol(this), new ReplicateProtocol(this), new SkillsVideoProtocol(this),
            new TokenBayProtocol(this), new UniAllProtocol(this), new VertexProtocol(this), new VtrixProtocol(this),
        ];
        foreach (var protocol in protocols)
        {
            protocol.Map(_server, pipeline);
        }

        new MediaFiles(this, protocols).Map(_server, pipeline);
        new ControlEndpoints(this).Map(_server);
    }

    /// <summary>What it was started with.</summary>
    public GatewayOptions Options { get; }

    /// <summary>Where it listens, such as <c>http://127.0.0.1:40000/</c>.</summary>
    public Uri BaseUri { get; private set; } = null!;

    /// <summary>A second port of the same gateway, serving the same: to a client, another host.</summary>
    public Uri OtherOrigin { get; private set; } = null!;

    /// <summary>
    /// What a client of a gateway is given as its base: <see cref="BaseUri"/>, with a path where two gateways share theirs or
    /// where the gateway's own base has one.
    /// </summary>
    /// <param name="protocol">Whose.</param>
    /// <returns>An address without a slash at its end, but for that of the root.</returns>
    public Uri BaseOf(Protocol protocol) => protocol switch
    {
        Protocol.Kie => new Uri(BaseUri, KieProtocol.Prefix),
        Protocol.OpenAIVideos => new Uri(BaseUri, OpenAIVideosProtocol.Prefix),
        Protocol.UniAll => new Uri(BaseUri, UniAllProtocol.Prefix),
        Protocol.Vtrix => new Uri(BaseUri, VtrixProtocol.Prefix),
        _ => BaseUri,
    };

    /// <summary>What goes wrong, and when.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Every request so far, in the order in which they had been read; those to <c>/_control</c> are left out.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _requests.Snapshot();

    /// <summary>Every submission that was taken, in order: what a client would be billed for.</summary>
    public IReadOnlyList<AcceptedTask> Accepted => Tasks.Accepted;

    /// <summary>Every file that was uploaded, in order.</summary>
    public IReadOnlyList<UploadedFile> Uploads => _uploads.Snapshot();

    /// <summary>Completes when the ports are known: on a fixed one, requests may come earlier.</summary>
    internal Task Ready => _ready.Task;

    internal TaskStore Tasks { get; }

    internal GoogleTokens Tokens { get; }

    internal MediaLinks Links { get; private set; } = null!;

    /// <summary>Starts a gateway on free ports of the loopback address.</summary>
    /// <param name="options">How it behaves; the defaults when omitted.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <returns>A gateway that listens until it is disposed of.</returns>
    public static async Task<LoopbackGateway> StartAsync(GatewayOptions? options = null, CancellationToken cancellationToken = default)
    {
        var gateway = new LoopbackGateway(options ?? new GatewayOptions());
        await gateway._server.StartAsync(cancellationToken);
        gateway.BaseUri = new Uri(gateway._server.Urls.First());
        gateway.OtherOrigin = new Uri(gateway._server.Urls.Last());
        gateway.Links = new MediaLinks(gateway.Tasks, gateway.HomeOf(Route.Download, Protocol.Apikley));
        gateway._ready.SetResult();
        return gateway;
    }

    /// <summary>Says how tasks that are accepted from now on end. The latest that fits a prompt counts.</summary>
    /// <param name="outcome">How they end.</param>
    /// <param name="promptContains">Only tasks whose prompt has this in it, in this case; all when omitted.</param>
    public void SetOutcome(Outcome outcome, string? promptContains = null) => Tasks.SetOutcome(outcome, promptContains);

    /// <summary>Makes every access token that was given so far worth nothing.</summary>
    public void RevokeTokens() => Tokens.Revoke();

    /// <summary>Calls the address that a task's submission named, as a gateway does when a task ends. Whether it has ended is
    /// the test's to know.</summary>
    /// <param name="callback">About which task, and how it is signed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The status that the call was answered with.</returns>
    public Task<int> CallBackAsync(Callback callback, CancellationToken cancellationToken = default) =>
        callback.SendAsync(Accepted.First(task => task.TaskId == callback.TaskId), Options.TimeProvider.GetUtcNow(), cancellationToken);

    /// <summary>The true bytes of a task's video, to compare a saved file with.</summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="index">From 0.</param>
    public Stream OpenClip(string taskId, int index = 0) => ClipOf(taskId, index).Open();

    /// <summary>Forgets requests, tasks, uploads, outcomes and faults, and lets go what is held.</summary>
    public void Reset()
    {
        Faults.ReleaseAll();
        Faults.Clear();
        Tasks.Clear();
        _requests.Clear();
        _uploads.Clear();
    }

    /// <summary>Closes every connection, whatever goes on there, and stops listening.</summary>
    /// <returns>A task that completes when the ports are free again.</returns>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.DisposeAsync();
        _stopping.Dispose();
    }

    internal RecordedRequest Record(Func<int, RecordedRequest> describe) => _requests.Add(describe);

    internal void Store(UploadedFile file) => _uploads.Add(_ => file);

    /// <summary>Keeps a file of a form as an upload.</summary>
    /// <returns>The link that stands in its place.</returns>
    internal string Keep(FormFile file, string folder)
    {
        var upload = new UploadedFile(file.Name, $"{folder}/{Guid.NewGuid():N}/{file.Name}", file.ContentType, file.Content);
        Store(upload);
        return new Uri(BaseUri, $"/uploads/{upload.Path}").AbsoluteUri;
    }

    internal Clip ClipOf(string taskId, int index) => new(taskId, index, Options.ClipBytes);

    internal Uri OriginOf(int port) => port == BaseUri.Port ? BaseUri : OtherOrigin;

    /// <summary>Whether a request came to the origin that the client was told of, not to where a redirect sent it.</summary>
    internal bool IsHome(RecordedRequest request) => request.Origin == HomeOf(request.Route, request.Protocol);

    /// <summary>Where a redirect to the other origin leads.</summary>
    internal Uri AwayUri(RecordedRequest request)
    {
        var away = request.Origin == BaseUri ? OtherOrigin : BaseUri;
        return request is { Route: Route.Download, Task: { } task } && HasContentRoute(request.Protocol)
            ? MediaLinks.LinkTo(away, task.TaskId, index: 0)
            : new Uri(away, request.PathAndQuery);
    }

    private Uri HomeOf(Route route, Protocol protocol) =>
        route is Route.Download && !HasContentRoute(protocol) && Options.MediaOnOtherOrigin ? OtherOrigin : BaseUri;

    /// <summary>Whether videos are fetched from the gateway itself, with the key.</summary>
    private static bool HasContentRoute(Protocol protocol)
        => protocol is Protocol.TokenBay or Protocol.Gemini or Protocol.OpenAIVideos or Protocol.OpenRouter;

    private static WebApplication BuildServer(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        // The default one would take Ctrl+C from the test runner.
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        return builder.Build();
    }
}
