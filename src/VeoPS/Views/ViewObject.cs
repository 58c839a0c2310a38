using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>An object as views read it: by the names of its properties, so that one from Clixml or from a job reads the same.</summary>
internal sealed class ViewObject(object? of)
{
    private readonly PSObject? _of = of is null ? null : PSObject.AsPSObject(of);

    /// <summary>The value of a property; null where the object has none.</summary>
    public object? this[string property] => _of?.Properties[property]?.Value is { } value ? Bare(value) : null;

    /// <summary>The object's own text.</summary>
    public string Name => _of?.ToString(null, CultureInfo.InvariantCulture) ?? "";

    /// <summary>A property as text in the invariant culture; null where it has no value or an empty one.</summary>
    public string? Text(string property) => Words(this[property]) is { Length: > 0 } text ? text : null;

    /// <summary>True where a property is.</summary>
    public bool Is(string property) => this[property] is true;

    /// <summary>A number; null where the property has none.</summary>
    public decimal? Number(string property) =>
        this[property] is IConvertible number and not string ? Convert.ToDecimal(number, CultureInfo.InvariantCulture) : null;

    /// <summary>An object in a property; null where there is none.</summary>
    public ViewObject? Of(string property) => this[property] is { } value ? new ViewObject(value) : null;

    /// <summary>What a property lists.</summary>
    public IReadOnlyList<ViewObject> List(string property) => this[property] switch
    {
        null => [],
        string text => text.Length == 0 ? [] : [new ViewObject(text)],
        IEnumerable list => [.. list.Cast<object>().Select(each => new ViewObject(each))],
        { } one => [new ViewObject(one)],
    };

    /// <summary>The names and values of a property that is a table, as <c>name value</c> with something between.</summary>
    public IEnumerable<string> Pairs(string property, string between) => this[property] is IDictionary table
        ? table.Keys.Cast<object>().OrderBy(Words, StringComparer.Ordinal).Select(key => Words(key) + between + Words(table[key]))
        : [];

    /// <summary>What a property lists, in one text.</summary>
    /// <param name="property">Which.</param>
    /// <param name="none">The text where it lists nothing.</param>
    /// <param name="between">What stands between two.</param>
    public string Join(string property, string none = "", string between = ", ") =>
        List(property) is { Count: > 0 } list ? string.Join(between, list.Select(each => each.Name)) : none;

    private static string Words(object? value) => value switch
    {
        null => "",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture), // A PSObject, too.
        _ => value.ToString() ?? "",
    };

    // An object that was deserialized has nothing inside but its properties.
    private static object Bare(object value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
