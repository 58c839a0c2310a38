using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A gateway that takes images as links only, and has a place of its own to put files.</summary>
internal interface IUploadGateway : IGateway
{
    /// <summary>Puts a file there. Costs nothing and may be repeated.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="mimeType">Such as <c>image/png</c>.</param>
    /// <param name="fileName">A name that the engine made up; no local path.</param>
    WireRequest Upload(ReadOnlyMemory<byte> content, string mimeType, string fileName);

    /// <summary>Reads where it lies now. Never throws: an answer that cannot be read has neither link nor error.</summary>
    /// <param name="response">The answer to <see cref="Upload"/>.</param>
    UploadAnswer ReadUpload(WireResponse response);
}
