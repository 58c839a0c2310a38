using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Vtrix;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class VtrixTableTests
{
    private static readonly VtrixGateway Gateway = new();
    private static readonly GatewayTable Table = Gateway.Table;

    [Fact]
    public void The_model_can_do_what_the_page_says()
    {
        ModelTable model = Assert.Single(Table.Models);

        Assert.Equal(
            ("veo_31_fast", "veo_31_fast", "https://cloud.vtrix.ai/model"),
            (model.Name, Table.DefaultModel, Table.DefaultBaseUri!.AbsoluteUri));
        Assert.Equal(
            VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference | VideoModes.Extension,
            model.Modes);
        Assert.Equal((MediaForms.Url | MediaForms.Data, MediaForms.Url, 3), (model.ImageForms, model.VideoForms, model.MaxReferenceImages));
        Assert.Equal(["16:9", "9:16"], model.AspectRatios);
        Assert.Equal(["720p", "1080p", "4k"], model.Resolutions);
        Assert.Equal([4, 6, 8], model.Durations);
        Assert.Equal(["AllowAll", "AllowAdult"], model.PersonGenerations);
        Assert.Equal((true, true, 1), (model.NegativePrompt, model.PromptAlwaysRequired, model.MaxCount));
        Assert.Equal(
            (null, null, null, null, false, false),
            (model.Seed, model.AudioDefault, model.EnhancePromptDefault, model.TranslatePromptDefault, model.Watermark, model.Callback));
        Assert.Equal((3, 3, 10, 3), (Table.Cadence.First.TotalSeconds, Table.Cadence.Step.TotalSeconds, Table.Cadence.Cap
            .TotalSeconds, Table.Cadence.Floor.TotalSeconds));
        Assert.Empty(Table.SubmitCodes);
    }

    [Theory]
    [InlineData("1080p", false, false, 6, true)]
    [InlineData("4k", false, false, 4, true)]
    [InlineData("720p", false, false, 4, false)]
    [InlineData(null, false, false, 6, false)]
    [InlineData("4k", false, false, 8, false)]
    [InlineData("4k", false, false, null, false)]
    [InlineData(null, true, false, 6, true)]
    [InlineData(null, true, false, 8, false)]
    [InlineData(null, false, true, 6, true)]
    [InlineData(null, false, true, null, false)]
    public void What_must_be_8_seconds_is(string? resolution, bool extends, bool refers, int? duration, bool broken)
    {
        VeoRequest request = new() {
            Prompt = "A dog",
            Resolution = resolution,
            Duration = duration,
            SourceVideo = extends ? Link1 : null,
            ReferenceImages = refers ? [Link1] : [] };
        Assert.Equal(broken ? [("Duration", "Nearest: 8")] : [], Faults(Gateway, request));
    }

    [Theory]
    [InlineData("text", "AllowAdult", "Nearest: AllowAll")]
    [InlineData("text", "AllowAll", null)]
    [InlineData("extension", "AllowAdult", "Nearest: AllowAll")]
    [InlineData("extension", "AllowAll", null)]
    [InlineData("first", "AllowAll", "Nearest: AllowAdult")]
    [InlineData("first", "AllowAdult", null)]
    [InlineData("last", "AllowAll", "Nearest: AllowAdult")]
    [InlineData("last", "AllowAdult", null)]
    [InlineData("reference", "AllowAll", "Nearest: AllowAdult")]
    [InlineData("reference", "AllowAdult", null)]
    [InlineData("reference", null, null)]
    public void People_go_with_what_the_video_is_made_from(string from, string? persons, string? remedy) => Assert.Equal(
        remedy is null ? [] : [("PersonGeneration", remedy)],
        Faults(Gateway, new VeoRequest
        {
            Prompt = "A dog",
            PersonGeneration = persons,
            FirstFrame = from is "first" or "last" ? Link1 : null,
            LastFrame = from == "last" ? Link2 : null,
            ReferenceImages = from == "reference" ? [Link1] : [],
            SourceVideo = from == "extension" ? Link1 : null,
        }));

    [Fact]
    public void What_it_has_not_is_refused() => Assert.Equal(
        ["AspectRatio", "Audio", "Seed", "Count", "PersonGeneration", "Watermark"],
        Faults(Gateway, new VeoRequest {
            Prompt = "A dog",
            AspectRatio = "Auto",
            Audio = true,
            Seed = 1,
            Count = 2,
            PersonGeneration = "Disallow",
            Watermark = "w" }).Select(fault => fault.Parameter));

    [Fact]
    public void Googles_rules_are_warnings()
    {
        Assert.Equal(
            [("Resolution", "Nearest: 720p")],
            Faults(Gateway, new VeoRequest { Prompt = "A dog", SourceVideo = Link1, Resolution = "1080p" }, warnings: true));
        Assert.Equal(
            [("Duration", "Nearest: 8")],
            Faults(Gateway, new VeoRequest { Prompt = "A dog", FirstFrame = Link1, LastFrame = Link2, Duration = 6 }, warnings: true));
        Assert.Empty(Faults(Gateway, new VeoRequest { Prompt = "A dog", Resolution = "720p" }, warnings: true));
    }

    [Fact]
    public void A_task_id_is_no_video_to_extend() =>
        Assert.Equal(
            "SourceVideo",
            Assert.Single(Faults(Gateway, new VeoRequest { Prompt = "A dog", SourceVideo = new TaskMedia("task-1") })).Parameter);

    [Fact]
    public void An_envelope_that_nobody_knows_is_no_setting()
        => Assert.Throws<VeoException>(() => ProfileOf(Gateway, null, ("Envelope", "sealed")));
}
