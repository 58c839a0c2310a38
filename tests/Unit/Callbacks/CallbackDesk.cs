using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Callbacks;

/// <summary>A gateway that calls, a ledger, and a listener between the two.</summary>
internal sealed class CallbackDesk : IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly ConcurrentQueue<TaskHandle> _ended = new();
    private readonly SemaphoreSlim _came = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string? _secret;
    private readonly CallbackListener _listener;
    private readonly Task _run;

    private CallbackDesk(Shop shop, Protocol protocol, string? secret)
    {
        Shop = shop;
        Profile = shop.Profile(protocol, profile => profile);
        _secret = secret;
        _listener = new CallbackListener(new Uri("http://127.0.0.1:0/veo/"), NewReceiver(), Clock, shop.Log);
        _listener.Start();
        _run = _listener.RunAsync(_stop.Token);
    }

    public Shop Shop { get; }

    public GatewayProfile Profile { get; }

    public FakeTimeProvider Clock => (FakeTimeProvider)Shop.Time;

    public ConcurrentQueue<VeoException> Warned { get; } = new();

    public IReadOnlyCollection<TaskHandle> Ended => _ended;

    public IReadOnlyList<RecordedRequest> Polls => [.. Shop.Gateway.Requests.Where(request => request.Route == Route.Poll)];

    public static async Task<CallbackDesk> OpenAsync(Protocol protocol = Protocol.Apikley, string? secret = null, int pollsUntilDone = 1)
    {
        FakeTimeProvider clock = new();
        return new CallbackDesk(
            await Shop.OpenAsync(clock, new GatewayOptions { PollsUntilDone = pollsUntilDone, TimeProvider = clock }),
            protocol,
            secret);
    }

    public CallbackReceiver NewReceiver(int questions = 5) => new(
        new TaskPoller(Shop.Transport, Shop.OpenLedger(), Clock, Shop.Log), Shop.OpenLedger(), Clock, Shop
            .Log, [new CallbackProfile(Profile, _secret)], Note, Warned.Enqueue)
    {
        QuestionsForOne = questions,
    };

    public Task<SubmissionOutcome> SubmitAsync(string? jobKey = null)
    {
        SubmissionOrder order = Shop.Order(Profile, jobKey: jobKey);
        return Shop.BuyAsync(
            order with { Request = order.Request with { CallbackUri = new Uri("https://hooks.example/veo/done?a=1") } });
    }

    public async Task<VeoTask> BuyAsync(string? jobKey = null) => (await SubmitAsync(jobKey)).Task!;

    public Task<int> CallAsync(VeoTask task) => SendAsync(new Callback { TaskId = task.Id! });

    public Task<int> SendAsync(Callback callback)
        => Shop.Gateway.CallBackAsync(callback with { To = new Uri($"http://{_listener.EndPoint}") }, Token);

    public async Task<TaskHandle> NextAsync()
    {
        Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(30), Token), "No task ended.");
        return _ended.TryDequeue(out TaskHandle? handle) ? handle : throw new InvalidOperationException("It was taken by another.");
    }

    public static async Task UntilAsync(Func<bool> holds)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(30); !holds(); await Task.Delay(10, Token))
            Assert.True(DateTime.UtcNow < end, "It never came to hold.");
    }

    public async Task PassAsync(TimeSpan time)
    {
        await Clock.WaitForTimersAsync(1);
        Clock.Advance(time);
    }

    public async Task<TcpClient> ConnectAsync(string text)
    {
        TcpClient client = new();
        await client.ConnectAsync(_listener.EndPoint, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), Token);
        return client;
    }

    public async Task<int> RawAsync(string request)
    {
        using TcpClient client = await ConnectAsync(request);
        return int.Parse((await ReadAsync(client)).Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }

    public static async Task<string> ReadAsync(TcpClient client)
    {
        try
        {
            using StreamReader reader = new(client.GetStream(), leaveOpen: true);
            return await reader.ReadToEndAsync(Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        }
        catch (IOException exception) when (exception.InnerException is SocketException)
        {
            return ""; // Reset, since what had come of the request was not all read.
        }
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Shop.DisposeAsync();
        _stop.Dispose();
        _came.Dispose();
    }

    private void Note(TaskHandle handle)
    {
        _ended.Enqueue(handle);
        _came.Release();
    }
}
