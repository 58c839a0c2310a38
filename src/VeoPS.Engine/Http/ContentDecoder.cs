using System.IO.Compression;

namespace VeoPS.Engine.Http;

/// <summary>
/// Undoes the compression of a body. VeoPS asks for none, and some servers and proxies compress all the same.
/// </summary>
internal static class ContentDecoder
{
    // Nobody compresses more than once on purpose.
    private const int MostLayers = 4;

    /// <summary>True where a body is in another form than its file: its length and its ranges are of that form then.</summary>
    public static bool IsEncoded(HttpContent content) =>
        content.Headers.ContentEncoding.Any(layer => !string.Equals(layer.Trim(), "identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>The body as it was before it was compressed. Bytes of an encoding that is not known here stay as they are.</summary>
    /// <param name="stream">The body.</param>
    /// <param name="encodings">As <c>Content-Encoding</c> has them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Stream> DecodeAsync(Stream stream, IEnumerable<string> encodings, CancellationToken cancellationToken)
    {
        string[] layers = [.. encodings.Reverse()];
        if (layers.Length > MostLayers) throw new IOException($"The answer is compressed {layers.Length} times.");
        foreach (string layer in layers)
            stream = await UndoAsync(stream, layer.Trim().ToLowerInvariant(), cancellationToken).ConfigureAwait(false);
        return stream;
    }

    private static async Task<Stream> UndoAsync(Stream stream, string encoding, CancellationToken cancellationToken)
    {
        switch (encoding)
        {
            case "gzip" or "x-gzip":
                // A proxy that unpacks may leave the header: then it is plain.
                PeekedStream gzip = await PeekedStream.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
                return gzip.First == 0x1F && gzip.Second == 0x8B ? new GZipStream(gzip, CompressionMode.Decompress) : gzip;
            case "deflate":
                // In the format of zlib (RFC 1950), as RFC 9110 has it, or without its two bytes, as some servers do.
                PeekedStream deflate = await PeekedStream.OpenAsync(stream, cancellationToken).ConfigureAwait(false);
                bool isZlib = (deflate.First & 0x0F) == 8 && ((deflate.First << 8) | deflate.Second) % 31 == 0;
                if (isZlib) deflate.Skip();
                return new DeflateStream(deflate, CompressionMode.Decompress);
#if NET
            case "br":
                return new BrotliStream(stream, CompressionMode.Decompress);
#endif
            default:
                return stream;
        }
    }

    /// <summary>A stream whose first two bytes are known before it is read.</summary>
    private sealed class PeekedStream : Stream
    {
        private readonly Stream _inner;
        private readonly byte[] _head = new byte[2];
        private int _count;
        private int _given;

        private PeekedStream(Stream inner) => _inner = inner;

        public int First => _count > 0 ? _head[0] : -1;

        public int Second => _count > 1 ? _head[1] : -1;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public static async Task<PeekedStream> OpenAsync(Stream inner, CancellationToken cancellationToken)
        {
            PeekedStream stream = new(inner);
            for (int read = 1; stream._count < 2 && read > 0; stream._count += read)
            {
                read = await inner.ReadAsync(stream._head.AsMemory(stream._count), cancellationToken).ConfigureAwait(false);
            }

            return stream;
        }

        public void Skip() => _given = _count;

        public override int Read(byte[] buffer, int offset, int count) =>
            _given < _count ? Give(buffer.AsSpan(offset, count)) : _inner.Read(buffer, offset, count);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            _given < _count
                ? Task.FromResult(Give(buffer.AsSpan(offset, count)))
                : _inner.ReadAsync(buffer, offset, count, cancellationToken);

#if NET
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            _given < _count ? new ValueTask<int>(Give(buffer.Span)) : _inner.ReadAsync(buffer, cancellationToken);
#endif

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _inner.Dispose();
            base.Dispose(disposing);
        }

        private int Give(Span<byte> target)
        {
            int given = Math.Min(_count - _given, target.Length);
            _head.AsSpan(_given, given).CopyTo(target);
            _given += given;
            return given;
        }
    }
}
