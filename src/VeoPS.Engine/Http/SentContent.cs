using System.Net;

namespace VeoPS.Engine.Http;

/// <summary>
/// A body that knows whether it has begun to leave, tells of its progress, and says when it has left. A POST whose body never
/// began cannot have been taken, whatever went wrong before: no name, no connection, no TLS. It leaves once: a network that
/// asks for it a second time would send a submission twice.
/// </summary>
internal sealed class SentContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Action _held;
    private readonly Action _sent;
    private int _started;

    /// <param name="inner">The body.</param>
    /// <param name="held">Called where a part of it has to wait, with each part anew.</param>
    /// <param name="sent">Called when all of it has left.</param>
    public SentContent(HttpContent inner, Action held, Action sent)
    {
        _inner = inner;
        _held = held;
        _sent = sent;
        foreach (KeyValuePair<string, IEnumerable<string>> header in inner.Headers)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    /// <summary>True once a byte of it may have left.</summary>
    public bool Started => Volatile.Read(ref _started) == 1;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Begin();
        await _inner.CopyToAsync(new ProgressStream(stream, _held)).ConfigureAwait(false);
        _sent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? -1;
        return length >= 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

#if NET
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Begin();
        await _inner.CopyToAsync(new ProgressStream(stream, _held), context, cancellationToken).ConfigureAwait(false);
        _sent();
    }
#endif

    private void Begin()
    {
        if (Interlocked.Exchange(ref _started, 1) == 1)
            throw new InvalidOperationException("The body of this request was already sent and must not be sent again.");
    }

    /// <summary>Writes in parts, so that a body that moves can be told from one that stands still.</summary>
    private sealed class ProgressStream(Stream inner, Action held) : Stream
    {
        private const int Part = 64 * 1024;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            for (int done = 0; done < count; done += Part)
            {
                Task write = inner.WriteAsync(buffer, offset + done, Math.Min(Part, count - done), cancellationToken);
                if (!write.IsCompleted) held();
                await write.ConfigureAwait(false);
            }
        }

#if NET
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (int done = 0; done < buffer.Length; done += Part)
            {
                ValueTask write = inner.WriteAsync(buffer.Slice(done, Math.Min(Part, buffer.Length - done)), cancellationToken);
                if (!write.IsCompleted) held();
                await write.ConfigureAwait(false);
            }
        }
#endif

        public override void Write(byte[] buffer, int offset, int count)
        {
            held();
            inner.Write(buffer, offset, count);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
