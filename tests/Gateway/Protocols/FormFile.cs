namespace VeoPS.TestGateway;

/// <summary>A file in a form.</summary>
/// <param name="Field">The field that it stands in.</param>
/// <param name="Name">Its own name.</param>
/// <param name="ContentType">Its MIME type, or an empty text.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record FormFile(string Field, string Name, string ContentType, byte[] Content);
