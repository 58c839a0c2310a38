using System.Buffers.Binary;
using System.Text;

namespace VeoPS.TestGateway;

/// <summary>
/// One task's video: a real clip, a <c>free</c> box that names the task, so that no two files are alike,
/// and a second <c>free</c> box up to the size that was asked for.
/// </summary>
internal sealed class Clip
{
    private const int LargeBoxHeader = 16;
    private static readonly byte[] s_film = ReadFilm();
    private readonly byte[] _head;

    public Clip(string taskId, int index, long size)
    {
        byte[] label = Encoding.UTF8.GetBytes($"{taskId}_{index}");
        long padding = size - s_film.Length - LargeBoxHeader - label.Length;
        byte[] labelBox = [.. BoxHeader(label.Length), .. label];

        _head = padding > 0
            ? [.. s_film, .. labelBox, .. BoxHeader(Math.Max(padding - LargeBoxHeader, 0))]
            : [.. s_film, .. labelBox];
        Length = Math.Max(_head.Length, size);
        ETag = $"\"{taskId}-{index}-{Length}\"";
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>A strong entity tag, with its quotes.</summary>
    public string ETag { get; }

    public Stream Open() => new ClipStream(_head, Length);

    /// <summary>The 64-bit form, so that a padding of any size has the same header.</summary>
    private static byte[] BoxHeader(long payload)
    {
        byte[] header = new byte[LargeBoxHeader];
        BinaryPrimitives.WriteUInt32BigEndian(header, 1);
        "free"u8.CopyTo(header.AsSpan(4));
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(8), LargeBoxHeader + payload);
        return header;
    }

    private static byte[] ReadFilm()
    {
        using var resource = typeof(Clip).Assembly.GetManifestResourceStream("clip.mp4")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
