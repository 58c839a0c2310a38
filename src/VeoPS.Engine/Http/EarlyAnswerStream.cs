#if NET
namespace VeoPS.Engine.Http;

/// <summary>
/// The stream of a connection that listens while it sends. A server may refuse a request by its headers and close: then the rest of the
/// body cannot be sent, and the answer lies in the socket. .NET gives such a request up as broken; here the rest is left unsent, and the
/// answer is read. The refusal is known by its status line, and a body that was broken off by the error of writing it.
/// </summary>
/// <param name="inner">The stream below, after TLS.</param>
internal sealed class EarlyAnswerStream(Stream inner) : Stream
{
    // Of a shorter request nothing is left to send when an answer comes.
    private const int LongRequest = 32 * 1024;

    private const int LongestRead = 16 * 1024;

    // "Connection: close" with its line end.
    private const int ClosesLength = 19;

    private readonly object _sync = new();
    private readonly byte[] _buffer = new byte[LongestRead + ClosesLength];
    private Task<int>? _ahead;
    private int _offset;
    private int _count;
    private long _written;
    private bool _givenUp;
    private bool _isDirect;
    private bool _marked;
    private Exception? _failure;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A long read is of a body. It needs no listening, and goes past the buffer.
        if (buffer.Length > LongestRead && BeginsDirect())
        {
            try
            {
                return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                lock (_sync) _isDirect = false;
            }
        }

        if (_count == 0)
        {
            int read;
            try
            {
                read = await Ahead().WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (IOException) when (_failure is not null)
            {
                throw new IOException(_failure.Message, _failure);
            }

            if (read == 0) return _failure is null ? 0 : throw new IOException(_failure.Message, _failure);
            if (_givenUp) read = MarkAsLast(read);
            lock (_sync) (_ahead, _offset, _count, _written) = (null, 0, read, 0);
        }

        int given = Math.Min(_count, buffer.Length);
        _buffer.AsMemory(_offset, given).CopyTo(buffer);
        _offset += given;
        _count -= given;
        return given;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_givenUp) return;
        Task<int>? answer = _count == 0 ? AheadUnlessDirect() : null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (answer is not null && IsRefused(answer))
            {
                _givenUp = true;
                return;
            }

            Task write = inner.WriteAsync(buffer, stop.Token).AsTask();
            if (answer is not null && !write.IsCompleted && await Task.WhenAny(write, answer).ConfigureAwait(false) == answer
                && IsRefused(answer))
            {
                _givenUp = true;
                await stop.CancelAsync().ConfigureAwait(false);
            }

            await write.ConfigureAwait(false);
            _written += buffer.Length;
        }
        catch (OperationCanceledException) when (_givenUp)
        {
            // The answer is there already.
        }
        catch (IOException exception)
        {
            // Whether there is an answer, reading shows. Where there is none, it says this.
            _failure = exception;
            _givenUp = true;
        }
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_givenUp) return;
        try
        {
            await inner.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            _failure = exception;
            _givenUp = true;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private bool BeginsDirect()
    {
        lock (_sync) return _isDirect = _ahead is null && _count == 0 && !_givenUp;
    }

    private Task<int>? AheadUnlessDirect()
    {
        lock (_sync) return _isDirect ? null : Ahead();
    }

    // One read is on its way at most, and whoever wants to read waits for that one.
    private Task<int> Ahead()
    {
        lock (_sync)
        {
            if (_ahead is not null) return _ahead;
            _ahead = inner.ReadAsync(_buffer.AsMemory(0, LongestRead)).AsTask();

            // A connection that is closed while it listens is nobody's error.
            _ = _ahead.ContinueWith(
                static read => _ = read.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            return _ahead;
        }
    }

    // The unsent part of the body would be missing for the next request of this connection. So the answer is made to say, behind the
    // status line, that the connection closes.
    private int MarkAsLast(int read)
    {
        int line = _marked ? -1 : _buffer.AsSpan(0, read).IndexOf("\r\n"u8);
        _marked = true;
        if (line < 0 || !_buffer.AsSpan().StartsWith("HTTP/1."u8)) return read;
        int rest = line + 2;
        _buffer.AsSpan(rest, read - rest).CopyTo(_buffer.AsSpan(rest + ClosesLength));
        "Connection: close\r\n"u8.CopyTo(_buffer.AsSpan(rest));
        return read + ClosesLength;
    }

    // "HTTP/1.1 413": a status of 3xx, 4xx or 5xx is final, and nobody reads on.
    private bool IsRefused(Task<int> answer) =>
        _written > LongRequest && answer.IsCompletedSuccessfully && answer.Result > 9 && _buffer.AsSpan().StartsWith("HTTP/1."u8)
            && _buffer[9] is (byte)'3' or (byte)'4' or (byte)'5';
}
#endif
