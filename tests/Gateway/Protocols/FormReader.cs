using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace VeoPS.TestGateway;

/// <summary>
/// Reads a submission that came as <c>multipart/form-data</c>. A form has texts and files only: which fields are more, a gateway
/// says here.
/// </summary>
internal sealed class FormReader
{
    /// <summary>Fields that come as their key again and again.</summary>
    public IReadOnlyCollection<string> Lists { get; init; } = [];

    public IReadOnlyCollection<string> Integers { get; init; } = [];

    public IReadOnlyCollection<string> Flags { get; init; } = [];

    /// <summary>Other ways to write a field's key.</summary>
    public IReadOnlyDictionary<string, string> Aliases { get; init; } = new Dictionary<string, string>();

    /// <summary>What stands in the place of a file; null where its field takes none.</summary>
    public required Func<FormFile, string?> Take { get; init; }

    /// <summary>The form as the JSON that means the same; null where it is no form, or one that is not in order.</summary>
    public JsonElement? Read(Exchange exchange)
    {
        bool isForm = MediaTypeHeaderValue.TryParse(exchange.Context.Request.ContentType, out var type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        if (!isForm || HeaderUtilities.RemoveQuotes(type!.Boundary).Value is not { Length: > 0 } boundary)
        {
            return null;
        }

        var fields = new JsonObject();
        try
        {
            // In the order of the parts: in a list, the first frame comes before the last.
            var reader = new MultipartReader(boundary, new MemoryStream(exchange.Request.Body.ToArray()));
            while (reader.ReadNextSectionAsync().GetAwaiter().GetResult() is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition || !Add(fields, disposition, section))
                {
                    return null;
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }

        return JsonSerializer.SerializeToElement(fields);
    }

    /// <summary>False for a field that comes twice and is no list, and for a file where none is taken.</summary>
    private bool Add(JsonObject fields, ContentDispositionHeaderValue disposition, MultipartSection section)
    {
        string key = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        string name = Aliases.GetValueOrDefault(key, key);
        if (ValueOf(name, disposition, section) is not { } value)
        {
            return false;
        }

        if (!Lists.Contains(name))
        {
            return fields.TryAdd(name, value);
        }

        fields[name] ??= new JsonArray();
        fields[name]!.AsArray().Add(value);
        return true;
    }

    private JsonValue? ValueOf(string name, ContentDispositionHeaderValue disposition, MultipartSection section)
    {
        using var content = new MemoryStream();
        section.Body.CopyTo(content);
        if (!disposition.IsFileDisposition())
        {
            return Value(name, Encoding.UTF8.GetString(content.ToArray()));
        }

        string fileName = HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
        return Take(new FormFile(name, fileName, section.ContentType ?? "", content.ToArray())) is { } text ? JsonValue.Create(text) : null;
    }

    private JsonValue Value(string name, string text) =>
        Integers.Contains(name) && long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? JsonValue.Create(number)
        : Flags.Contains(name) && bool.TryParse(text, out bool flag) ? JsonValue.Create(flag)
        : JsonValue.Create(text);
}
