using VeoPS.Engine;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Gateways;

/// <summary>The whole engine against one of Google's surfaces on real sockets: submit, ask, save.</summary>
internal sealed class GoogleStage : IAsyncDisposable
{
    public const string Key = "g-test-key";

    private readonly TempFolder _folder = new();
    private readonly HttpTransport _transport;

    private GoogleStage(LoopbackGateway gateway, Protocol protocol, string key)
    {
        Gateway = gateway;
        _transport = new HttpTransport(Clock);
        Ledger = TestLedger.Open(_folder.PathOf("ledger"), Clock);
        Engine = new VeoEngine(_transport, Ledger, Clock, new EngineLog(Said.Add, Said.Add));
        VeoProfile profile = new()
        {
            Name = "prod",
            Provider = protocol.ToString(),
            BaseUri = gateway.BaseUri,
            // An API key needs none.
            Setting = protocol is Protocol.Vertex && !key.StartsWith("AQ.", StringComparison.Ordinal)
                ? new Dictionary<string, string> { ["Project"] = "p1" }
                : [],
        };
        Profile = new GatewayProfile(profile, GatewayCatalog.Find(protocol.ToString())!, key);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public LoopbackGateway Gateway { get; }

    public SkippingClock Clock { get; } = new();

    public ILedger Ledger { get; }

    public VeoEngine Engine { get; }

    public GatewayProfile Profile { get; }

    public List<string> Said { get; } = [];

    public string this[Route route]
        => string.Join(" ", Gateway.Requests.Where(request => request.Route == route).Select(request => request.PathAndQuery));

    public static async Task<GoogleStage> StartAsync(
        Protocol protocol,
        GatewayOptions? options = null,
        Func<LoopbackGateway, string>? key = null,
        string serverKey = Key)
    {
        LoopbackGateway gateway = await LoopbackGateway.StartAsync((options ?? new GatewayOptions()) with { ApiKey = serverKey }, Token);
        return new GoogleStage(gateway, protocol, key?.Invoke(gateway) ?? Key);
    }

    public string PathOf(string name) => _folder.PathOf(name);

    /// <summary>Everything on disk as text, but for the films.</summary>
    public string OnDisk() => string.Join("\n", Directory.EnumerateFiles(_folder.FullName, "*", SearchOption.AllDirectories)
        .Where(path => !path.EndsWith(".mp4", StringComparison.Ordinal))
        .Select(OpenFile.Read));

    public async Task<SubmissionOutcome> SubmitAsync(VeoRequest request)
    {
        SubmissionOrder order = new() { Request = request, Profiles = [Profile] };
        PurchaseRun.Check(order);
        return await Engine.NewRun().SubmitAsync(order, Token);
    }

    public async Task<TaskHandle> BuyAsync(VeoRequest request)
    {
        SubmissionOutcome outcome = await SubmitAsync(request);
        return new TaskHandle(outcome.Task ?? throw outcome.Error!, Profile);
    }

    /// <summary>Asks until the task has ended.</summary>
    public async Task<VeoTask> WaitAsync(TaskHandle handle)
    {
        for (int poll = 0; poll < 10; poll++)
        {
            PollResult result = await Engine.Poller.AskAsync(handle, Token);
            if (result.Error is { } error) throw error;
            if (VeoTaskStatus.IsFinal(result.Task.Status)) return result.Task;
        }

        return handle.Task;
    }

    public Task<SavedVideo> SaveAsync(TaskHandle handle, int index = 0, VeoVideo? video = null) => Engine.NewSaver().SaveAsync(
        new SaveOrder
        {
            Task = handle.Task,
            Profile = Profile,
            Video = video ?? handle.Task.Videos[index],
            FinalPath = PathOf($"film-{index}.mp4"),
            FreshLink = token => Engine.Poller.FreshLinkAsync(handle, index, token),
            OpenInline = token => Engine.OpenInlineAsync(handle, index, token),
        },
        null,
        Token);

    public byte[] Clip(int index = 0)
    {
        using MemoryStream copy = new();
        using Stream clip = Gateway.OpenClip(Gateway.Accepted[^1].TaskId, index);
        clip.CopyTo(copy);
        return copy.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await Gateway.DisposeAsync();
        _folder.Dispose();
    }
}
