using System.Runtime.InteropServices;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// A file on its way: <c>name.part</c> beside its final name, held against everybody else until it has that name, and a
/// record beside it that lets another process go on. Without a strong validator there is no record: nothing could tell
/// whether the rest belongs to the beginning.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly SaveOrder _order;
    private readonly string _path;
    private readonly string _recordPath;
    private readonly FileStream _stream;
    private readonly BackgroundFlush _flush;
    private readonly BackgroundHash _sum = new();
    private string? _sha256;
    private bool _placed;

    private PartFile(SaveOrder order)
    {
        _order = order;
        _path = order.FinalPath + ".part";
        _recordPath = _path + ".json";

        // Windows renames an open file only where its holder shares deletion; on Unix anything shared is no lock.
        FileShare share = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? FileShare.Delete : FileShare.None;
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
        _flush = new BackgroundFlush(_stream);
    }

    /// <summary>Bytes that are there.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes of the whole file, null where the server did not say.</summary>
    public long? Total { get; private set; }

    /// <summary>The strong validator of the bytes so far, null where there is none.</summary>
    public string? ETag { get; private set; }

    /// <summary>True where an earlier part was continued, instead of being fetched from its beginning in one piece.</summary>
    public bool Resumed { get; private set; }

    /// <summary>True where the file is known to end where it does: by its length, or by how the answer was framed.</summary>
    public bool EndIsKnown { get; private set; }

    /// <summary>True where the rest can be asked for.</summary>
    public bool CanResume => ETag is not null && Length > 0;

    /// <summary>Opens the part of an order, and takes over the part that an earlier call left of the same video.</summary>
    /// <returns>Null where another process has it.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: it cannot be written.</exception>
    public static PartFile? TryOpen(SaveOrder order, CancellationToken cancellationToken)
    {
        PartFile? part = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(order.FinalPath)!);
            part = new PartFile(order);
            if (IsAt(part._stream, part._path))
            {
                part.Inherit(cancellationToken);
                return part;
            }

            part.Release();
            return null;
        }
        catch (Exception exception)
        {
            part?.Release();
            if (part is null && Placement.IsSharingViolation(exception)) return null;
            if (exception is IOException or UnauthorizedAccessException or NotSupportedException)
                throw DownloadErrors.NotWritable(order.FinalPath, exception);
            throw;
        }
    }

    /// <summary>
    /// True where an open file is the one of that name. On Unix opening and locking are two steps: between them its last holder may have
    /// renamed it, so that it is somebody's finished film, and a third process may have begun another part under its name. Times count
    /// 100 ns, and nobody but the holder of the lock writes to either.
    /// </summary>
    public static bool IsAt(FileStream stream, string path)
    {
#if NET
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)) return true;
        FileInfo named = new(path);
        return named.Exists && named.Length == stream.Length && named.LastWriteTimeUtc == File.GetLastWriteTimeUtc(stream.SafeFileHandle);
#else
        return File.Exists(path); // Windows locks in the step that opens.
#endif
    }

    /// <summary>Empties the part file, so that the download can start from the beginning.</summary>
    /// <param name="etag">The strong validator of the content that will come, if it has one.</param>
    /// <param name="total">Its length in bytes, if the server says.</param>
    public void StartOver(string? etag, long? total) => Guarded(() =>
    {
        _stream.SetLength(0);
        _sum.Finish();
        _sha256 = null;
        (Length, ETag, Total, Resumed, EndIsKnown) = (0, etag, total, false, false);
        if (etag is null) File.Delete(_recordPath);
        else new PartRecord(PartRecord.CurrentVersion, _order.Identity, etag, total).Write(_recordPath);
        FaultPoint.Pass("part begun");
    });

    /// <summary>Notes that an answer continues the part, and the length of the whole file where only that answer says it.</summary>
    public void Continue(long? total)
    {
        Total ??= total;
        Resumed = true;
    }

    /// <summary>Notes that the file ends here.</summary>
    public void MarkEnd() => EndIsKnown = true;

    /// <summary>Where the next bytes go. Another one after each <see cref="GrowAsync"/>.</summary>
    public byte[] Buffer => _sum.Buffer;

    /// <summary>Adds the first bytes of <see cref="Buffer"/>. They are hashed, and in time flushed, while the next ones come.</summary>
    public async Task GrowAsync(int count)
    {
        Guarded(() => _stream.Write(Buffer, 0, count));
        Length += count;
        _flush.Grown(Length);
        await _sum.AddAsync(count).ConfigureAwait(false);
        FaultPoint.Pass("part grown");
    }

    /// <summary>Looks whether the part is a whole video.</summary>
    public IntegrityCheck Check()
    {
        IntegrityCheck? check = null;
        Guarded(() => check = IntegrityCheck.Of(_stream));
        return check!;
    }

    /// <summary>The SHA-256 of the part, in lower-case hexadecimal digits. Nothing is added after it, but by starting over.</summary>
    public string Sha256() => _sha256 ??= _sum.Finish();

    /// <summary>Flushes it to the disk and gives it a final name.</summary>
    /// <param name="path">In the same folder.</param>
    public FileInfo Place(string path)
    {
        Guarded(_flush.Finish);
        FaultPoint.Pass("part flushed");
        Placement.Move(_path, path, _order.Force);
        FaultPoint.Pass("part placed");
        _placed = true;
        _stream.Dispose(); // Windows writes a file's time when it is closed.
        DeleteQuietly(_recordPath);
        return new FileInfo(path);
    }

    /// <summary>Lets go of it. A part that can be continued stays; any other is deleted.</summary>
    public void Dispose()
    {
        if (!_placed && !CanResume)
        {
            DeleteQuietly(_recordPath);
            DeleteQuietly(_path); // While it is still ours.
        }

        Release();
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Litter, and overwritten by the next download of this name.
        }
    }

    private void Inherit(CancellationToken cancellationToken)
    {
        if (_stream.Length == 0) return;
        if (PartRecord.Read(_recordPath, _order.Identity) is { } record && !(_stream.Length > record.Length))
        {
            _sum.AddRest(_stream, cancellationToken);
            (Length, ETag, Total, Resumed) = (_stream.Position, record.ETag, record.Length, true);
        }
        else
        {
            StartOver(etag: null, total: null);
        }
    }

    private void Guarded(Action access)
    {
        try
        {
            access();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DownloadErrors.NotWritable(_order.FinalPath, exception);
        }
    }

    private void Release()
    {
        _flush.Settle(); // Closed before that, the file would stay locked for a moment more.
        _stream.Dispose();
        _sum.Dispose();
    }
}
