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
        Take = file => gateway.Keep(file, "skills"),
    };
}
