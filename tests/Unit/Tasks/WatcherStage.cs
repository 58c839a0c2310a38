using System.Net;
using System.Net.Http.Headers;
using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>
/// A watcher on a virtual clock, and a gateway that answers at once: everything that happens at a moment is over before the
/// clock goes on, so that times can be told exactly.
/// </summary>
internal sealed class WatcherStage : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(0.5);

    private readonly Lock _lock = new();
    private readonly List<Question> _questions = [];
    private readonly Dictionary<string, int> _timesAsked = [];
    private readonly List<(TimeSpan At, PollResult Result)> _ended = [];
    private readonly HttpTransport _transport;
    private readonly long _start;
    private readonly WatchedClock _watched;

    /// <param name="timeout">How long each task is waited for; null: an hour.</param>
    /// <param name="interval">Between two questions about a task; null: the gateway's own.</param>
    /// <param name="ledger">Where states are kept; null: nowhere.</param>
    /// <param name="chance">What scatters the waits; null: nothing does.</param>
    /// <param name="stretch">How many times longer than the gateway's cadence it waits.</param>
    public WatcherStage(
        TimeSpan? timeout = null,
        TimeSpan? interval = null,
        ILedger? ledger = null,
        Func<double>? chance = null,
        int stretch = 1)
    {
        _start = Clock.GetTimestamp();
        _watched = new WatchedClock(Clock);
        _transport = new HttpTransport(_watched, new Wire(this));
        EngineLog log = new(message => { lock (_lock) Verbose.Add(message); }, message => { lock (_lock) Warnings.Add(message); });
        Watcher = new TaskWatcher(
            new TaskPoller(_transport, ledger ?? new NoLedger(), _watched, log),
            _watched,
            timeout ?? TimeSpan.FromHours(1),
            interval,
            Note,
            log,
            chance ?? (() => 0)) { Stretch = stretch };
    }

    public FakeTimeProvider Clock { get; } = new();

    public TaskWatcher Watcher { get; }

    public List<string> Verbose { get; } = [];

    public List<string> Warnings { get; } = [];

    /// <summary>What the gateway says. Unless a test has it otherwise, every task runs for ever.</summary>
    public Func<Question, HttpResponseMessage> Answer { get; set; } = _ => Running();

    /// <summary>Keeps an answer back; null sends it at once.</summary>
    public Func<Question, CancellationToken, Task>? Delay { get; set; }

    public Task Run { get; private set; } = Task.CompletedTask;

    public TimeSpan Now => Clock.GetElapsedTime(_start);

    public IReadOnlyList<Question> Questions
    {
        get
        {
            lock (_lock) return [.. _questions];
        }
    }

    public IReadOnlyList<(TimeSpan At, PollResult Result)> Ended
    {
        get
        {
            lock (_lock) return [.. _ended];
        }
    }

    public static HttpResponseMessage Running() => Json("""{"status":"IN_PROGRESS","progress":"50%"}""");

    public static HttpResponseMessage Succeeded() => Json("""{"status":"SUCCESS","result_url":"/v1/videos/1/content"}""");

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK, TimeSpan? retryAfter = null)
    {
        HttpResponseMessage response = new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } pause) response.Headers.RetryAfter = new RetryConditionHeaderValue(pause);
        return response;
    }

    public static HttpResponseMessage TooMany(TimeSpan? retryAfter = null) =>
        Json(
            """{"error":{"message":"slow down","type":"rate_limit","code":"rate_limit_exceeded"}}""",
            HttpStatusCode.TooManyRequests,
            retryAfter);

    public TaskHandle Handle(
        string id,
        string host = "a.example",
        TimeSpan? age = null,
        IGateway? gateway = null,
        string status = VeoTaskStatus.Queued) => new(
        new VeoTask {
            Id = id,
            SubmissionId = "s-" + id,
            Profile = host,
            Provider = "TokenBay",
            Status = status,
            Created = (Clock.GetUtcNow() - (age ?? TimeSpan.Zero)).UtcDateTime },
        Profile(host, gateway));

    public static GatewayProfile Profile(string host, IGateway? gateway = null) =>
        new(
            new VeoProfile { Name = host, Provider = "TokenBay", BaseUri = new Uri("https://" + host) },
            gateway ?? new TokenBayGateway(),
            "a-key-of-ours");

    public TaskHandle Add(string id, string host = "a.example", TimeSpan? age = null)
    {
        TaskHandle handle = Handle(id, host, age);
        Watcher.Add(handle);
        return handle;
    }

    public void Start(CancellationToken? cancellationToken = null)
    {
        CancellationToken token = cancellationToken ?? TestContext.Current.CancellationToken;
        // Away from the test's own context, so that what waits for the clock goes on inside the call that advances it. Ends
        // when all that is due now is done.
        Run = Task.Factory.StartNew(() => Watcher.RunAsync(token), CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default)
            .GetAwaiter()
            .GetResult();
    }

    /// <summary>Adds a task while others are waited for, or says that no more come, and ends when that was noticed.</summary>
    public async Task WhileRunningAsync(Action change)
    {
        Task noticed = _watched.NextTimer;
        change();
        await Task.WhenAny(noticed, Run);
    }

    /// <summary>Lets time pass, until the wait is over at the latest.</summary>
    public Task PassAsync(TimeSpan time) => Task.Run(async () =>
    {
        for (TimeSpan end = Now + time; Now < end && !Run.IsCompleted;)
        {
            await Task.WhenAny(Run, Clock.WaitForTimersAsync(1));

            // However slow the machine is: an answer that is there is taken before the time goes on.
            while (Delay is null && !Run.IsCompleted && !Watcher.IsIdle) await Task.Yield();
            if (!Run.IsCompleted) Clock.Advance(Tick);
        }
    });

    /// <summary>Lets time pass until every task has ended.</summary>
    public async Task ToTheEndAsync()
    {
        await WhileRunningAsync(Watcher.CompleteAdding);
        if (Run.IsCompleted) Start();
        await PassAsync(TimeSpan.FromHours(3));
        await Run.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    public IReadOnlyList<double> AskedAt(string id)
        => [.. Questions.Where(question => question.Id == id).Select(question => question.At.TotalSeconds)];

    public void Dispose() => _transport.Dispose();

    private void Note(TaskHandle handle, PollResult result)
    {
        lock (_lock) _ended.Add((Now, result));
    }

    /// <summary>A question as it came to the gateway.</summary>
    /// <param name="Host">Whom it was put to.</param>
    /// <param name="Id">About which task.</param>
    /// <param name="Nth">About this task, from 1.</param>
    /// <param name="At">Since the start.</param>
    public sealed record Question(string Host, string Id, int Nth, TimeSpan At);

    /// <summary>The clock, which tells when something begins to wait for it.</summary>
    private sealed class WatchedClock(FakeTimeProvider clock) : TimeProvider
    {
        private TaskCompletionSource _next = NewSignal();

        public Task NextTimer => Volatile.Read(ref _next).Task;

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = clock.CreateTimer(callback, state, dueTime, period);
            Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();
            return timer;
        }

        private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Wire(WatcherStage stage) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string id = request.RequestUri!.Segments[^1];
            Question question;
            lock (stage._lock)
            {
                int nth = stage._timesAsked[id] = stage._timesAsked.GetValueOrDefault(id) + 1;
                question = new Question(request.RequestUri.Host, id, nth, stage.Now);
                stage._questions.Add(question);
            }

            if (stage.Delay is { } delay) await delay(question, cancellationToken);
            return stage.Answer(question);
        }
    }
}
