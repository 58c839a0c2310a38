namespace VeoPS.TestGateway;

/// <summary>
/// A submission in the form that OpenAI's clients send. A form has no types: what New API makes a number of is one, and a file is kept as
/// an upload, with its link in its place.
/// </summary>
internal static class OpenAIVideosForm
{
    public static FormReader ReaderFor(LoopbackGateway gateway) => new()
    {
        Integers = ["seed"],
        Flags = ["generateAudio"],
        Aliases = new Dictionary<string, string> { ["input_reference[image_url]"] = "input_reference" },
        Take = file => file.Field == "input_reference" ? gateway.Keep(file, "relay") : null,
    };
}
