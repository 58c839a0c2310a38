using System.Buffers;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// A SHA-256 that is taken of one buffer while the other one fills. There are no more than these two: who brings bytes
/// faster than they are hashed waits.
/// </summary>
internal sealed class BackgroundHash : IDisposable
{
    // A fast connection fills it, and needs few turns; of a slow one each read is taken as it comes, and untouched parts
    // of a buffer take no memory.
    private const int BufferBytes = 1 << 20;

    private readonly Sha256Sum _sum = new();
    private byte[] _filling = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private byte[] _full = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private Task _summing = Task.CompletedTask;

    /// <summary>Where the next bytes go. Another one after each <see cref="AddAsync"/>.</summary>
    public byte[] Buffer => _filling;

    /// <summary>Adds the first bytes of <see cref="Buffer"/>. Waits for those before them, not for these.</summary>
    public async Task AddAsync(int count)
    {
        await _summing.ConfigureAwait(false);
        byte[] full = _filling;
        (_filling, _full) = (_full, full);
        _summing = Task.Run(() => _sum.Append(full, count));
    }

    /// <summary>Adds the rest of a stream.</summary>
    public void AddRest(Stream stream, CancellationToken cancellationToken)
    {
        Settle();
        _sum.AppendRest(stream, cancellationToken);
    }

    /// <inheritdoc cref="Sha256Sum.Finish"/>
    public string Finish()
    {
        Settle();
        return _sum.Finish();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Settle(); // Before somebody else gets the buffer.
        ArrayPool<byte>.Shared.Return(_filling);
        ArrayPool<byte>.Shared.Return(_full);
        _sum.Dispose();
    }

    // At most one buffer is on its way, which takes less than a millisecond.
    private void Settle() => _summing.GetAwaiter().GetResult();
}
