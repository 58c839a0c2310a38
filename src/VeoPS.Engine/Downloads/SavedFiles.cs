using VeoPS.Engine.Disk;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Downloads;

/// <summary>Tells whether a file on disk is a video that was saved before, by the ledger's record and by the file itself.</summary>
internal sealed class SavedFiles(ILedger? ledger, string? home)
{
    // Virus scanners, and a process that has just finished the file, hold it for moments.
    private static readonly TimeSpan SharingLimit = TimeSpan.FromSeconds(2);

    /// <summary>The file of an order's name, where it is that very video and whole; or the one that it was kept as, being no
    /// MP4.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: the file cannot be read.</exception>
    public async Task<SavedFile?> FindWholeAsync(SaveOrder order, CancellationToken cancellationToken)
    {
        string path = order.FinalPath;
        string[] names = [path, .. IntegrityCheck.Extensions.Select(extension => VideoFetch.NameFor(path, extension))];
        if (!names.Any(File.Exists)) return null;
        SavedFile[] all = [.. await RecordsAsync(order, cancellationToken).ConfigureAwait(false)];
        if (Array.Find(all, saved => IsOf(saved, order) && IsKeptAs(saved, path) && IsUnchanged(saved)) is { } kept) return kept;

        FileInfo file = new(path);
        if (!file.Exists) return null;
        SavedFile[] records = [.. all.Where(saved => NamesInUse.PathComparer.Equals(saved.FullName, path))];
        SavedFile? record = Array.Find(records, saved => IsOf(saved, order));
        if (record is not null && IsUnchanged(record)) return record;

        // Without a record only a name can tell, and it does not tell one rendition from another.
        bool maybeOurs = record is not null
            ? record.Length == file.Length
            : order is { NameIdentifiesVideo: true, Rendition: null } && records.Length == 0;
        if (!maybeOurs || Examine(order, file, cancellationToken) is not { } found) return null;
        if (record is not null && record.Sha256 != found.Sha256) return null;
        return await AddAsync(order, found).ConfigureAwait(false);
    }

    /// <summary>Records a saved file. The file counts as saved even where the ledger cannot record it.</summary>
    /// <returns>The record: the file, and the state folder of the machine that has it.</returns>
    public async Task<SavedFile> AddAsync(SaveOrder order, SavedFile file)
    {
        file = file with { Home = home };
        try
        {
            if (await EntryAsync(order, CancellationToken.None).ConfigureAwait(false) is not { } entry) return file;
            await ledger!.UpdateAsync(
                entry.Task.SubmissionId,
                current => current with { Saved = new VeoList<SavedFile>([.. current.Saved.Where(other => !IsSame(other, file)), file]) },
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (VeoException exception)
        {
            order.Warn?.Invoke($"'{file.FullName}' was saved completely, but the ledger could not record that: {exception.Message}");
        }

        return file;
    }

    private static bool IsOf(SavedFile file, SaveOrder order) => file.Index == order.Video.Index && file.Resolution == order.Rendition;

    private static bool IsKeptAs(SavedFile file, string path) =>
        !NamesInUse.PathComparer.Equals(file.FullName, path)
        && NamesInUse.PathComparer.Equals(file.FullName, VideoFetch.NameFor(path, Path.GetExtension(file.FullName)));

    private static bool IsUnchanged(SavedFile saved)
    {
        FileInfo file = new(saved.FullName);
        return file.Exists && saved.Length == file.Length && saved.LastWriteTime == file.LastWriteTimeUtc;
    }

    private async Task<LedgerEntry?> EntryAsync(SaveOrder order, CancellationToken cancellationToken) =>
        order.Task.Id is { } id && ledger is not null
            ? await ledger.FindByIdAsync(order.Profile.Name, id, cancellationToken).ConfigureAwait(false)
            : null;

    private static bool IsSame(SavedFile one, SavedFile other) =>
        one.Index == other.Index && one.Resolution == other.Resolution && NamesInUse.PathComparer.Equals(one.FullName, other.FullName);

    private static SavedFile? Examine(SaveOrder order, FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream stream = FileSharing.Retry(
                SharingLimit,
                () => new FileStream(
                    file.FullName,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.Read | FileShare.Delete,
                    Sha256Sum.ChunkBytes));
            if (Mp4.Inspect(stream).Fault is not null) return null;
            stream.Position = 0;
            return new SavedFile(
                order.Video.Index,
                order.Rendition,
                file.FullName,
                stream.Length,
                Sha256Sum.Of(stream, cancellationToken),
                file.LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (order.Force) return null;
            throw DownloadErrors.Failed(
                $"'{file.FullName}' exists and cannot be read: {exception.Message}",
                remedy: null,
                exception,
                new VeoRemedy(VeoRemedyAction.Overwrite));
        }
    }

    private async Task<VeoList<SavedFile>> RecordsAsync(SaveOrder order, CancellationToken cancellationToken)
    {
        try
        {
            return (await EntryAsync(order, cancellationToken).ConfigureAwait(false))?.Saved ?? VeoList<SavedFile>.Empty;
        }
        catch (VeoException exception)
        {
            order.Warn?.Invoke($"VeoPS could not read from the ledger whether '{order.FinalPath}' was saved before: {exception.Message}");
            return VeoList<SavedFile>.Empty;
        }
    }
}
