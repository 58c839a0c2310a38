using System.Buffers.Binary;
using System.Text;

namespace VeoPS.Tests.Gateways;

/// <summary>What an MP4 says of itself, box by box: ISO/IEC 14496-12.</summary>
/// <param name="Boxes">The names of its outermost boxes, in their order.</param>
/// <param name="Tracks">What its tracks are: <c>vide</c>, <c>soun</c>.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Width">Of its picture.</param>
/// <param name="Height">Of its picture.</param>
internal sealed record Mp4Film(IReadOnlyList<string> Boxes, IReadOnlyList<string> Tracks, double Seconds, int Width, int Height)
{
    public static Mp4Film Read(byte[] file)
    {
        List<(string Name, byte[] Body)> boxes = [.. Split(file)];
        List<(string Name, byte[] Body)> moov = [.. Split(boxes.Single(box => box.Name == "moov").Body)];
        byte[][] tracks = [.. moov.Where(box => box.Name == "trak").Select(box => box.Body)];
        byte[] picture = tracks.Single(track => HandlerOf(track) == "vide");
        byte[] header = Split(picture).Single(box => box.Name == "tkhd").Body;
        byte[] movie = moov.Single(box => box.Name == "mvhd").Body;
        return new Mp4Film(
            [.. boxes.Select(box => box.Name)],
            [.. tracks.Select(HandlerOf)],
            (double)Number(movie, 16) / Number(movie, 12),
            (int)(Number(header, header.Length - 8) >> 16),
            (int)(Number(header, header.Length - 4) >> 16));
    }

    private static string HandlerOf(byte[] track)
    {
        byte[] media = Split(track).Single(box => box.Name == "mdia").Body;
        return Encoding.ASCII.GetString(Split(media).Single(box => box.Name == "hdlr").Body, 8, 4);
    }

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    private static IEnumerable<(string Name, byte[] Body)> Split(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length;)
        {
            int length = checked((int)Number(bytes, at));
            if (length < 8 || at + length > bytes.Length) throw new InvalidDataException($"A box at {at} does not end where it says.");
            yield return (Encoding.ASCII.GetString(bytes, at + 4, 4), bytes[(at + 8)..(at + length)]);
            at += length;
        }
    }
}
