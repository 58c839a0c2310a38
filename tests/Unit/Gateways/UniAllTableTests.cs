using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.UniAll;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class UniAllTableTests
{
    private static readonly UniAllGateway Gateway = new();
    private static readonly GatewayTable Table = Gateway.Table;

    [Theory]
    [InlineData("veo3.1-video-720p", "720p", true)]
    [InlineData("veo3.1-video-1080p", "1080p", true)]
    [InlineData("veo3.1-video-4k", "4k", true)]
    [InlineData("veo3.1-fast-video-720p", "720p", false)]
    [InlineData("veo3.1-fast-video-1080p", "1080p", false)]
    [InlineData("veo3.1-fast-video-4k", "4k", false)]
    public void A_model_can_do_what_its_row_on_the_page_says(string name, string resolution, bool takesReferences)
    {
        ModelTable model = Assert.Single(Table.Models, model => model.Name == name);

        Assert.Equal([resolution], model.Resolutions);
        Assert.Equal((takesReferences, takesReferences ? 3 : 0), (model.Modes.HasFlag(VideoModes.Reference), model.MaxReferenceImages));
        Assert.True(model.Modes.HasFlag(VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Extension));
        Assert.Equal((MediaForms.Url, MediaForms.Url), (model.ImageForms, model.VideoForms));
        Assert.Equal([4, 6, 8], model.Durations);
        Assert.Equal(["16:9", "9:16"], model.AspectRatios);
        Assert.Equal((true, true, 1, false), (model.AudioDefault, model.NegativePrompt, model.MaxCount, model.PromptAlwaysRequired));
        Assert.Equal(
            (null, null, false, false),
            (model.EnhancePromptDefault, model.TranslatePromptDefault, model.Watermark, model.Callback));
        Assert.Empty(model.PersonGenerations);
    }

    [Fact]
    public void It_has_six_models_and_no_base_of_its_own()
    {
        Assert.Equal((6, "veo3.1-fast-video-720p", null), (Table.Models.Count, Table.DefaultModel, Table.DefaultBaseUri));
        Assert.Equal((5, 5, 15, 5), (Table.Cadence.First.TotalSeconds, Table.Cadence.Step.TotalSeconds, Table.Cadence.Cap
            .TotalSeconds, Table.Cadence.Floor.TotalSeconds));
        VeoException exception = Assert.Throws<VeoException>(
            () => new GatewayProfile(new VeoProfile { Name = "prod", Provider = "UniAll" }, Gateway, "key"));
        Assert.Equal(VeoErrorId.ProfileNotFound, exception.ErrorId);
    }

    [Theory]
    // A resolution picks among the ids of the model that is not named in the request, or not whole.
    [InlineData(null, null, null, "veo3.1-fast-video-720p")]
    [InlineData(null, null, "1080p", "veo3.1-fast-video-1080p")]
    [InlineData("veo3.1-video-720p", null, "4k", "veo3.1-video-4k")]
    [InlineData("veo3.1-video-4k", null, null, "veo3.1-video-4k")]
    [InlineData("veo3.1-video", null, "4k", "veo3.1-video-4k")]
    [InlineData("veo3.1-video-720p", "veo3.1-fast-video", "1080p", "veo3.1-fast-video-1080p")]
    [InlineData(null, "VEO3.1-VIDEO", "1080p", "veo3.1-video-1080p")]
    [InlineData(null, "veo3.1-video", null, "veo3.1-video-720p")]
    // An id that the request names whole stays; so does one that nobody knows.
    [InlineData(null, "veo3.1-video-720p", "1080p", "veo3.1-video-720p")]
    [InlineData(null, "veo3.1-video-1080p", null, "veo3.1-video-1080p")]
    [InlineData(null, "veo4-video-720p", "1080p", "veo4-video-720p")]
    [InlineData("veo4-video-720p", null, "1080p", "veo4-video-720p")]
    public void A_resolution_picks_the_model(string? profileModel, string? model, string? resolution, string expected) =>
        Assert.Equal(expected, ProfileOf(Gateway, profileModel).ModelFor(new VeoRequest { Model = model, Resolution = resolution }));

    [Fact]
    public void A_model_of_another_resolution_than_asked_for_is_refused_with_the_way_out()
    {
        (string parameter, string? remedy) = Assert.Single(
            Faults(Gateway, new VeoRequest { Prompt = "A dog", Model = "veo3.1-video-720p", Resolution = "1080p" }));
        Assert.Equal("Resolution", parameter);
        Assert.Equal(
            "Nearest: 720p. It is part of the model's id: with the model veo3.1-video, or without a model, the resolution selects the id",
            remedy);
        Assert.Empty(Faults(Gateway, new VeoRequest { Prompt = "A dog", Model = "veo3.1-video", Resolution = "1080p" }));
        Assert.Empty(Faults(Gateway, new VeoRequest { Prompt = "A dog", Resolution = "4k" }));
    }

    [Theory]
    [InlineData("veo3.1-video-720p", 1, "Nearest: 2")]
    [InlineData("veo3.1-video-720p", 2, null)]
    [InlineData("veo3.1-video-720p", 3, null)]
    [InlineData("veo3.1-video-720p", 4, "Nearest: 3")]
    [InlineData("veo3.1-fast-video-720p", 2, "Use the model veo3.1-video")]
    public void References_are_two_or_three_and_not_on_a_fast_model(string model, int count, string? remedy) => Assert.Equal(
        remedy is null ? [] : [("ReferenceImage", remedy)],
        Faults(Gateway, new VeoRequest { Prompt = "A dog", Model = model, ReferenceImages = [.. Enumerable.Repeat(Link1, count)] }));

    [Fact]
    public void Images_and_videos_are_links()
    {
        InlineMedia bytes = new("image/png", new byte[] { 1 });
        Assert.Equal("FirstFrame", Assert.Single(Faults(Gateway, new VeoRequest { FirstFrame = bytes })).Parameter);
        Assert.Equal("SourceVideo", Assert.Single(Faults(Gateway, new VeoRequest { SourceVideo = new TaskMedia("gen_1") })).Parameter);
        Assert.Equal("SourceVideo", Assert.Single(Faults(Gateway, new VeoRequest { SourceVideo = bytes })).Parameter);
        Assert.Empty(Faults(Gateway, new VeoRequest { SourceVideo = Link1 }));
        Assert.Empty(Faults(Gateway, new VeoRequest { SourceVideo = new TaskMedia("gen_1", Link1.Uri) }));
    }

    [Fact]
    public void What_the_page_contradicts_itself_about_is_a_warning()
    {
        Assert.Equal([("Duration", "Leave it out")], Faults(Gateway, new VeoRequest { SourceVideo = Link1, Duration = 6 }, warnings: true));
        Assert.Equal(
            [("AspectRatio", "Leave it out")],
            Faults(Gateway, new VeoRequest { SourceVideo = Link1, AspectRatio = "16:9" }, warnings: true));
        Assert.Equal(
            [("AspectRatio", "Leave it out")],
            Faults(Gateway, new VeoRequest { FirstFrame = Link1, AspectRatio = "16:9" }, warnings: true));
        Assert.Empty(Faults(Gateway, new VeoRequest { SourceVideo = Link1, Duration = 6, AspectRatio = "16:9" }));
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(4294967296L)]
    public void A_seed_that_only_Google_limits_is_a_warning(long seed)
    {
        Assert.Empty(Faults(Gateway, new VeoRequest { Prompt = "A dog", Seed = seed }));
        Assert.Equal("Seed", Assert.Single(Faults(Gateway, new VeoRequest { Prompt = "A dog", Seed = seed }, warnings: true)).Parameter);
    }

    [Theory]
    [InlineData("720p", 6, 0)]
    [InlineData("1080p", 6, 1)]
    [InlineData("4k", 4, 1)]
    [InlineData("4k", 8, 0)]
    [InlineData("1080p", null, 0)]
    public void Googles_rule_for_high_resolutions_is_a_warning(string resolution, int? duration, int warnings)
    {
        VeoRequest request = new() { Prompt = "A dog", Resolution = resolution, Duration = duration };
        Assert.Empty(Faults(Gateway, request));
        Assert.Equal(Enumerable.Repeat(("Duration", (string?)"Nearest: 8"), warnings), Faults(Gateway, request, warnings: true));
    }

    [Theory]
    [InlineData("1080p", 1)]
    [InlineData("720p", 0)]
    public void Googles_rule_for_extensions_is_a_warning(string resolution, int warnings) => Assert.Equal(
        Enumerable.Repeat(("Resolution", (string?)"Nearest: 720p"), warnings),
        Faults(Gateway, new VeoRequest { SourceVideo = Link1, Resolution = resolution }, warnings: true));

    [Fact]
    public void A_poll_path_that_nobody_knows_is_no_setting() =>
        Assert.Throws<VeoException>(() => ProfileOf(Gateway, null, ("PollPath", "/v1/tasks")));

    [Fact]
    public void Codes_of_new_api_mean_for_a_submission_what_they_mean_at_TokenBay() =>
        Assert.Same(GatewayCatalog.Find("TokenBay")!.Table.SubmitCodes, Table.SubmitCodes);
}
