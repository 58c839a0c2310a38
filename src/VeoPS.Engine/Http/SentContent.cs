using System.Net;

namespace VeoPS.Engine.Http;

/// <summary>
/// A body that knows whether it has begun to leave, and says when it has left. A POST whose body never began cannot
/// have been taken, whatever went wrong before: no name, no connection, no TLS.
/// </summary>
internal sealed class SentContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Action _sent;
    private int _started;

    public SentContent(HttpContent inner, Action sent)
    {
        _inner = inner;
        _sent = sent;
        foreach (KeyValuePair<string, IEnumerable<string>> header in inner.Headers) Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    /// <summary>True once a byte of it may have left.</summary>
    public bool Started => Volatile.Read(ref _started) == 1;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        Volatile.Write(ref _started, 1);
        await _inner.CopyToAsync(stream).ConfigureAwait(false);
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
        Volatile.Write(ref _started, 1);
        await _inner.CopyToAsync(stream, context, cancellationToken).ConfigureAwait(false);
        _sent();
    }
#endif
}
