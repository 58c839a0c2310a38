using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Purchases;

/// <summary>The rules of the two pages, one by one.</summary>
public sealed class RequestValidatorTests
{
    private static readonly LinkedMedia Link = new(new Uri("https://images.example/a.png"));
    private static readonly InlineMedia Inline = new("image/png", new byte[] { 1 });
    private static readonly VeoRequest Text = new() { Prompt = "a lighthouse" };

    private static IReadOnlyList<VeoFault> Apikley(VeoRequest request)
        => RequestValidator.Validate(request, Profiles.Any(new ApikleyGateway()));

    private static IReadOnlyList<VeoFault> TokenBay(VeoRequest request)
        => RequestValidator.Validate(request, Profiles.Any(new TokenBayGateway()));

    private static void Fault(IReadOnlyList<VeoFault> faults, string parameter, string says)
    {
        VeoFault fault = Assert.Single(faults, each => !each.IsWarning);
        Assert.Equal(parameter, fault.Option);
        Assert.Contains(says, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_is_enough()
    {
        Assert.Empty(Apikley(Text));
        Assert.Empty(TokenBay(Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Apikley_needs_a_prompt_also_beside_an_image_and_TokenBay_only_without_one(string? prompt)
    {
        Fault(Apikley(new VeoRequest { Prompt = prompt }), "Prompt", "Describe the video");
        Fault(Apikley(new VeoRequest { Prompt = prompt, FirstFrame = Link }), "Prompt", "with an image");
        Fault(TokenBay(new VeoRequest { Prompt = prompt }), "Prompt", "no prompt and no image");
        Assert.Empty(TokenBay(new VeoRequest { Prompt = prompt, FirstFrame = Link }));
        Assert.Empty(TokenBay(new VeoRequest { Prompt = prompt, ReferenceImages = [Inline] }));
    }

    [Fact]
    public void A_resolution_at_Apikley_is_asked_for_when_saving() =>
        Fault(Apikley(Text with { Resolution = "1080p" }), "Resolution", "upgraded rendition");

    [Theory]
    [InlineData("veo3", 1, "Use the model veo3_fast")]
    [InlineData("veo3_fast", 4, "Nearest: 3")]
    public void References_at_Apikley_are_up_to_three_with_the_fast_model(string model, int images, string says) =>
        Fault(Apikley(Text with { Model = model, ReferenceImages = [.. Enumerable.Repeat(Link, images)] }), "ReferenceImage", says);

    [Theory]
    [InlineData("9:16")]
    [InlineData("Auto")]
    public void References_at_Apikley_go_with_16_to_9_only(string ratio)
    {
        Fault(Apikley(Text with { ReferenceImages = [Link], AspectRatio = ratio }), "AspectRatio", "Nearest: 16:9");
        Assert.Empty(Apikley(Text with { ReferenceImages = [Link], AspectRatio = "16:9" }));
    }

    [Fact]
    public void What_is_offered_in_place_of_a_wrong_value_passes_the_rules_too()
    {
        Fault(Apikley(Text with { ReferenceImages = [Link], AspectRatio = "4:3" }), "AspectRatio", "One of: 16:9.");
        Fault(TokenBay(Text with { Resolution = "1080p", Duration = 5 }), "Duration", "Nearest: 8.");
        Fault(TokenBay(Text with { Resolution = "720p", Duration = 5 }), "Duration", "Nearest: 4.");
    }

    [Theory]
    [InlineData(9_999, "Nearest: 10000")]
    [InlineData(100_000, "Nearest: 99999")]
    [InlineData(long.MinValue, "Nearest: 10000")]
    public void Seeds_at_Apikley_have_five_digits(long seed, string says) => Fault(Apikley(Text with { Seed = seed }), "Seed", says);

    [Theory]
    [InlineData(-1, "Nearest: 0")]
    [InlineData(4_294_967_296, "Nearest: 4294967295")]
    public void Seeds_at_TokenBay_have_32_bits(long seed, string says) => Fault(TokenBay(Text with { Seed = seed }), "Seed", says);

    [Fact]
    public void What_Apikley_does_not_have_is_refused_with_what_to_do_instead()
    {
        Fault(Apikley(Text with { Duration = 8 }), "Duration", "the gateway fixes the length");
        Fault(Apikley(Text with { Audio = true }), "Audio", "every video has sound");
        Fault(Apikley(Text with { NegativePrompt = "fog" }), "NegativePrompt", "Describe in the prompt");
        Fault(Apikley(Text with { Count = 2 }), "Count", "Submit a request for each video");
        Fault(Apikley(Text with { PersonGeneration = "AllowAll" }), "PersonGeneration", "Leave it out");
        Fault(Apikley(Text with { EnhancePrompt = true }), "EnhancePrompt", "Leave it out");
        Fault(Apikley(Text with { SourceVideo = Link }), "SourceVideo", "Give the task's id");
    }

    [Fact]
    public void What_Apikley_has_passes() =>
        Assert.Empty(Apikley(Text with { AspectRatio = "9:16", Seed = 12345, TranslatePrompt = false, Watermark = "A", CallbackUri
            = new Uri("http://hooks.example"), FirstFrame = Link, LastFrame = Inline, Count = 1 }));

    [Theory]
    [InlineData("1080p", 4)]
    [InlineData("1080p", 6)]
    [InlineData("4k", 4)]
    public void High_resolutions_at_TokenBay_take_8_seconds(string resolution, int duration) =>
        Fault(TokenBay(Text with { Resolution = resolution, Duration = duration }), "Duration", "Nearest: 8");

    [Theory]
    [InlineData("1080p", 8)]
    [InlineData("1080p", null)]
    [InlineData("720p", 4)]
    public void Others_take_what_the_page_says(string resolution, int? duration)
        => Assert.Empty(TokenBay(Text with { Resolution = resolution, Duration = duration }));

    [Fact]
    public void Each_fault_names_the_page_of_its_rule_and_the_refusal_carries_all_of_them()
    {
        VeoFault[] faults = [.. TokenBay(Text with { Seed = -1, Resolution = "9k", Watermark = "x" })];

        Assert.All(faults, fault => Assert.StartsWith("https://", fault.Source!.AbsoluteUri, StringComparison.Ordinal));
        Assert.Equal(faults, PurchaseRun.Refusal(faults).Faults);
    }

    [Fact]
    public void A_nearest_value_passes_beside_the_rest_of_the_request() =>
        Fault(
            TokenBay(Text with { Model = "veo-3.1-lite-generate-preview", Resolution = "4k", Duration = 8 }),
            "Resolution",
            "Nearest: 1080p");

    [Fact]
    public void The_lite_model_makes_no_4k() =>
        Fault(
            TokenBay(Text with { Model = "veo-3.1-lite-generate-preview", Resolution = "4k", Duration = 4 }),
            "Resolution",
            "Nearest: 720p. Use a model that is not lite for 4k");

    [Theory]
    [InlineData(5, "Nearest: 4")]
    [InlineData(7, "Nearest: 6")]
    [InlineData(60, "Nearest: 8")]
    [InlineData(int.MinValue, "Nearest: 4")]
    public void Durations_at_TokenBay_are_4_6_or_8(int duration, string says)
        => Fault(TokenBay(Text with { Duration = duration }), "Duration", says);

    [Fact]
    public void TokenBay_takes_one_reference_and_no_Auto_no_watermark_no_callback_no_translation()
    {
        Fault(TokenBay(Text with { ReferenceImages = [Link, Link] }), "ReferenceImage", "Nearest: 1");
        Fault(TokenBay(Text with { AspectRatio = "Auto" }), "AspectRatio", "One of: 16:9, 9:16");
        Fault(TokenBay(Text with { Watermark = "A" }), "Watermark", "Leave it out");
        Fault(TokenBay(Text with { CallbackUri = new Uri("https://hooks.example") }), "CallbackUri", "Leave it out");
        Fault(TokenBay(Text with { TranslatePrompt = true }), "TranslatePrompt", "Leave it out");
    }

    [Fact]
    public void A_last_frame_needs_a_first_and_images_of_two_kinds_exclude_each_other()
    {
        Fault(Apikley(Text with { LastFrame = Link }), "LastFrame", "Give FirstFrame");
        Fault(Apikley(Text with { FirstFrame = Link, ReferenceImages = [Link] }), "ReferenceImage", "Give only one kind");
        Assert.Contains(
            TokenBay(Text with { FirstFrame = Link, SourceVideo = Link }),
            fault => fault.Option == "SourceVideo" && fault.Rule.Contains("cannot be combined", StringComparison.Ordinal));
    }

    [Fact]
    public void A_gateway_that_takes_links_only_refuses_bytes()
    {
        BareTable linksOnly = new();

        Fault(RequestValidator.Validate(Text with { FirstFrame = Inline }, linksOnly.Profile), "FirstFrame", "give its URL");
        Fault(
            RequestValidator.Validate(Text with { FirstFrame = new FileMedia("/a.png", "image/png") }, linksOnly.Profile),
            "FirstFrame",
            "give its URL");
        Assert.Empty(RequestValidator.Validate(Text with { FirstFrame = Link }, linksOnly.Profile));
    }

    [Fact]
    public void All_faults_come_together_rules_between_options_among_them()
    {
        IReadOnlyList<VeoFault> faults = TokenBay(
            new VeoRequest { Resolution = "1080p", Duration = 4, Count = 3, Watermark = "A", AspectRatio = "1:1" });

        Assert.Equal(["AspectRatio", "Count", "Duration", "Prompt", "Watermark"], faults.Select(fault => fault.Option).Order());
    }

    [Theory]
    [InlineData("Auto", false)]
    [InlineData("16:9", true)]
    public void Auto_without_an_image_at_Apikley_is_a_warning_and_no_fault(string ratio, bool quiet)
    {
        IReadOnlyList<VeoFault> faults = Apikley(Text with { AspectRatio = ratio });

        Assert.Equal(quiet, faults.Count == 0);
        Assert.All(faults, fault => Assert.True(fault.IsWarning));
    }

    [Fact]
    public void What_only_Google_says_is_a_warning_and_no_fault() =>
        Assert.True(Assert.Single(TokenBay(Text with { FirstFrame = Link, LastFrame = Link, Duration = 4 })).IsWarning);

    [Fact]
    public void A_model_that_no_catalogue_knows_goes_out_with_a_warning_and_may_do_what_any_model_can()
    {
        VeoFault fault = Assert.Single(Apikley(Text with { Model = "veo4", ReferenceImages = [Link, Link, Link], AspectRatio = "9:16" }));

        Assert.Equal(("Model", true), (fault.Option, fault.IsWarning));
        Assert.Contains("veo3, veo3_fast", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_is_misspelled_is_told_with_the_one_that_is_meant()
    {
        VeoFault fault = Assert.Single(Apikley(Text with { Model = "veo3_fats" }));

        Assert.StartsWith("Did you mean veo3_fast?", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_profiles_model_counts_where_the_request_names_none()
    {
        GatewayProfile profile = Profiles.Any(new ApikleyGateway(), model: "VEO3");

        Fault(RequestValidator.Validate(Text with { ReferenceImages = [Link] }, profile), "ReferenceImage", "veo3_fast");
        Assert.Empty(RequestValidator.Validate(Text with { ReferenceImages = [Link], Model = "veo3_fast" }, profile));
    }

    private sealed class BareTable
    {
        public GatewayProfile Profile { get; } = Profiles.Any(new Gateways.BareGateway(new GatewayTable
        {
            Provider = "Bare",
            DefaultModel = "m",
            Cadence = Gateways.BareGateway.Cadence,
            Models = [new ModelTable { Name = "m", Modes = VideoModes.Text | VideoModes.FirstFrame, ImageForms = MediaForms.Url }],
        }));
    }
}
