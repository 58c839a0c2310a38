using System.Buffers.Binary;
using System.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// Tells a whole MP4 from a cut one by its top-level boxes (ISO/IEC 14496-12, 4.2): each says how long it is, so the last
/// must end where the file does. Reads nothing but their headers, whatever the file's size.
/// </summary>
internal static class Mp4
{
    private const int ShortHeader = 8;
    private const int LongHeader = 16;

    // ISO/IEC 14496-12, table 1, the boxes of the top level; and QuickTime's own (wide, pnot).
    private static readonly HashSet<string> TopLevel = new(StringComparer.Ordinal)
    {
        "ftyp", "styp", "pdin", "moov", "moof", "mfra", "mdat", "free", "skip",
        "wide", "pnot", "udta", "meta", "uuid", "sidx", "ssix", "prft", "emsg",
    };

    /// <summary>Looks at a file's boxes.</summary>
    /// <param name="stream">Seekable. Left anywhere.</param>
    public static Mp4Finding Inspect(Stream stream)
    {
        long length = stream.Length;
        if (length == 0) return Mp4Finding.Wrong("it is empty");

        HashSet<string> seen = new(StringComparer.Ordinal);
        string first = "";
        byte[] header = new byte[LongHeader];
        for (long start = 0, size; start < length; start += size)
        {
            stream.Position = start;
            int read = ReadHeader(stream, header);
            string type = read < ShortHeader ? "" : Encoding.ASCII.GetString(header, 4, 4);
            bool isKnown = TopLevel.Contains(type);
            if (start == 0 && !isKnown) return Mp4Finding.Wrong("it does not begin with an MP4 header");
            if (start == 0) first = type;

            size = Size(header, read, rest: length - start);
            bool fits = size > 0 && size <= length - start;

            // A film that is whole may have bytes behind it, which no player minds. A box of a known type that is cut is a cut film.
            bool isTail = !isKnown && (!fits || IsToTheEnd(header)) && IsFilm(seen);
            if (isTail) return Verdict(seen, first, FormattableString.Invariant($"{length - start} bytes follow its last box"));
            if (size == 0) return Mp4Finding.Wrong($"the box at byte {start} has no valid header");
            long missing = size - (length - start);
            if (!fits) return Mp4Finding.Wrong($"it ends at byte {length}, inside a box that needs {missing} more bytes");
            seen.Add(type);
        }

        return IsFilm(seen)
            ? Verdict(seen, first, first == "ftyp" ? null : $"its boxes are in an unusual order (it begins with '{first}')")
            : Mp4Finding.Wrong($"it has no {(seen.Contains("moov") ? "media data (mdat)" : "movie header (moov)")}");
    }

    private static bool IsFilm(HashSet<string> seen) => seen.Contains("moov") && seen.Contains("mdat");

    // A film that never says its type is none of MP4's, but of QuickTime, from which MP4 descends.
    private static Mp4Finding Verdict(HashSet<string> seen, string first, string? remark) => seen.Contains("ftyp")
        ? new Mp4Finding(null, remark, IsQuickTime: false)
        : new Mp4Finding($"it has no file type (ftyp) and begins with '{first}', like a QuickTime movie", null, IsQuickTime: true);

    // 0 where there is none.
    private static long Size(byte[] header, int read, long rest)
    {
        if (read < ShortHeader) return 0;
        uint size = BinaryPrimitives.ReadUInt32BigEndian(header);
        if (size == 0) return rest; // The last box may say that it goes to the end.
        if (size != 1) return size < ShortHeader ? 0 : size;
        long large = read < LongHeader ? 0 : BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(ShortHeader));
        return large < LongHeader ? 0 : large;
    }

    private static bool IsToTheEnd(byte[] header) => BinaryPrimitives.ReadUInt32BigEndian(header) == 0;

    private static int ReadHeader(Stream stream, byte[] header)
    {
        int filled = 0;
        for (int read; filled < header.Length && (read = stream.Read(header, filled, header.Length - filled)) > 0;) filled += read;
        return filled;
    }
}

/// <summary>The result of reading a file's boxes.</summary>
/// <param name="Fault">Why it is not a whole MP4, in a few words without a full stop; null where it is one.</param>
/// <param name="Remark">An unusual property of a whole MP4; null where it has none.</param>
/// <param name="IsQuickTime">True for a whole QuickTime film, which is not an MP4.</param>
internal sealed record Mp4Finding(string? Fault, string? Remark, bool IsQuickTime)
{
    public static Mp4Finding Wrong(string fault) => new(fault, null, IsQuickTime: false);
}
