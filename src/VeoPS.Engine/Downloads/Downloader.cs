using VeoPS.Engine.Http;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// Fetches a video to a file: resumed where it was cut, verified before it gets its name, never written over by chance.
/// Keeps nothing between calls and may serve several at once.
/// </summary>
/// <param name="transport">The way out.</param>
/// <param name="time">The clock for waits and stalls.</param>
public sealed class Downloader(HttpTransport transport, TimeProvider time)
{
    // A body without a length may have been cut where nothing tells but its boxes. Twice is no accident.
    private const int MostBeginnings = 2;

    /// <summary>Fetches one file. Until it is whole and verified it is <c>name.part</c>; where it can be continued, that stays for the next call.</summary>
    /// <param name="order">What, from where, to where.</param>
    /// <param name="progress">Told after each chunk, on any thread.</param>
    /// <param name="cancellationToken">Ends it; what came so far stays where it can be continued.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/> or <see cref="VeoErrorId.DownloadCorrupt"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task<DownloadResult> DownloadAsync(DownloadOrder order, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        using PartFile part = PartFile.Open(order, cancellationToken);

        // Looked for only once the part is ours: another process may just have finished this very file.
        if (Directory.Exists(order.FinalPath) || (File.Exists(order.FinalPath) && !order.Overwrite)) throw DownloadErrors.Exists(order.FinalPath);

        await FetchWholeAsync(order, part, progress, cancellationToken).ConfigureAwait(false);
        bool resumed = part.Inherited;
        (FileInfo file, string sha256) = part.Place();
        return new DownloadResult(file.FullName, file.Length, sha256, file.LastWriteTimeUtc, resumed, time.GetElapsedTime(started));
    }

    private async Task FetchWholeAsync(DownloadOrder order, PartFile part, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        Transfer transfer = new(transport, time, order, part, progress);
        string? fault = null;
        for (int beginning = 0; beginning < MostBeginnings; beginning++)
        {
            await transfer.FetchAsync(cancellationToken).ConfigureAwait(false);
            if ((fault = part.Fault()) is null) return;
            part.StartOver(etag: null, total: null);
        }

        throw DownloadErrors.Corrupt(order.FinalPath, fault!);
    }
}
