using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.SkillsVideo;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class SkillsVideoTableTests
{
    private static readonly SkillsVideoGateway Gateway = new();
    private static readonly GatewayTable Table = Gateway.Table;

    [Theory]
    [InlineData("veo-3.1")]
    [InlineData("veo-3.1-fast")]
    public void A_model_can_do_what_the_page_says(string name)
    {
        ModelTable model = Assert.Single(Table.Models, model => model.Name == name);

        Assert.Equal(VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference, model.Modes);
        Assert.Equal(MediaForms.Url | MediaForms.Data, model.ImageForms);
        Assert.Equal(["16:9", "9:16"], model.AspectRatios);
        Assert.Equal(["720p", "1080p"], model.Resolutions);
        Assert.Equal(new SeedRange(-9007199254740991, 9007199254740991), model.Seed);
        Assert.Equal((true, true, true, 4), (model.AudioDefault, model.NegativePrompt, model.PromptAlwaysRequired, model.MaxCount));
        Assert.Equal(
            (null, null, false, false),
            (model.EnhancePromptDefault, model.TranslatePromptDefault, model.Watermark, model.Callback));
        Assert.Empty(model.PersonGenerations);
    }

    [Fact]
    public void The_lite_model_has_its_own_fields()
    {
        ModelTable model = Table.Find("veo-3.1-lite");

        Assert.Equal(VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame, model.Modes);
        Assert.Equal((null, 0, 4), (model.AudioDefault, model.MaxReferenceImages, model.MaxCount));
        Assert.Empty(model.Durations);
        Assert.Equal(
            [("ReferenceImage", "Use the model veo-3.1-fast"), ("Duration", "Leave it out, or use the model veo-3.1-fast"),
             ("Audio", "Leave it out, or use the model veo-3.1-fast")],
            Faults(
                Gateway,
                new VeoRequest { Prompt = "A dog", Model = "veo-3.1-lite", ReferenceImages = [Link1], Duration = 8, Audio = false }));
    }

    [Fact]
    public void It_has_three_models_and_no_code_of_its_own()
    {
        Assert.Equal(
            (3, "veo-3.1", "https://open.skills.video/"),
            (Table.Models.Count, Table.DefaultModel, Table.DefaultBaseUri!.AbsoluteUri));
        Assert.Equal((3, 3, 10, 2), (Table.Cadence.First.TotalSeconds, Table.Cadence.Step.TotalSeconds, Table.Cadence.Cap
            .TotalSeconds, Table.Cadence.Floor.TotalSeconds));
        Assert.Empty(Table.SubmitCodes);
    }

    [Theory]
    [InlineData("720p", 5, "Nearest: 4")]
    [InlineData("720p", 30, "Nearest: 8")]
    [InlineData("1080p", 6, "Nearest: 8")]
    [InlineData(null, 6, "Nearest: 8")]
    [InlineData("720p", 6, null)]
    [InlineData(null, 8, null)]
    [InlineData(null, null, null)]
    public void A_duration_that_only_Google_limits_is_a_warning(string? resolution, int? duration, string? remedy)
    {
        VeoRequest request = new() { Prompt = "A cat", Resolution = resolution, Duration = duration };
        Assert.Empty(Faults(Gateway, request));
        Assert.Equal(remedy is null ? [] : [("Duration", remedy)], Faults(Gateway, request, warnings: true));
    }

    [Fact]
    public void A_duration_that_is_none_is_refused()
        => Assert.Equal([("Duration", "Nearest: 4")], Faults(Gateway, new VeoRequest { Prompt = "A cat", Duration = 0 }));

    [Fact]
    public void More_references_than_Google_takes_are_a_warning()
    {
        VeoRequest request = new() { Prompt = "A cat", ReferenceImages = [Link1, Link2, Link1, Link2] };
        Assert.Empty(Faults(Gateway, request));
        Assert.Equal([("ReferenceImage", "Nearest: 3")], Faults(Gateway, request, warnings: true));
    }

    [Fact]
    public void What_it_has_not_is_refused_with_the_reason() => Assert.Equal(
        [("AspectRatio", "One of: 16:9, 9:16"), ("Resolution", "Nearest: 1080p"), ("Seed", "Nearest: 9007199254740991"),
         ("Count", "Nearest: 4"), ("CallbackUri", "Leave it out: webhooks are set in the gateway's dashboard, for the entire workspace")],
        Faults(Gateway, new VeoRequest {
            Prompt = "A cat",
            AspectRatio = "Auto",
            Resolution = "4k",
            Seed = 9007199254740992,
            Count = 5,
            CallbackUri = new Uri("https://example.com/hook") }));

    [Fact]
    public void It_extends_no_video() =>
        Assert.Equal("SourceVideo", Assert.Single(Faults(Gateway, new VeoRequest { Prompt = "A cat", SourceVideo = Link1 })).Parameter);
}
