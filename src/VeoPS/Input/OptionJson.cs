using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json.Nodes;

namespace VeoPS.Input;

/// <summary>
/// Makes JSON of a table that a caller gives for one gateway alone: tables become objects, lists become arrays, every number of
/// .NET becomes a number, truth values stay, anything else becomes text. A value that JSON cannot hold is a fault of its row.
/// </summary>
internal static class OptionJson
{
    private const string Parameter = "ProviderOption";

    // The reader of the other side stops at 64; nobody writes so deep, but a table that holds itself never ends.
    private const int MaxDepth = 32;

    private static readonly string[] NumberNames = ["Half", "Int128", "UInt128", "IntPtr", "UIntPtr"];

    /// <summary>Reads a table.</summary>
    /// <param name="value">As PowerShell gives it.</param>
    /// <param name="faults">Gets the values that cannot be sent.</param>
    /// <returns>Null where there is none, or where it cannot be sent.</returns>
    public static JsonObject? Of(object? value, Faults faults)
    {
        if (Cell.Unwrap(value) is not (IDictionary or PSCustomObject))
        {
            if (Cell.Text(value) is not null) faults.Add(Parameter, "it is not a hashtable", "Write it as @{ name = value }");
            return null;
        }

        try
        {
            return (JsonObject)Node(value, 0)!;
        }
        catch (FormatException exception)
        {
            faults.Add(Parameter, exception.Message, "Leave it out, or give text, numbers, Booleans, hashtables and arrays");
            return null;
        }
    }

    private static JsonNode? Node(object? value, int depth)
    {
        if (depth > MaxDepth)
            throw new FormatException(FormattableString.Invariant($"it contains itself, or is nested more than {MaxDepth} levels deep"));
        return Cell.Unwrap(value) switch
        {
            null => null,
            PSCustomObject => Table(((PSObject)value!).Properties.Select(each => (each.Name, (object?)each.Value)), depth),
            IDictionary table => Table(Members(table), depth),
            string text => text,
            bool flag => flag,
            SwitchParameter flag => flag.IsPresent,
            double number => Finite(number, number),
            float number => Finite(number, number),
            BigInteger number => JsonNode.Parse(number.ToString(CultureInfo.InvariantCulture)),
            IEnumerable many => new JsonArray([.. many.Cast<object?>().Select(each => Node(each, depth + 1))]),
            Enum word => word.ToString(),
            var other => Whole(other) is { } number ? JsonValue.Create(number) : Other(other),
        };
    }

    private static JsonObject Table(IEnumerable<(string Name, object? Value)> members, int depth)
    {
        JsonObject json = [];
        foreach ((string name, object? value) in members) json[name] = Node(value, depth + 1);
        return json;
    }

    private static IEnumerable<(string Name, object? Value)> Members(IDictionary table)
    {
        foreach (DictionaryEntry each in table)
        {
            yield return (Convert.ToString(Cell.Unwrap(each.Key), CultureInfo.InvariantCulture)!, each.Value);
        }
    }

    private static JsonValue Finite<T>(T number, double value) => double.IsNaN(value) || double.IsInfinity(value)
        ? throw new FormatException($"'{value.ToString(CultureInfo.InvariantCulture)}' is not a JSON number")
        : JsonValue.Create(number)!;

    private static decimal? Whole(object value) => Type.GetTypeCode(value.GetType()) switch
    {
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32
            or TypeCode.Int64 or TypeCode.UInt64 or TypeCode.Decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    // Half, Int128, UInt128 and the native integers have no type code: they are numbers by their digits.
    private static JsonNode? Other(object value)
    {
        string? text = Convert.ToString(value, CultureInfo.InvariantCulture);
        bool isNumber = value is IFormattable and ValueType && value.GetType().Namespace == "System"
            && NumberNames.Contains(value.GetType().Name);
        if (!isNumber) return text;
        bool isRead = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        return isRead && !double.IsNaN(number) && !double.IsInfinity(number)
            ? JsonNode.Parse(text!)
            : throw new FormatException($"'{text}' is not a JSON number");
    }
}
