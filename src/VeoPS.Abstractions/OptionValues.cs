using System.Collections;
using System.Runtime.CompilerServices;

namespace VeoPS;

/// <summary>
/// A value for each of some options of a video, by the options' names: those of a request that are set, the limits of a model, or
/// the properties of an object on the pipeline. Never changes.
/// </summary>
internal sealed class OptionValues : IEnumerable<KeyValuePair<string, object>>, IEquatable<OptionValues>
{
    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    private OptionValues() { }

    /// <param name="values">Null or an empty collection: the option is not set.</param>
    public OptionValues(IEnumerable<KeyValuePair<string, object?>> values)
    {
        foreach (KeyValuePair<string, object?> each in values) Set(each.Key, each.Value);
    }

    /// <summary>None is set.</summary>
    public static OptionValues None { get; } = new();

    /// <summary>The value of an option; null where it is not set.</summary>
    public object? this[string option] => _values.TryGetValue(option, out object? value) ? value : null;

    /// <summary>The value of an option as its type; null, or nothing of that type, where it is not set.</summary>
    public T? Of<T>([CallerMemberName] string option = "") => this[option] is { } value ? (T)value : default;

    /// <summary>The same values but for one.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">Null or an empty collection: it is not set.</param>
    public OptionValues With(string option, object? value)
    {
        OptionValues values = new(_values!);
        values.Set(option, value);
        return values;
    }

    public bool Equals(OptionValues? other) => other is not null && _values.Count == other._values.Count
        && _values.All(each => each.Value.Equals(other[each.Key]));

    public override bool Equals(object? obj) => Equals(obj as OptionValues);

    public override int GetHashCode() => _values.Count;

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Set(string option, object? value)
    {
        if (value is null or ICollection { Count: 0 }) _values.Remove(option);
        else _values[option] = value;
    }
}
