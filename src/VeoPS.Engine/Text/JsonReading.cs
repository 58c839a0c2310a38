using System.Globalization;
using System.Text.Json;

namespace VeoPS.Engine.Text;

/// <summary>Reads a server's JSON without trusting its shape: a value that is missing or of another type is null.</summary>
internal static class JsonReading
{
    /// <summary>JSON that came inside a text; null where it is none.</summary>
    public static JsonElement? Parse(string? text)
    {
        if (text is null) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A member of an object.</summary>
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && Find(element, name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <inheritdoc cref="Member(JsonElement, string)"/>
    public static JsonElement? Member(this JsonElement? element, string name) => element?.Member(name);

    /// <summary>A text, or a number in the digits that it came in: ids, codes and money stay text.</summary>
    public static string? Text(this JsonElement? element, string name) => element.Member(name) is { } value ? value.Text() : null;

    /// <inheritdoc cref="Text(JsonElement?, string)"/>
    public static string? Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => NullIfEmpty(Decoded(element)),
        JsonValueKind.Number => element.GetRawText(),
        _ => null,
    };

    /// <summary>An integer, also where it came as text.</summary>
    public static int? Integer(this JsonElement? element, string name) =>
        int.TryParse(element.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>
    /// A decimal that is not negative, also where it came as text or with an exponent: money, seconds. One above
    /// <see cref="Amounts.MostStated"/> is no amount, and counts as not said.
    /// </summary>
    public static decimal? Amount(this JsonElement? element, string name) =>
        element.Member(name)?.Amount();

    /// <inheritdoc cref="Amount(JsonElement?, string)"/>
    public static decimal? Amount(this JsonElement element) =>
        decimal.TryParse(element.Text(), AmountStyle, CultureInfo.InvariantCulture, out decimal value) && value <= Amounts.MostStated
            ? value
            : null;

    private const NumberStyles AmountStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>The items of an array; none where it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>True for an object.</summary>
    public static bool IsObject(this JsonElement? element) => element is { ValueKind: JsonValueKind.Object };

    private static JsonElement? Find(JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out JsonElement value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return Scan(element, name); // A member beside it has half a surrogate pair in its name: no reason to lose this one.
        }
    }

    private static JsonElement? Scan(JsonElement element, string name)
    {
        JsonElement? found = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            try
            {
                if (property.NameEquals(name)) found = property.Value;
            }
            catch (InvalidOperationException)
            {
                continue;
            }
        }

        return found;
    }

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
