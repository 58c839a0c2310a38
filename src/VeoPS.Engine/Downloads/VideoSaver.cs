using System.Globalization;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// Saves videos under names that are theirs alone. What is there and whole is not fetched again; what is there and is
/// something else stays. One instance serves one run (a cmdlet call), since it remembers the names given in it.
/// </summary>
/// <param name="downloader">Fetches.</param>
/// <param name="ledger">Knows what was saved before; null where there is none.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told what is on disk.</param>
public sealed class VideoSaver(Downloader downloader, ILedger? ledger, TimeProvider time, EngineLog? log = null)
{
    private readonly RunClaims _claims = new();
    private readonly SavedFiles _records = new(ledger);

    /// <summary>Gives a name to a video, before anything is fetched. The first to ask has it.</summary>
    /// <param name="order">Which video, and which name.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: the name is another video's in this run.</exception>
    public void Claim(SaveOrder order) => ClaimOf(order);

    /// <summary>Saves one video. Several may be saved at once.</summary>
    /// <param name="order">Which video, and where to.</param>
    /// <param name="progress">Told after each chunk, on any thread.</param>
    /// <param name="cancellationToken">Ends it; what came so far stays where it can be continued.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/> or <see cref="VeoErrorId.DownloadCorrupt"/>, with the task.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task<SavedVideo> SaveAsync(SaveOrder order, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            RunClaim claim = ClaimOf(order);
            await claim.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return Told(order, await SaveClaimedAsync(order, claim, progress, cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                claim.Turn.Release();
            }
        }
        catch (VeoException exception) when (exception.Task is null)
        {
            throw new VeoException(exception.ErrorId, exception.Message, exception.InnerException) { Task = order.Task };
        }
    }

    private static string IdOf(SaveOrder order) => order.Task.Id ?? order.Task.SubmissionId;

    private static string NameOf(SaveOrder order) =>
        FormattableString.Invariant($"{order.Profile.Name}/{IdOf(order)}#{order.Video.Index}") + (order.Rendition is null ? "" : " " + order.Rendition);

    private static SavedVideo Describe(SaveOrder order, SavedFile file) => new()
    {
        FullName = file.FullName,
        Length = file.Length,
        Sha256 = file.Sha256,
        TaskId = IdOf(order),
        Profile = order.Profile.Name,
        Index = order.Video.Index,
        Resolution = order.Rendition ?? order.Video.Resolution,
    };

    private SavedVideo Told(SaveOrder order, SavedVideo saved)
    {
        log?.Event?.Invoke(VeoEvents.Of(
            time,
            saved.Skipped ? VeoEventName.Skipped : VeoEventName.Saved,
            order.Task,
            $"{NameOf(order)} {(saved.Skipped ? "was saved before" : "is saved")} as '{saved.FullName}'.",
            [
                (nameof(saved.FullName), saved.FullName),
                (nameof(saved.Index), saved.Index.ToString(CultureInfo.InvariantCulture)),
                (nameof(saved.Resolution), saved.Resolution),
                (nameof(saved.Length), saved.Length.ToString(CultureInfo.InvariantCulture)),
                (nameof(saved.Sha256), saved.Sha256),
                (nameof(saved.Resumed), saved.Resumed ? "true" : null),
                ("ElapsedSeconds", saved.Elapsed.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)),
            ]));
        return saved;
    }

    private RunClaim ClaimOf(SaveOrder order) => _claims.Claim(Path.GetFullPath(order.FinalPath), NameOf(order));

    private async Task<SavedVideo> SaveClaimedAsync(SaveOrder order, RunClaim claim, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        string path = Path.GetFullPath(order.FinalPath);
        if ((claim.Saved ?? await _records.FindWholeAsync(order, path, cancellationToken).ConfigureAwait(false)) is { } there)
        {
            claim.Saved = there;
            return Describe(order, there) with { Skipped = true, Elapsed = time.GetElapsedTime(started) };
        }

        if (File.Exists(path) && !order.Force) throw DownloadErrors.Exists(path);
        Uri? link = await LinkOfAsync(order, cancellationToken).ConfigureAwait(false);
        DownloadResult result = await downloader.DownloadAsync(
            new DownloadOrder
            {
                Profile = order.Profile,
                Identity = NameOf(order),
                Link = link,
                OpenInline = link is null ? order.OpenInline : null,
                FinalPath = path,
                Overwrite = order.Force,
                StallTimeout = order.StallTimeout,
                FreshLink = order.FreshLink,
                Warn = order.Warn,
            },
            progress,
            cancellationToken).ConfigureAwait(false);

        SavedFile saved = new(order.Video.Index, order.Rendition, path, result.Length, result.Sha256, result.LastWriteTime);
        claim.Saved = saved;
        await _records.AddAsync(order, saved).ConfigureAwait(false);
        return Describe(order, saved) with { Resumed = result.Resumed, Elapsed = result.Elapsed };
    }

    // Null for a video that is inside the gateway's answer. Where that is not known, the answer to the question for a link tells.
    private static async Task<Uri?> LinkOfAsync(SaveOrder order, CancellationToken cancellationToken)
    {
        if (order.Video.Uri is { } link) return link;
        if (order.Video.Inline is not null && order.OpenInline is not null) return null;
        Uri? fresh = order.FreshLink is null ? null : await order.FreshLink(cancellationToken).ConfigureAwait(false);
        return fresh is not null || order.OpenInline is not null ? fresh : throw DownloadErrors.Failed($"The gateway gave no link to {NameOf(order)}.", "Save it again soon: gateways keep results for a limited time.");
    }
}
