using System.Buffers.Binary;
using System.Text;

namespace VeoPS.Tests.Downloads;

/// <summary>Small files with the boxes of an MP4.</summary>
internal static class Films
{
    public static byte[] Whole { get; } = [.. Box("ftyp", 8), .. Box("moov", 100), .. Box("mdat", 1000)];

    public static byte[] Box(string type, int payload) => [.. Header((uint)(8 + payload), type), .. new byte[payload]];

    public static byte[] LargeBox(string type, int payload, long? size = null)
    {
        byte[] large = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(large, size ?? 16 + payload);
        return [.. Header(1, type), .. large, .. new byte[payload]];
    }

    public static byte[] Header(uint size, string type)
    {
        byte[] header = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(header, size);
        Encoding.ASCII.GetBytes(type).CopyTo(header, 4);
        return header;
    }
}
