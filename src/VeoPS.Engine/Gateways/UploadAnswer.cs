namespace VeoPS.Engine.Gateways;

/// <summary>The content of an upload's answer.</summary>
/// <param name="Uri">The address of the file, null where the upload was not taken.</param>
/// <param name="Error">Why the upload was not taken, null where the answer cannot be read.</param>
internal sealed record UploadAnswer(Uri? Uri, VeoError? Error)
{
    /// <summary>Where the bytes themselves are put first, by PUT and without the key; null where the question carried them.</summary>
    public Uri? PutTo { get; init; }
}
