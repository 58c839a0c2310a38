using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>Apikley's three ways to upload a file, and the links to what was uploaded.</summary>
internal sealed class ApikleyUploads(LoopbackGateway gateway, ApikleyProtocol protocol)
{
    private const string AnyType = "application/octet-stream";

    public void Map(IEndpointRouteBuilder endpoints, Pipeline pipeline, string before)
    {
        endpoints.MapPost(before + "/file-stream-upload", pipeline.Run(new(protocol, Route.Upload, UploadStream)));
        endpoints.MapPost(before + "/file-base64-upload", pipeline.Run(new(protocol, Route.Upload, UploadBase64)));
        endpoints.MapPost(before + "/file-url-upload", pipeline.Run(new(protocol, Route.Upload, UploadLink)));
        // One place for the files of all.
        if (protocol.Name is not Protocol.Apikley)
        {
            return;
        }

        endpoints.MapGet("/uploads/{**path}", pipeline.Run(new(protocol, Route.Other, Read) { NeedsKey = false }));
    }

    private Answer UploadStream(Exchange exchange)
    {
        var request = exchange.Context.Request;
        if (!request.HasFormContentType)
        {
            return Refuse("The request is no multipart/form-data");
        }

        IFormCollection form;
        try
        {
            form = request.Form;
        }
        catch (InvalidDataException e)
        {
            return Refuse(e.Message);
        }

        if (form.Files is not [{ Name: "file" } file] || form.Keys.Except(["uploadPath", "fileName"]).Any())
        {
            return Refuse("One file is required, with uploadPath and fileName");
        }

        using var content = new MemoryStream();
        file.CopyTo(content);
        return Keep(form["uploadPath"], Value(form["fileName"]) ?? file.FileName, file.ContentType ?? AnyType, content.ToArray());
    }

    private Answer UploadBase64(Exchange exchange)
    {
        if (ReadFields(exchange, "base64Data", out string data, out string? path, out string? name) is { } refusal)
        {
            return refusal;
        }

        string type = AnyType;
        if (data.StartsWith("data:", StringComparison.Ordinal) && data.Split(";base64,") is [var prefix, var rest])
        {
            (type, data) = (prefix["data:".Length..], rest);
        }

        byte[] content = new byte[data.Length];
        return Convert.TryFromBase64String(data, content, out int length)
            ? Keep(path, name ?? "file", type, content[..length])
            : Refuse("base64Data is no base64");
    }

    private Answer UploadLink(Exchange exchange)
    {
        if (ReadFields(exchange, "fileUrl", out string link, out string? path, out string? name) is { } refusal)
        {
            return refusal;
        }

        return Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? Keep(path, name ?? Path.GetFileName(uri.AbsolutePath), AnyType, [])
            : Refuse("fileUrl is no http or https link");
    }

    private Answer? ReadFields(Exchange exchange, string source, out string value, out string? path, out string? name)
    {
        (value, path, name) = ("", null, null);
        if (exchange.ReadJson() is not { } body)
        {
            return Refuse("The request body is no JSON object");
        }

        var rules = new FieldRules(body);
        rules.Only(source, "uploadPath", "fileName");
        value = rules.Text(source) ?? "";
        path = rules.Text("uploadPath");
        name = rules.Text("fileName");
        rules.Require(rules.Has(source), $"{source} is required");
        return rules.Problems is { } problems ? Refuse(problems) : null;
    }

    private Answer Keep(string? folder, string name, string type, byte[] content)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            return Refuse("uploadPath is required");
        }

        var file = new UploadedFile(name, $"{folder.Trim('/')}/{name}", type, content);
        gateway.Store(file);
        return Answer.Json(new JsonObject
        {
            ["success"] = true,
            ["code"] = 200,
            ["msg"] = "File uploaded successfully",
            ["data"] = new JsonObject
            {
                ["fileName"] = file.FileName,
                ["filePath"] = file.Path,
                ["downloadUrl"] = new Uri(gateway.BaseUri, $"/uploads/{file.Path}").AbsoluteUri,
                ["fileSize"] = content.Length,
                ["mimeType"] = file.ContentType,
                ["uploadedAt"] = gateway.Options.TimeProvider.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            },
        });
    }

    private Answer Read(Exchange exchange)
    {
        string path = (string?)exchange.Context.GetRouteValue("path") ?? "";
        return gateway.Uploads.LastOrDefault(file => file.Path == path) is { } file
            ? new Answer(StatusCodes.Status200OK, file.ContentType, new MemoryStream(file.Content.ToArray()))
            : Answer.Text(StatusCodes.Status404NotFound, "text/plain", "Not found");
    }

    private Answer Refuse(string message)
    {
        var refusal = protocol.Refuse("400", message);
        var body = refusal.ReadJson();
        body["success"] = false;
        return Answer.Json(body, refusal.Status);
    }

    private static string? Value(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
