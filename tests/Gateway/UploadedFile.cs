namespace VeoPS.TestGateway;

/// <summary>A file that an upload left at the gateway.</summary>
/// <param name="FileName">The name that it was stored under.</param>
/// <param name="Path">Folder and name, below <c>/uploads/</c>.</param>
/// <param name="ContentType">Its MIME type.</param>
/// <param name="Content">Its bytes; empty for an upload by URL, which is never fetched here.</param>
public sealed record UploadedFile(string FileName, string Path, string ContentType, ReadOnlyMemory<byte> Content);
