using System.Globalization;
using System.Text.Json;

namespace VeoPS.Engine.Http;

/// <summary>Reads a server's JSON without trusting its shape: what is missing or of another type is null.</summary>
internal static class JsonReading
{
    /// <summary>A member of an object.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <inheritdoc cref="Member(JsonElement, string)"/>
    public static JsonElement? Member(this JsonElement? element, string name) => element?.Member(name);

    /// <summary>A text, or a number in the digits that it came in: ids, codes and money stay text.</summary>
    public static string? Text(this JsonElement? element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text => NullIfEmpty(Decoded(text)),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>An integer, also where it came as text.</summary>
    public static int? Integer(this JsonElement? element, string name) =>
        int.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>The items of an array; none where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>True for an object.</summary>
    public static bool IsObject(this JsonElement? element) => element is { ValueKind: JsonValueKind.Object };

    private static string? Decoded(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText().Trim('"'); // Half a surrogate pair: kept in the escapes that it came in.
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
