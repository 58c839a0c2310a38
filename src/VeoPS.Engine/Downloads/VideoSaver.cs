using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// Saves videos under names that are theirs alone. A file that is there and whole is not fetched again; one that is there and is
/// something else stays. One instance serves one run (a cmdlet call), since it remembers the names given in it.
/// </summary>
/// <param name="transport">The way out.</param>
/// <param name="ledger">Knows the files that were saved before; null where there is none.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where saved files are told.</param>
/// <param name="home">The state folder of this machine, which a record of a saved file names; null where there is none.</param>
internal sealed class VideoSaver(HttpTransport transport, ILedger? ledger, TimeProvider time, EngineLog? log = null, string? home = null)
{
    // Between two looks at a part that another process has.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    // A process that lives goes on, or its waits between tries are over, within that time.
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(10);

    // The other process gives the file its name first, and records it then.
    private static readonly TimeSpan RecordGrace = TimeSpan.FromSeconds(10);

    private readonly NamesInUse _names = new();
    private readonly SavedFiles _records = new(ledger, home);

    /// <summary>Gives a name to a video, before anything is fetched. The first to ask has it.</summary>
    /// <param name="order">Which video, and which name.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: the name is another video's in this run.</exception>
    public void Claim(SaveOrder order) => NameOf(order);

    /// <summary>Saves one video. Several may be saved at once.</summary>
    /// <param name="order">Which video, and where to.</param>
    /// <param name="progress">Told after each chunk, on any thread.</param>
    /// <param name="cancellationToken">Ends it; the bytes so far stay where they can be continued.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/> or <see cref="VeoErrorId.DownloadCorrupt"/>, with
    /// the task.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task<SavedVideo> SaveAsync(SaveOrder order, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            order = order with { FinalPath = Path.GetFullPath(order.FinalPath) };
            NameInUse name = NameOf(order);
            await name.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return Reported(order, await SaveNamedAsync(order, name, progress, cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                name.Turn.Release();
            }
        }
        catch (VeoException exception) when (exception.Task is null)
        {
            throw exception.With(exception.Summary, order.Task);
        }
    }

    private static SavedVideo Describe(SaveOrder order, SavedFile file) => new()
    {
        FullName = file.FullName,
        Length = file.Length,
        Sha256 = file.Sha256,
        TaskId = order.TaskId,
        Profile = order.Profile.Name,
        Index = order.Video.Index,
        Resolution = order.Rendition ?? order.Video.Resolution,
        JobKey = order.Task.JobKey,
        Prompt = order.Task.Prompt,
    };

    private SavedVideo Reported(SaveOrder order, SavedVideo saved)
    {
        log?.Event?.Invoke(VeoEvents.Of(
            time,
            saved.Skipped ? VeoEventName.Skipped : VeoEventName.Saved,
            order.Task,
            $"{order.Identity} {(saved.Skipped ? "was saved before" : "was saved")} as '{saved.FullName}'.",
            [
                (nameof(saved.FullName), saved.FullName),
                (nameof(saved.Index), saved.Index),
                (nameof(saved.Resolution), saved.Resolution),
                (nameof(saved.Length), saved.Length),
                (nameof(saved.Sha256), saved.Sha256),
                (nameof(saved.Resumed), saved.Resumed ? true : null),
                ("ElapsedSeconds", Math.Round(saved.Elapsed.TotalSeconds, 3)),
            ]));
        return saved;
    }

    private NameInUse NameOf(SaveOrder order) => _names.Take(Path.GetFullPath(order.FinalPath), order.Identity);

    private async Task<SavedVideo> SaveNamedAsync(
        SaveOrder order, NameInUse name, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        OtherProcess other = new(order, time);
        while (true)
        {
            if ((name.Saved ?? await _records.FindWholeAsync(order, cancellationToken).ConfigureAwait(false)) is { } there)
            {
                name.Saved = there;
                return new SavedVideo(Describe(order, there)) { Skipped = true, Elapsed = time.GetElapsedTime(started) };
            }

            // Looked at before the part is ours, and again then: another process may finish this very file in between.
            FileStamp before = FileStamp.Of(order.FinalPath);
            bool isTaken = before.Exists && (!order.Force || Directory.Exists(order.FinalPath));
            if (isTaken && !other.MayStillBeRecorded) throw DownloadErrors.Exists(order.FinalPath);
            using (PartFile? part = isTaken ? null : PartFile.TryOpen(order, cancellationToken))
            {
                if (part is not null && FileStamp.Of(order.FinalPath) == before)
                {
                    Uri? link = await LinkOfAsync(order, cancellationToken).ConfigureAwait(false);
                    VideoFetch fetch = new(transport, time, order, part);
                    FileInfo file = await fetch.RunAsync(link, progress, cancellationToken).ConfigureAwait(false);
                    SavedFile saved = new(
                        order.Video.Index,
                        order.Rendition,
                        file.FullName,
                        file.Length,
                        part.Sha256(),
                        file.LastWriteTimeUtc);
                    name.Saved = await _records.AddAsync(order, saved).ConfigureAwait(false);
                    return new SavedVideo(Describe(order, name.Saved)) { Resumed = part.Resumed, Elapsed = time.GetElapsedTime(started) };
                }

                other.Seen(isFinished: part is not null);
            }

            await time.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    // Null for a video that is inside the gateway's answer. Where that is not known, the answer to the question for a link tells.
    private static async Task<Uri?> LinkOfAsync(SaveOrder order, CancellationToken cancellationToken)
    {
        if (order.Video.Uri is { } link) return link;
        if (order.Video.Inline is not null && order.OpenInline is not null) return null;
        Uri? fresh = order.FreshLink is null ? null : await order.FreshLink(cancellationToken).ConfigureAwait(false);
        if (fresh is not null || order.OpenInline is not null) return fresh;
        throw DownloadErrors.Failed(
            $"The gateway returned no link to {order.Identity}.", "Save it again soon: gateways keep results for a limited time.");
    }

    /// <summary>The facts that distinguish a file from another one of the same name.</summary>
    private readonly record struct FileStamp(bool Exists, long Length, DateTime Time)
    {
        public static FileStamp Of(string path)
        {
            FileInfo file = new(path);
            return file.Exists
                ? new FileStamp(true, file.Length, file.LastWriteTimeUtc)
                : new FileStamp(Directory.Exists(path), 0, default);
        }
    }

    /// <summary>Another process that saves to the same name, as far as it can be seen.</summary>
    private sealed class OtherProcess(SaveOrder order, TimeProvider time)
    {
        private FileStamp _part;
        private DateTime _changed;
        private bool _told;
        private bool _wasSeen;

        /// <summary>True while a file that it has just finished may not be recorded yet.</summary>
        public bool MayStillBeRecorded => _wasSeen && time.GetUtcNow().UtcDateTime - _changed < RecordGrace;

        /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: it does not go on.</exception>
        public void Seen(bool isFinished)
        {
            DateTime now = time.GetUtcNow().UtcDateTime;
            FileStamp part = FileStamp.Of(order.FinalPath + ".part");
            if (!_wasSeen || isFinished || part != _part) (_part, _changed) = (part, now);
            else if (part.Exists && now - _changed > LongestStandstill) throw DownloadErrors.InUse(order.FinalPath);
            _wasSeen = true;
            if (_told || isFinished) return;
            _told = true;
            order.Warn?.Invoke(
                $"Another process is saving '{order.FinalPath}'. Waiting for it; if it saves the same video, this one is skipped.");
        }
    }
}
