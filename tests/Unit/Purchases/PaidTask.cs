using VeoPS.Engine.Downloads;
using VeoPS.Engine.Http;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>A task that was bought at one of the gateways, with all that comes after: it is asked for, waited for and saved.</summary>
internal sealed class PaidTask : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpTransport _downloads;

    private PaidTask(Shop shop, FakeTimeProvider clock)
    {
        Shop = shop;
        Clock = clock;
        _downloads = new HttpTransport(DownloadClock);
        Poller = new TaskPoller(shop.Transport, shop.OpenLedger(), clock, shop.Log);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Shop Shop { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>The clock of downloads, on which waits are over at once.</summary>
    public SkippingClock DownloadClock { get; } = new();

    public TaskPoller Poller { get; }

    public TaskHandle Handle { get; private set; } = null!;

    public string FinalPath => _folder.PathOf("film.mp4");

    public IReadOnlyList<string> Files
        => [.. Directory.EnumerateFiles(_folder.FullName).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public int Polls => Shop.Gateway.Requests.Count(request => request.Route == Route.Poll);

    /// <summary>The task as the ledger has it.</summary>
    public VeoTask Kept => Assert.Single(Shop.Recorded).Task;

    public static async Task<PaidTask> BuyAsync(Protocol protocol, long clipBytes = 0, Func<PaidTask, TimeProvider>? serverTime = null)
    {
        FakeTimeProvider clock = new();
        PaidTask? paid = null;
        GatewayOptions options = new()
        {
            ApiKey = FaultMatrixTests.Key,
            PollsUntilDone = 1,
            ClipBytes = clipBytes,
            TimeProvider = serverTime is null ? clock : new LaterClock(() => serverTime(paid!)),
        };
        Shop shop = await Shop.OpenAsync(clock, options);
        paid = new PaidTask(shop, clock);
        VeoTask? task = (await shop.BuyAsync(Shop.Order(FaultMatrixTests.ProfileAt(shop, protocol)))).Task;
        paid.Handle = new TaskHandle(task!, FaultMatrixTests.ProfileAt(shop, protocol));
        return paid;
    }

    /// <summary>Asks until it has ended.</summary>
    public async Task EndAsync()
    {
        for (int polls = 0; polls < 3 && !VeoTaskStatus.IsFinal(Handle.Task.Status); polls++)
        {
            PollResult result = await Poller.PollAsync(Handle, again: false, Token);
            Assert.Null(result.Error);
        }

        Assert.Equal(VeoTaskStatus.Succeeded, Handle.Task.Status);
    }

    /// <summary>Saves the video as a call of Save-VeoVideo does.</summary>
    public Task<SavedVideo> SaveAsync()
    {
        TaskPoller poller = new(_downloads, Shop.OpenLedger(), DownloadClock, Shop.Log);
        SaveOrder order = new()
        {
            Task = Handle.Task,
            Profile = Handle.Profile,
            Video = Handle.Task.Videos[0],
            FinalPath = FinalPath,
            StallTimeout = TimeSpan.FromMinutes(1),
            FreshLink = token => poller.FreshLinkAsync(Handle, 0, token),
            OpenInline = token => InlineVideo.OpenAsync(_downloads, Handle, 0, token),
        };
        return new VideoSaver(_downloads, Shop.OpenLedger(), DownloadClock, Shop.Log, Shop.Folder).SaveAsync(order, progress: null, Token);
    }

    /// <summary>The film on disk is the one that was bought, whole, and bought once.</summary>
    public async Task AssertSavedAsync()
    {
        using MemoryStream clip = new();
        await using Stream from = Shop.Gateway.OpenClip(Assert.Single(Shop.Gateway.Accepted).TaskId);
        await from.CopyToAsync(clip, Token);
        Assert.Equal(clip.ToArray(), await File.ReadAllBytesAsync(FinalPath, Token));
        Assert.Equal(["film.mp4"], Files);
    }

    public async ValueTask DisposeAsync()
    {
        _downloads.Dispose();
        await Shop.DisposeAsync();
        _folder.Dispose();
    }

    // The gateway starts before there is a clock for downloads.
    private sealed class LaterClock(Func<TimeProvider> clock) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock().GetUtcNow();

        public override long GetTimestamp() => clock().GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
            => clock().CreateTimer(callback, state, dueTime, period);
    }
}
