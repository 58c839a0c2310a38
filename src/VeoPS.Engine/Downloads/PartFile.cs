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
    private readonly DownloadOrder _order;
    private readonly string _path;
    private readonly string _recordPath;
    private readonly FileStream _stream;
    private readonly FlushAhead _flush;
    private readonly BackgroundSum _sum = new();
    private bool _placed;

    private PartFile(DownloadOrder order)
    {
        _order = order;
        _path = order.FinalPath + ".part";
        _recordPath = _path + ".json";

        // Windows renames an open file only where its holder shares deletion; on Unix anything shared is no lock.
        FileShare share = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? FileShare.Delete : FileShare.None;
        _stream = new FileStream(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1);
        _flush = new FlushAhead(_stream);
    }

    /// <summary>Bytes that are there.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes of the whole file, null where the server did not say.</summary>
    public long? Total { get; private set; }

    /// <summary>The strong validator of what is there, null where there is none.</summary>
    public string? ETag { get; private set; }

    /// <summary>True where some of what is there was left by an earlier call.</summary>
    public bool Inherited { get; private set; }

    /// <summary>True where the rest can be asked for.</summary>
    public bool CanResume => ETag is not null && Length > 0;

    /// <summary>Opens the part of an order, and takes over what an earlier call left of the same video.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: another process has it, or it cannot be written.</exception>
    public static PartFile Open(DownloadOrder order, CancellationToken cancellationToken)
    {
        PartFile? part = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(order.FinalPath)!);
            part = new PartFile(order);

            // Its last holder may have renamed it between our opening and our locking it: then it is the final file.
            if (!File.Exists(part._path)) throw DownloadErrors.InUse(order.FinalPath);
            part.Inherit(cancellationToken);
            return part;
        }
        catch (Exception exception)
        {
            part?.Release();
            if (Placement.IsSharingViolation(exception)) throw DownloadErrors.InUse(order.FinalPath, exception);
            if (exception is IOException or UnauthorizedAccessException or NotSupportedException) throw DownloadErrors.NotWritable(order.FinalPath, exception);
            throw;
        }
    }

    /// <summary>Empties it for another beginning.</summary>
    /// <param name="etag">The strong validator of what will come, if it has one.</param>
    /// <param name="total">Its length in bytes, if the server says.</param>
    public void StartOver(string? etag, long? total) => Guarded(() =>
    {
        _stream.SetLength(0);
        _sum.Finish();
        (Length, ETag, Total, Inherited) = (0, etag, total, false);
        if (etag is null) File.Delete(_recordPath);
        else new PartRecord(PartRecord.CurrentVersion, _order.Identity, etag, total).Write(_recordPath);
        FaultPoint.Pass("part begun");
    });

    /// <summary>Keeps the length of the whole file where only a later answer says it.</summary>
    public void Learn(long? total) => Total ??= total;

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

    /// <summary>What is wrong with what is there as a video; null where it is whole.</summary>
    public string? Fault()
    {
        string? fault = null;
        Guarded(() => fault = Wholeness.Fault(_stream));
        return fault;
    }

    /// <summary>Flushes it to the disk and gives it its final name.</summary>
    public (FileInfo File, string Sha256) Place()
    {
        Guarded(_flush.Finish);
        FaultPoint.Pass("part flushed");
        Placement.Move(_path, _order.FinalPath, _order.Overwrite);
        FaultPoint.Pass("part placed");
        _placed = true;
        _stream.Dispose(); // Windows writes a file's time when it is closed.
        DeleteQuietly(_recordPath);
        return (new FileInfo(_order.FinalPath), _sum.Finish());
    }

    /// <summary>Lets go of it. What can be continued stays; what cannot is deleted.</summary>
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
            (Length, ETag, Total, Inherited) = (_stream.Position, record.ETag, record.Length, true);
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
