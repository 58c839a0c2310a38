using VeoPS.Engine.Http;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// Fetches a video into its part, looks whether it is whole, and gives it its name. Only a file that is no film at all, or whose end was
/// cut off on the way, is fetched again and given up; any other is the gateway's own file, and is kept.
/// </summary>
internal sealed class VideoFetch(HttpTransport transport, TimeProvider time, SaveOrder order, PartFile part)
{
    // A body without a length may have been cut where nothing tells but its boxes. Twice is no accident.
    private const int MostBeginnings = 2;

    /// <summary>Fetches it. Until it is whole it is <c>name.part</c>; where it can be continued, that stays for the next call.</summary>
    /// <param name="link">Where it is; null for one that is inside the gateway's answer.</param>
    /// <param name="progress">Told after each chunk, on any thread.</param>
    /// <param name="cancellationToken">Ends it; the bytes so far stay where they can be continued.</param>
    /// <returns>The file. Its name is not the order's where it is no MP4.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/> or <see cref="VeoErrorId.DownloadCorrupt"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task<FileInfo> RunAsync(Uri? link, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        Transfer transfer = new(transport, time, order, link, part, progress);
        IntegrityCheck check = null!;
        string? before = null;
        for (int beginning = 0; beginning < MostBeginnings; beginning++)
        {
            if (beginning > 0) part.StartOver(etag: null, total: null);
            await transfer.FetchAsync(cancellationToken).ConfigureAwait(false);
            check = part.Check();
            bool isSame = before == part.Sha256();
            if (check.Fault is null && (check.Remark is null || part.EndIsKnown || isSame)) return Keep(check.Remark);
            if (isSame && part.EndIsKnown && check.Extension is { } extension) return KeepAs(extension, check.Fault!);
            before = part.Sha256();
        }

        part.StartOver(etag: null, total: null);
        throw DownloadErrors.Corrupt(order.FinalPath, check.Fault ?? check.Remark!);
    }

    /// <summary>The name under which a file is kept that is no MP4.</summary>
    /// <param name="path">The name that it should have had.</param>
    /// <param name="extension">With its dot.</param>
    public static string NameFor(string path, string extension) =>
        string.Equals(Path.GetExtension(path), ".mp4", StringComparison.OrdinalIgnoreCase)
            ? Path.ChangeExtension(path, extension)
            : path + extension;

    private FileInfo Keep(string? remark)
    {
        FileInfo file = part.Place(order.FinalPath);
        if (remark is null) return file;
        order.Warn?.Invoke($"'{file.FullName}' was saved unchanged: {remark}. Most players can play it.");
        return file;
    }

    private FileInfo KeepAs(string extension, string fault)
    {
        string path = NameFor(order.FinalPath, extension);
        FileInfo file = IsThere(path) ? new FileInfo(path) : part.Place(path);
        order.Warn?.Invoke(
            $"The gateway's file is not an MP4 ({fault}). Two downloads were identical, so it was saved as '{file.FullName}'. "
            + "Check the file before you buy the video again.");
        return file;
    }

    // From an earlier run, whose ledger is not at hand.
    private bool IsThere(string path)
    {
        FileInfo there = new(path);
        if (!there.Exists || there.Length != part.Length) return false;
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Sha256Sum.ChunkBytes);
        return Sha256Sum.Of(stream, CancellationToken.None) == part.Sha256();
    }
}
