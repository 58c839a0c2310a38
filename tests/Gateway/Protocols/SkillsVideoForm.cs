namespace VeoPS.TestGateway;

/// <summary>
/// A generation as skills.video takes it in a form: the same field names as in JSON, each value a text or a file. A file is kept
/// as an upload, and its link stands in its place.
/// </summary>
internal static class SkillsVideoForm
{
    public static FormReader ReaderFor(LoopbackGateway gateway) => new()
    {
        Lists = ["reference_image_urls", "image_urls"],
        Integers = ["duration", "seed", "n"],
        Flags = ["generate_audio", "auto_fix"],
        Take = file => Keep(gateway, file),
    };

    private static string Keep(LoopbackGateway gateway, FormFile file)
    {
        var upload = new UploadedFile(file.Name, $"skills/{Guid.NewGuid():N}/{file.Name}", file.ContentType, file.Content);
        gateway.Store(upload);
        return new Uri(gateway.BaseUri, $"/uploads/{upload.Path}").AbsoluteUri;
    }
}
