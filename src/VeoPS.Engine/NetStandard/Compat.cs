using System.Runtime.InteropServices;

namespace VeoPS.Engine;

/// <summary>Members that newer frameworks have, so that the same call compiles on both.</summary>
internal static class Compat
{
    public static Task<Stream> ReadAsStreamAsync(this HttpContent content, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return content.ReadAsStreamAsync();
    }

    public static Task<int> ReadAsync(this Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ArraySegment<byte> segment = Segment(buffer);
        return stream.ReadAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken);
    }

    public static Task WriteAsync(this Stream stream, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        ArraySegment<byte> segment = Segment(buffer);
        return stream.WriteAsync(segment.Array!, segment.Offset, segment.Count, cancellationToken);
    }

    public static bool StartsWith(this string text, char value) => text.Length > 0 && text[0] == value;

    public static bool EndsWith(this string text, char value) => text.Length > 0 && text[text.Length - 1] == value;

    public static bool Contains(this string text, string value, StringComparison comparison) => text.IndexOf(value, comparison) >= 0;

    private static ArraySegment<byte> Segment(ReadOnlyMemory<byte> buffer) =>
        MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> segment)
            ? segment
            : throw new NotSupportedException("Only memory that is backed by an array is supported.");
}
