using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>What one test buys with: a gateway on real sockets, a ledger in a folder of its own, and a clock that is not real.</summary>
internal sealed partial class Shop : IAsyncDisposable
{
    private readonly TempFolder _home = new();
    private readonly Channel<string> _warnings = Channel.CreateUnbounded<string>();
    private readonly Socket _deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private Shop(LoopbackGateway gateway, TimeProvider time)
    {
        Gateway = gateway;
        Time = time;
        Transport = new HttpTransport(time);
        Log = new EngineLog(text => Verbose?.Invoke(text), text =>
        {
            Warnings.Add(text);
            Warning?.Invoke(text);
            _warnings.Writer.TryWrite(text);
        });

        // Bound and never listened on: whoever connects is refused, and nobody else gets the port.
        _deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    public LoopbackGateway Gateway { get; }

    public TimeProvider Time { get; }

    public HttpTransport Transport { get; }

    public EngineLog Log { get; }

    public List<string> Warnings { get; } = [];

    public Action<string>? Verbose { get; set; }

    public Action<string>? Warning { get; set; }

    /// <summary>Where the ledger is.</summary>
    public string Folder => _home.PathOf("ledger");

    /// <summary>An address that refuses connections.</summary>
    public Uri ClosedPort => new($"http://127.0.0.1:{((IPEndPoint)_deaf.LocalEndPoint!).Port}");

    /// <summary>What reached the gateway and would buy.</summary>
    public IReadOnlyList<RecordedRequest> Submits => [.. Gateway.Requests.Where(request => request.Route == Route.Submit)];

    /// <summary>The records of the ledger, read as another process would.</summary>
    public IReadOnlyList<LedgerEntry> Recorded => OpenLedger().List(new LedgerQuery(), unreadable => Assert.Fail(unreadable));

    public static async Task<Shop> OpenAsync(TimeProvider time, GatewayOptions? options = null)
        => new(await LoopbackGateway.StartAsync(options), time);

    /// <summary>Another process's view of the ledger.</summary>
    public ILedger OpenLedger() => TestLedger.Open(Folder, Time);

    public GatewayProfile Profile(Protocol protocol = Protocol.Apikley, string name = "prod", string key = "test-key", Uri? baseUri = null)
        =>
        Profile(GatewayCatalog.Find(protocol.ToString())!, name, key, baseUri);

    public GatewayProfile Profile(IGateway gateway, string name = "prod", string key = "test-key", Uri? baseUri = null) =>
        new(new VeoProfile { Name = name, Provider = gateway.Table.Provider, BaseUri = baseUri ?? Gateway.BaseUri }, gateway, key);

    /// <summary>A profile with prices or budgets of its own.</summary>
    public GatewayProfile Profile(Protocol protocol, Func<VeoProfile, VeoProfile> money)
    {
        IGateway gateway = GatewayCatalog.Find(protocol.ToString())!;
        return new GatewayProfile(
            money(new VeoProfile { Name = "prod", Provider = gateway.Table.Provider, BaseUri = BaseUriOf(protocol) }),
            gateway,
            "test-key");
    }

    private Uri BaseUriOf(Protocol protocol) => new(Gateway.BaseUri, protocol switch
    {
        Protocol.Vtrix => "/model",
        Protocol.OpenAIVideos => "/relay",
        Protocol.UniAll => "/uniall",
        Protocol.Kie => "/kie",
        _ => "/",
    });

    public static GatewayProfile Sandbox()
    {
        IGateway sandbox = GatewayCatalog.Find("Sandbox")!;
        return new GatewayProfile(new VeoProfile { Name = "sandbox", Provider = sandbox.Table.Provider }, sandbox, apiKey: null);
    }

    public static SubmissionOrder Order(GatewayProfile profile, string prompt = "A lighthouse in the fog", string? jobKey = null) =>
        new() { Request = new VeoRequest { Prompt = prompt }, Profiles = [profile], JobKey = jobKey };

    public PurchaseRun NewRun(decimal? maxTotalCost = null, ILedger? ledger = null, TimeSpan? retryTimeout = null) =>
        new(Transport, ledger ?? OpenLedger(), Time, Log, maxTotalCost, retryTimeout);

    /// <summary>Buys by a call of its own. Whatever goes wrong there, its error says whether money can have been spent.</summary>
    public Task<SubmissionOutcome> BuyAsync(SubmissionOrder order) => BuyUntilAsync(order, CancellationToken.None);

    /// <summary>Buys by a call of its own that may be stopped.</summary>
    public Task<SubmissionOutcome> BuyUntilAsync(SubmissionOrder order, CancellationToken stop) => RunAsync(NewRun(), order, stop);

    /// <summary>Buys by a call that buys more.</summary>
    public static Task<SubmissionOutcome> BuyAsync(PurchaseRun run, SubmissionOrder order) => RunAsync(run, order, CancellationToken.None);

    private static async Task<SubmissionOutcome> RunAsync(PurchaseRun run, SubmissionOrder order, CancellationToken stop)
    {
        SubmissionOutcome outcome = await run.SubmitAsync(order, stop);
        Assert.True(outcome.Task is null != outcome.Error is null, "An outcome is a task or an error.");
        if (outcome.Error is { } error) AssertSaysWhetherMoneyWasSpent(error, outcome.NothingBought);
        return outcome;
    }

    /// <summary>Waits for what the engine warns of next.</summary>
    public async Task<string> NextWarningAsync() => await _warnings.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>A ledger that can be neither read nor written from a moment on.</summary>
    public (ILedger Ledger, Action Break) BreakableLedger()
    {
        bool isBroken = false;
        return (HookedLedger.Over(OpenLedger(), _ => { if (isBroken) throw HookedLedger.Unavailable(); }), () => isBroken = true);
    }

    public async ValueTask DisposeAsync()
    {
        Gateway.Faults.ReleaseAll();
        Transport.Dispose();
        await Gateway.DisposeAsync();
        _deaf.Dispose();
        _home.Dispose();
    }

    private static void AssertSaysWhetherMoneyWasSpent(VeoException error, bool nothingBought)
    {
        Assert.Matches(WordsOfMoney(), error.Message);
        if (error.ErrorId == VeoErrorId.SubmitUnknown)
            Assert.Contains("may have been bought", error.Message, StringComparison.OrdinalIgnoreCase);
        else Assert.DoesNotContain("may have been bought", error.Message, StringComparison.OrdinalIgnoreCase);
        if (nothingBought) Assert.NotEqual(VeoErrorId.SubmitUnknown, error.ErrorId);
    }

    [GeneratedRegex("nothing was (sent|bought)|may have been bought", RegexOptions.IgnoreCase)]
    private static partial Regex WordsOfMoney();
}
