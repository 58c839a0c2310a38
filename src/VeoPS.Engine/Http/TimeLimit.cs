namespace VeoPS.Engine.Http;

/// <summary>A token that is canceled by its caller or by a clock, and knows which it was. The clock starts when it is told to.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private int _reached;

    public TimeLimit(TimeProvider time, CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(_ => Reach(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>True once the clock ran out.</summary>
    public bool Reached => Volatile.Read(ref _reached) == 1;

    /// <summary>Starts the clock, or starts it over.</summary>
    public void Start(TimeSpan limit) => _timer.Change(limit, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Reach()
    {
        Volatile.Write(ref _reached, 1);
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended in the moment that its time did.
        }
    }
}
