using VeoPS.Engine.Disk;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Downloads;

/// <summary>Tells whether a file on disk is a video that was saved before, by the ledger's record and by the file itself.</summary>
internal sealed class SavedFiles(IFileLedger? ledger, string? home)
{
    // Virus scanners, and a process that has just finished the file, hold it for moments.
    private static readonly TimeSpan SharingLimit = TimeSpan.FromSeconds(2);

    /// <summary>The file of an order's name, where it is that very video and whole; or the one that it was kept as, being no MP4.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: the file cannot be read.</exception>
    public SavedFile? FindWhole(SaveOrder order, CancellationToken cancellationToken)
    {
        string path = order.FinalPath;
        string[] names = [path, .. IntegrityCheck.Extensions.Select(extension => VideoFetch.NameFor(path, extension))];
        if (!names.Any(File.Exists)) return null;
        SavedFile[] all = [.. Records(order)];
        if (Array.Find(all, saved => IsOf(saved, order) && IsKeptAs(saved, path) && IsUnchanged(saved)) is { } kept) return kept;

        FileInfo file = new(path);
        if (!file.Exists) return null;
        SavedFile[] records = [.. all.Where(saved => NamesInUse.PathComparer.Equals(saved.FullName, path))];
        SavedFile? record = Array.Find(records, saved => IsOf(saved, order));
        if (record is not null && IsUnchanged(record)) return record;

        // Without a record only a name can tell, and it does not tell one rendition from another.
        bool maybeOurs = record is not null ? record.Length == file.Length : order is { NameIdentifiesVideo: true, Rendition: null } && records.Length == 0;
        if (!maybeOurs || Examine(order, file, cancellationToken) is not { } found) return null;
        if (record is not null && record.Sha256 != found.Sha256) return null;
        return Add(order, found);
    }

    /// <summary>Writes a saved file down. The file counts, whatever the ledger says.</summary>
    /// <returns>What was written: the file, and the state folder of the machine that has it.</returns>
    public SavedFile Add(SaveOrder order, SavedFile file)
    {
        file = file with { Home = home };
        try
        {
            if (order.Task.Id is not { } id || ledger?.Find(order.Profile.Name, id) is not { } entry) return file;
            ledger.Update(entry.Task.SubmissionId, current => current with { Saved = new VeoList<SavedFile>([.. current.Saved.Where(other => !IsSame(other, file)), file]) });
        }
        catch (VeoException exception)
        {
            order.Warn?.Invoke($"'{file.FullName}' is saved and whole, but the ledger could not record that: {exception.Message}");
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

    private static bool IsSame(SavedFile one, SavedFile other) =>
        one.Index == other.Index && one.Resolution == other.Resolution && NamesInUse.PathComparer.Equals(one.FullName, other.FullName);

    private static SavedFile? Examine(SaveOrder order, FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            using FileStream stream = FileSharing.Retry(
                SharingLimit,
                () => new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Sha256Sum.ChunkBytes));
            if (Mp4.Inspect(stream).Fault is not null) return null;
            stream.Position = 0;
            return new SavedFile(order.Video.Index, order.Rendition, file.FullName, stream.Length, Sha256Sum.Of(stream, cancellationToken), file.LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (order.Force) return null;
            throw DownloadErrors.Failed($"'{file.FullName}' exists and cannot be read: {exception.Message}", "Use -Force to replace it, or another -FileName.", exception);
        }
    }

    private VeoList<SavedFile> Records(SaveOrder order)
    {
        try
        {
            return order.Task.Id is { } id && ledger?.Find(order.Profile.Name, id) is { } entry ? entry.Saved : VeoList<SavedFile>.Empty;
        }
        catch (VeoException exception)
        {
            order.Warn?.Invoke($"The ledger could not tell whether '{order.FinalPath}' was saved before: {exception.Message}");
            return VeoList<SavedFile>.Empty;
        }
    }
}
