using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace VeoPS.Engine.Http;

/// <summary>The body of a request.</summary>
internal abstract record WireBody
{
    internal abstract HttpContent ToContent();
}

/// <summary>JSON.</summary>
/// <param name="Json">The document.</param>
internal sealed record JsonBody(JsonObject Json) : WireBody
{
    internal override HttpContent ToContent()
    {
        ByteArrayContent content = new(Encoding.UTF8.GetBytes(Json.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        return content;
    }
}

/// <summary>Bytes as they are.</summary>
/// <param name="Content">All of them.</param>
/// <param name="MimeType">Such as <c>image/png</c>.</param>
internal sealed record BytesBody(ReadOnlyMemory<byte> Content, string MimeType) : WireBody
{
    internal override HttpContent ToContent()
    {
        ByteArrayContent content = new(Content.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue(MimeType);
        return content;
    }
}

/// <summary>A form with files.</summary>
/// <param name="Parts">In their order.</param>
internal sealed record FormBody(IReadOnlyList<FormPart> Parts) : WireBody
{
    internal override HttpContent ToContent()
    {
        MultipartFormDataContent form = [];
        foreach (FormPart part in Parts)
        {
            ByteArrayContent content = new(part.Content.ToArray());
            if (part.MimeType is not null) content.Headers.ContentType = new MediaTypeHeaderValue(part.MimeType);
            if (part.FileName is null) form.Add(content, part.Name);
            else form.Add(content, part.Name, part.FileName);
        }

        return form;
    }
}

/// <summary>A part of a form.</summary>
/// <param name="Name">The field.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="MimeType">Null for plain text.</param>
/// <param name="FileName">Null for a part that is no file.</param>
internal sealed record FormPart(string Name, ReadOnlyMemory<byte> Content, string? MimeType = null, string? FileName = null);
