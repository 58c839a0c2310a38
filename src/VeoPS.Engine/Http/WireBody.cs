using System.Text.Json.Nodes;

namespace VeoPS.Engine.Http;

/// <summary>What a request carries.</summary>
public abstract record WireBody;

/// <summary>JSON.</summary>
/// <param name="Json">The document.</param>
public sealed record JsonBody(JsonObject Json) : WireBody;

/// <summary>A form with files.</summary>
/// <param name="Parts">In their order.</param>
public sealed record FormBody(IReadOnlyList<FormPart> Parts) : WireBody;

/// <summary>A part of a form.</summary>
/// <param name="Name">The field.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="MimeType">Null for plain text.</param>
/// <param name="FileName">Null for what is no file.</param>
public sealed record FormPart(string Name, ReadOnlyMemory<byte> Content, string? MimeType = null, string? FileName = null);
