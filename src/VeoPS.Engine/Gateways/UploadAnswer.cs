namespace VeoPS.Engine.Gateways;

/// <summary>What an upload's answer says.</summary>
/// <param name="Uri">Where the file lies, null where it was not taken.</param>
/// <param name="Error">Why not, null where the answer cannot be read.</param>
internal sealed record UploadAnswer(Uri? Uri, VeoError? Error)
{
    /// <summary>Where the bytes themselves are put first, by PUT and without the key; null where the question carried them.</summary>
    public Uri? PutTo { get; init; }
}
