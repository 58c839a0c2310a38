namespace VeoPS.TestGateway;

/// <summary>
/// Reads a clip of any length without holding it: the head from memory, the padding from a pattern.
/// The pattern's length is prime, so that a download resumed at the wrong place does not hash like the right one.
/// </summary>
internal sealed class ClipStream(byte[] head, long length) : Stream
{
    private static readonly byte[] s_pattern = MakePattern(65_521);
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, Math.Max(length - _position, 0));
        int read = 0;
        while (read < wanted)
        {
            var source = _position < head.Length
                ? head.AsSpan((int)_position)
                : s_pattern.AsSpan((int)((_position - head.Length) % s_pattern.Length));
            int count = Math.Min(source.Length, wanted - read);
            source[..count].CopyTo(buffer[read..]);
            read += count;
            _position += count;
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] MakePattern(int size)
    {
        byte[] pattern = new byte[size];
        for (int i = 0; i < size; i++)
        {
            pattern[i] = (byte)(i ^ (i >> 8));
        }

        return pattern;
    }
}
