using System.Buffers.Binary;
using System.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// Tells a whole MP4 from a cut one by its top-level boxes (ISO/IEC 14496-12, 4.2): each says how long it is, so the last
/// must end where the file does. Reads nothing but their headers, whatever the file's size.
/// </summary>
public static class Mp4
{
    private const int ShortHeader = 8;
    private const int LongHeader = 16;

    /// <summary>What is wrong with a file, in a few words without a full stop; null where it is whole.</summary>
    /// <param name="stream">Seekable. Left anywhere.</param>
    public static string? Verify(Stream stream)
    {
        long length = stream.Length;
        if (length == 0) return "it is empty";

        bool movie = false, media = false;
        byte[] header = new byte[LongHeader];
        for (long start = 0, size; start < length; start += size)
        {
            stream.Position = start;
            int read = ReadHeader(stream, header);
            string type = read < ShortHeader ? "" : Encoding.ASCII.GetString(header, 4, 4);
            if (start == 0 && type != "ftyp") return "it does not begin like an MP4";

            size = Size(header, read, rest: length - start);
            if (size == 0) return $"the box at byte {start} has no valid header";
            if (size > length - start) return $"it ends at byte {length}, inside a box that goes on for {size - (length - start)} bytes more";
            movie |= type == "moov";
            media |= type == "mdat";
        }

        return movie && media ? null : $"it has no {(movie ? "media data (mdat)" : "movie header (moov)")}";
    }

    // 0 where there is none.
    private static long Size(byte[] header, int read, long rest)
    {
        if (read < ShortHeader) return 0;
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (size == 0) return rest; // The last box may say «to the end».
        if (size != 1) return size < ShortHeader ? 0 : size;
        long large = read < LongHeader ? 0 : BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(ShortHeader));
        return large < LongHeader ? 0 : large;
    }

    private static int ReadHeader(Stream stream, byte[] header)
    {
        int filled = 0;
        for (int read; filled < header.Length && (read = stream.Read(header, filled, header.Length - filled)) > 0;) filled += read;
        return filled;
    }
}
