using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace VeoPS.TestGateway;

/// <summary>
/// Reads a generation that came as <c>multipart/form-data</c>: the same field names as in JSON, each value a text or a file, a list
/// as its key again and again. A file is kept as an upload, and its link stands in its place.
/// </summary>
internal sealed class SkillsVideoForm(LoopbackGateway gateway)
{
    private static readonly string[] s_lists = ["reference_image_urls", "image_urls"];
    private static readonly string[] s_integers = ["duration", "seed", "n"];
    private static readonly string[] s_flags = ["generate_audio", "auto_fix"];

    /// <summary>The form as the JSON that means the same; null where it is no form.</summary>
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

    /// <summary>False for a field that comes twice and is no list.</summary>
    private bool Add(JsonObject fields, ContentDispositionHeaderValue disposition, MultipartSection section)
    {
        using var content = new MemoryStream();
        section.Body.CopyTo(content);
        string name = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
        var value = disposition.IsFileDisposition()
            ? JsonValue.Create(Keep(HeaderUtilities.RemoveQuotes(disposition.FileName).ToString(), section.ContentType ?? "", content.ToArray()))
            : Value(name, System.Text.Encoding.UTF8.GetString(content.ToArray()));
        if (s_lists.Contains(name))
        {
            fields[name] ??= new JsonArray();
            fields[name]!.AsArray().Add(value);
            return true;
        }

        return fields.TryAdd(name, value);
    }

    private string Keep(string fileName, string type, byte[] content)
    {
        var file = new UploadedFile(fileName, $"skills/{Guid.NewGuid():N}/{fileName}", type, content);
        gateway.Store(file);
        return new Uri(gateway.BaseUri, $"/uploads/{file.Path}").AbsoluteUri;
    }

    /// <summary>A form has texts only: those of numbers and switches are read as such.</summary>
    private static JsonValue Value(string name, string text) =>
        s_integers.Contains(name) && long.TryParse(text, CultureInfo.InvariantCulture, out long number) ? JsonValue.Create(number)
        : s_flags.Contains(name) && bool.TryParse(text, out bool flag) ? JsonValue.Create(flag)
        : JsonValue.Create(text);
}
