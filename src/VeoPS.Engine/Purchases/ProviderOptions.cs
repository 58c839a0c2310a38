using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace VeoPS.Engine.Purchases;

/// <summary>Makes JSON of what a caller gives for one gateway alone.</summary>
public static class ProviderOptions
{
    /// <summary>Tables become objects, lists become arrays, numbers and truth values stay what they are, anything else becomes text.</summary>
    /// <param name="table">Names and values.</param>
    public static JsonObject ToJson(IDictionary table)
    {
        JsonObject json = [];
        foreach (DictionaryEntry each in table) json[Convert.ToString(each.Key, CultureInfo.InvariantCulture)!] = Node(each.Value);
        return json;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        int number => number,
        long number => number,
        decimal number => number,
        double number => number,
        IDictionary table => ToJson(table),
        IEnumerable many => new JsonArray([.. many.Cast<object?>().Select(Node)]),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
