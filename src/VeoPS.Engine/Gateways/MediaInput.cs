namespace VeoPS.Engine.Gateways;

/// <summary>An image or a video that a request is made from.</summary>
public abstract record MediaInput
{
    /// <summary>The media of an option's value, which is one or a list; none where the option is about something else.</summary>
    internal static IEnumerable<MediaInput> Of(object? value) => value is MediaInput one ? [one] : value as IEnumerable<MediaInput> ?? [];
}

/// <summary>A link that the gateway fetches.</summary>
/// <param name="Uri">http or https.</param>
public sealed record LinkedMedia(Uri Uri) : MediaInput;

/// <summary>Bytes that go inside the request, or are uploaded first.</summary>
/// <param name="MimeType">Such as <c>image/png</c>.</param>
/// <param name="Bytes">The media itself.</param>
public sealed record InlineMedia(string MimeType, ReadOnlyMemory<byte> Bytes) : MediaInput
{
    /// <summary>The bytes in base64.</summary>
    public string ToBase64() => Convert.ToBase64String(Bytes.ToArray());

    /// <summary>As a data URI.</summary>
    public string ToDataUri() => $"data:{MimeType};base64,{ToBase64()}";
}

/// <summary>A file of this machine, read when it is needed.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="MimeType">By its first bytes.</param>
public sealed record FileMedia(string Path, string MimeType) : MediaInput
{
    /// <summary>The file's bytes.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: it went away or cannot be read. Nothing was bought.</exception>
    internal InlineMedia Read()
    {
        try
        {
            return new InlineMedia(MimeType, File.ReadAllBytes(Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VeoException(
                VeoErrorId.NotSent,
                $"The image '{Path}' cannot be read ({exception.Message}). Nothing was sent and nothing was bought.",
                exception);
        }
    }
}

/// <summary>The result of an earlier task at the same gateway.</summary>
/// <param name="TaskId">The gateway's id.</param>
/// <param name="Link">Where its video lies, for a gateway that takes links only; null where that is not known.</param>
public sealed record TaskMedia(string TaskId, Uri? Link = null) : MediaInput;
