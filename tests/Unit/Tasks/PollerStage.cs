using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>A gateway on real sockets with one task that it took, a ledger that knows it, and a poller between the two.</summary>
internal sealed class PollerStage : IAsyncDisposable
{
    public const string Key = "a-key-of-ours";

    private readonly TempFolder _home = new();
    private readonly HttpTransport _transport;

    private PollerStage(LoopbackGateway gateway, Protocol protocol)
    {
        Gateway = gateway;
        IGateway wire = GatewayCatalog.Find(protocol.ToString())!;
        Profile = new GatewayProfile(
            new VeoProfile { Name = "prod", Provider = wire.Table.Provider, BaseUri = gateway.BaseUri },
            wire,
            Key);
        _transport = new HttpTransport(Clock);
        Poller = NewPoller();
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public LoopbackGateway Gateway { get; }

    public FakeTimeProvider Clock { get; } = new();

    public GatewayProfile Profile { get; }

    public TaskPoller Poller { get; private set; }

    public TaskHandle Handle { get; private set; } = null!;

    public List<string> Warnings { get; } = [];

    public LedgerEntry Kept => Ledger().Find(Handle.Task.SubmissionId)!;

    public IReadOnlyList<RecordedRequest> Polls => [.. Gateway.Requests.Where(request => request.Route is Route.Poll)];

    public static async Task<PollerStage> StartAsync(Protocol protocol = Protocol.TokenBay, GatewayOptions? options = null)
    {
        PollerStage stage = new(
            await LoopbackGateway.StartAsync((options ?? new GatewayOptions { PollsUntilDone = 1 }) with { ApiKey = Key }, Token),
            protocol);
        await stage.SubmitAsync();
        return stage;
    }

    /// <summary>The ledger as another process opens it.</summary>
    public ILedger Ledger() => TestLedger.Open(_home.FullName, Clock);

    public TaskPoller NewPoller(ILedger? ledger = null, TimeProvider? time = null)
        => new(_transport, ledger ?? Ledger(), time ?? Clock, new EngineLog(_ => { }, Warnings.Add));

    /// <summary>Goes on as another process does: with what the ledger has.</summary>
    public void InAnotherProcess()
    {
        Handle = new TaskFinder(Ledger(), _ => Profile).Find(Handle.Task.Id!, "prod");
        Poller = NewPoller();
    }

    public Task<PollResult> PollAsync(bool again = false) => Poller.PollAsync(Handle, again, Token);

    /// <summary>Polls, and gets this for an answer.</summary>
    public async Task<PollResult> PollAsync(string body, int status = 200, bool again = false)
    {
        Gateway.Faults.Clear();
        Gateway.Faults.Add(Route.Poll, Fault.Status(status, body, "application/json"));
        return await PollAsync(again);
    }

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await Gateway.DisposeAsync();
        _home.Dispose();
    }

    private async Task SubmitAsync()
    {
        WireRequest wire = Profile.Gateway.Submit(new VeoRequest { Prompt = "a lighthouse" }, Profile);
        SubmitAnswer answer = Profile.Gateway
            .ReadSubmit(await _transport.SendAsync(Profile.Endpoint, wire, TimeSpan.FromMinutes(5), Token));
        ILedger ledger = Ledger();
        DateTime now = Clock.GetUtcNow().UtcDateTime;
        VeoTask task = new()
        {
            SubmissionId = Engine.Ledger.SubmissionId.New(Clock.GetUtcNow()),
            Id = answer.TaskId!,
            Profile = "prod",
            Provider = Profile.Gateway.Table.Provider,
            Model = Profile.DefaultModel,
            Prompt = "a lighthouse",
            JobKey = "shot-1",
            Tag = new VeoList<string>(["night"]),
            Status = VeoTaskStatus.Queued,
            Created = now,
            Updated = now,
            Cost = new VeoCost { Amount = 0.40m, Unit = "USD", Basis = "price" },
        };
        ledger.Add(new LedgerEntry { Task = task, Origin = Profile.Origin });
        Handle = new TaskHandle(task, Profile);
    }
}
