using System.Collections;

namespace VeoPS;

/// <summary>A read-only list whose text is its items joined by <c>"; "</c>, so that a CSV cell can be read.</summary>
/// <typeparam name="T">The type of its items.</typeparam>
public sealed class VeoList<T> : IReadOnlyList<T>, IEquatable<VeoList<T>>
{
    private readonly T[] _items;

    /// <summary>Copies the items.</summary>
    /// <param name="items">The items, in their order.</param>
    public VeoList(IEnumerable<T> items) => _items = [.. items];

    /// <summary>The list with nothing in it.</summary>
    public static VeoList<T> Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(VeoList<T>? other) => other is not null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VeoList<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Length == 0 ? 0 : _items[0]?.GetHashCode() ?? 0;

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", _items);
}
