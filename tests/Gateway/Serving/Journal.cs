namespace VeoPS.TestGateway;

/// <summary>A list that many requests append to and tests read while they do.</summary>
internal sealed class Journal<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _entries = [];

    public IReadOnlyList<T> Snapshot()
    {
        lock (_lock)
        {
            return _entries.ToArray();
        }
    }

    /// <summary>Appends what <paramref name="create"/> makes of its sequence number, from 1.</summary>
    public T Add(Func<int, T> create)
    {
        lock (_lock)
        {
            var entry = create(_entries.Count + 1);
            _entries.Add(entry);
            return entry;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }
}
