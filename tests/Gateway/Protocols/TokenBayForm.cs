namespace VeoPS.TestGateway;

/// <summary>
/// A submission in the form that OpenAI's clients send to <c>/v1/videos</c>, and that new-api reads there (it has a code for one
/// that it cannot, <c>invalid_multipart_form</c>). TokenBay's page speaks of JSON only.
/// </summary>
internal static class TokenBayForm
{
    public static FormReader Reader { get; } = new()
    {
        Lists = ["images"],
        Integers = ["seed"],
        Flags = ["generate_audio", "enhance_prompt"],
        // How OpenAI's clients write a list, and the object that may stand for a file.
        Aliases = new Dictionary<string, string> { ["images[]"] = "images", ["input_reference[image_url]"] = "input_reference" },
        Take = file => file.Field == "input_reference" ? $"data:{file.ContentType};base64,{Convert.ToBase64String(file.Content)}" : null,
    };
}
