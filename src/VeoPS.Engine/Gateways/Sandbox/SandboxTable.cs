namespace VeoPS.Engine.Gateways.Sandbox;

/// <summary>The sandbox takes every option that any gateway has, so that a script can be tried whole before it costs anything.</summary>
internal static class SandboxTable
{
    public static GatewayTable Table { get; } = new()
    {
        InProcess = time => new SandboxServer(time),
        Provider = "Sandbox",
        DefaultBaseUri = new Uri("https://sandbox.invalid"), // A name that no resolver may ever know (RFC 2606).
        NeedsKey = false,
        DefaultModel = "sandbox",
        PricedFields = new PricedFields(),
        Cadence = new PollCadence(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(0.5)),
        Callback = CallbackScheme.NotSigned,
        Models =
        [
            new ModelTable
            {
                Name = "sandbox",
                Modes = VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference
                    | VideoModes.Extension,
                ImageForms = MediaForms.Url | MediaForms.Data,
                MaxReferenceImages = 3,
                PromptAlwaysRequired = false,
                AspectRatios = ["16:9", "9:16", "Auto"],
                Resolutions = ["720p", "1080p", "4k"],
                Durations = [4, 6, 8],
                AudioDefault = true,
                EnhancePromptDefault = false,
                TranslatePromptDefault = false,
                NegativePrompt = true,
                Seed = new SeedRange(0, uint.MaxValue),
                MaxCount = 4,
                PersonGenerations = ["AllowAll", "AllowAdult", "Disallow"],
                Watermark = true,
                Callback = true,
                Price = new VeoCost { Amount = 0, Unit = "USD", Basis = "The sandbox is free" },
            },
        ],
    };
}
