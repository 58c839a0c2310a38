namespace VeoPS.TestGateway;

/// <summary>How a client can tell where a body ends.</summary>
internal enum Framing
{
    /// <summary>By <c>Content-Length</c>.</summary>
    Length,

    /// <summary>By chunks, the last of them empty.</summary>
    Chunked,

    /// <summary>By the end of the connection: a cut looks like an end.</summary>
    Close,
}
