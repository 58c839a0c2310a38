using System.Diagnostics;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;

namespace VeoPS.Tests.Downloads;

/// <summary>
/// Everything that can go wrong with a download, at every gateway, once and for good: the film is on disk whole, or it is not there and
/// can be saved once the trouble has passed; it is never bought again.
/// </summary>
public sealed class DownloadFaultMatrixTests
{
    private const int ClipBytes = 60_000;

    // A few tries, and as many waits of the server that sends in pieces.
    private const int MostWaits = 60;

    private static readonly Protocol[] Gateways = Enum.GetValues<Protocol>();

    private static readonly DownloadFault[] Faults =
    [
        new("never answers", _ => Fault.LateAnswer(new Hold()), Hangs: true),
        new("never reads", _ => Fault.NeverReads(new Hold()), Hangs: true),
        new("stands still in the film", _ => Fault.Stall(5000, new Hold()), IsSavedWhileItLasts: null, Hangs: true),
        new("sends it in small pieces", _ => Fault.Drips(TimeSpan.FromSeconds(10), ClipBytes / 8), IsSavedWhileItLasts: true),
        new("compresses with gzip", _ => Fault.Compressed("gzip"), IsSavedWhileItLasts: true),
        new("compresses with deflate", _ => Fault.Compressed("deflate"), IsSavedWhileItLasts: true),
        new("compresses with br", _ => Fault.Compressed("br"), IsSavedWhileItLasts: true),
        new("breaks off after the whole film", _ => Fault.BreaksAfterDocument(), IsSavedWhileItLasts: null),
        new("breaks off in the film", _ => Fault.CutWithLength(5000), IsSavedWhileItLasts: null),
        new("breaks off in a chunk", _ => Fault.CutChunked(5000), IsSavedWhileItLasts: null),
        new("answers early and closes", _ => Fault.AnswersEarly(503)),
        new("resets", _ => Fault.Reset(accepted: false)),
        new("redirects within the origin", _ => Fault.RedirectWithin(), IsSavedWhileItLasts: true),
        new("redirects in a circle", _ => Fault.RedirectLoop(), PassesByItself: false),
        new("shows a challenge page", _ => Fault.ChallengePage()),
        new("shows a page", _ => Fault.Html200(accepted: false)),
        new("names amounts out of range", _ => Fault.AmountsOutOfRange(), IsSavedWhileItLasts: true),
        new("has no file yet", _ => Fault.LateFile(TimeSpan.FromSeconds(45)), IsSavedWhileItLasts: true),
        new("is busy", _ => Fault.Status(503, "{}", "application/json")),
        new("turns away", _ => Fault.RateLimited(TimeSpan.FromSeconds(20))),
    ];

    public static MatrixTheoryData<Protocol, string> Cases => new(Gateways, Faults.Select(fault => fault.Name).ToArray());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_film_is_saved_though_its_download_met_trouble_once(Protocol protocol, string fault)
    {
        DownloadFault line = Faults.Single(each => each.Name == fault);
        if (!line.PassesByItself) return;
        await using PaidTask paid = await StartAsync(protocol);
        paid.Shop.Gateway.Faults.Add(RouteOf(protocol), line.Make(paid), Strike.Once);

        SavedVideo saved = await SaveAsync(paid, line);

        Assert.Equal(paid.FinalPath, saved.FullName);
        Assert.InRange(paid.DownloadClock.Waits.Count, 0, MostWaits);
        await paid.AssertSavedAsync();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Where_the_trouble_lasts_no_film_is_lost_and_none_is_there_in_part(Protocol protocol, string fault)
    {
        DownloadFault line = Faults.Single(each => each.Name == fault);
        await using PaidTask paid = await StartAsync(protocol);
        paid.Shop.Gateway.Faults.Add(RouteOf(protocol), line.Make(paid));

        VeoException? error = null;
        try
        {
            await SaveAsync(paid, line);
        }
        catch (VeoException exception)
        {
            error = exception;
        }

        Assert.InRange(paid.DownloadClock.Waits.Count, 0, MostWaits);
        if (line.IsSavedWhileItLasts is { } isSaved) Assert.True(isSaved == error is null, error?.Message ?? "It was saved.");
        if (error is not null)
        {
            Assert.True(error.ErrorId is VeoErrorId.DownloadFailed or VeoErrorId.DownloadCorrupt or VeoErrorId.Protocol, error.Message);
            Assert.DoesNotContain("film.mp4", paid.Files);
            Assert.Equal(VeoTaskStatus.Succeeded, paid.Kept.Status);
            paid.Shop.Gateway.Faults.Clear();
            await paid.SaveAsync();
        }

        await paid.AssertSavedAsync();
    }

    private static async Task<PaidTask> StartAsync(Protocol protocol)
    {
        PaidTask paid = await PaidTask.BuyAsync(protocol, ClipBytes, each => each.DownloadClock);
        paid.Clock.SetUtcNow(DateTimeOffset.UtcNow); // The download clock's.
        await paid.EndAsync();
        return paid;
    }

    // Vertex' videos are inside the answer to a poll.
    private static Route RouteOf(Protocol protocol) => protocol is Protocol.Vertex ? Route.Poll : Route.Download;

    private static async Task<SavedVideo> SaveAsync(PaidTask paid, DownloadFault line)
    {
        Task<SavedVideo> saving = paid.SaveAsync();
        (int Requests, int Waits) ended = default;
        Stopwatch stood = Stopwatch.StartNew();
        while (line.Hangs && await Task.WhenAny(saving, Task.Delay(1, PaidTask.Token)) != saving)
        {
            int requests = paid.Shop.Gateway.Requests.Count;
            if (requests > ended.Requests)
            {
                ended = (requests, paid.DownloadClock.Waits.Count);
                stood.Restart();
            }

            // After a wait the next try begins: its limit is not to end before the gateway has seen it. A wait of something else,
            // which was noted just after the request came, must not be taken for one for ever.
            bool isTriedAgain = paid.DownloadClock.Waits.Count > ended.Waits && stood.Elapsed < TimeSpan.FromSeconds(2);
            if (!isTriedAgain && paid.Shop.Gateway.Requests[^1].Fault is not null) paid.DownloadClock.EndLimits();
        }

        return await saving;
    }

    /// <param name="Name">What the server does.</param>
    /// <param name="Make">Makes it do so.</param>
    /// <param name="IsSavedWhileItLasts">Whether the film can be had all the same; null where the server decides.</param>
    /// <param name="Hangs">Whether it leaves the client waiting.</param>
    /// <param name="PassesByItself">False where the first such answer ends the download.</param>
    private sealed record DownloadFault(
        string Name,
        Func<PaidTask, Fault> Make,
        bool? IsSavedWhileItLasts = false,
        bool Hangs = false,
        bool PassesByItself = true);
}
