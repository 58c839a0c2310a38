using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class TokenBayTableTests
{
    private static readonly GatewayTable Table = new TokenBayGateway().Table;

    [Theory]
    [InlineData("veo-3.1-generate-preview", "720p 1080p 4k")]
    [InlineData("veo-3.1-fast-generate-preview", "720p 1080p 4k")]
    [InlineData("veo-3.1-lite-generate-preview", "720p 1080p")]
    public void A_model_can_do_what_its_row_on_the_page_says(string name, string resolutions)
    {
        ModelTable model = Assert.Single(Table.Models, model => model.Name == name);

        Assert.Equal(resolutions.Split(' '), model.Resolutions);
        Assert.Equal([4, 6, 8], model.Durations);
        Assert.Equal(["16:9", "9:16"], model.AspectRatios);
        Assert.Equal(["AllowAll", "AllowAdult", "Disallow"], model.PersonGenerations);
        Assert.Equal(new SeedRange(0, 4294967295), model.Seed);
        Assert.Equal(
            (false, false, true, false),
            (model.AudioDefault, model.EnhancePromptDefault, model.NegativePrompt, model.PromptAlwaysRequired));
        Assert.Equal(
            (null, false, false, 1, 1),
            (model.TranslatePromptDefault, model.Watermark, model.Callback, model.MaxCount, model.MaxReferenceImages));
        Assert.Equal(MediaForms.Url | MediaForms.Data, model.ImageForms);
        Assert.Equal(VideoModes.Text | VideoModes.FirstFrame | VideoModes.FirstAndLastFrame | VideoModes.Reference, model.Modes);
    }

    [Fact]
    public void It_has_three_models_and_the_fast_one_is_the_default()
    {
        Assert.Equal(3, Table.Models.Count);
        Assert.Equal(
            ("veo-3.1-fast-generate-preview", "https://api.tokenbay.com/"),
            (Table.DefaultModel, Table.DefaultBaseUri!.AbsoluteUri));
    }

    [Fact]
    public void It_is_never_asked_faster_than_the_page_allows()
    {
        Assert.Equal((10, 10), (Table.Cadence.First.TotalSeconds, Table.Cadence.Step.TotalSeconds));
        Assert.Equal((15, 5), (Table.Cadence.Cap.TotalSeconds, Table.Cadence.Floor.TotalSeconds));
    }

    [Theory]
    [InlineData("720p", 4, false)]
    [InlineData("1080p", 4, true)]
    [InlineData("1080p", 6, true)]
    [InlineData("4k", 6, true)]
    [InlineData("1080p", 8, false)]
    [InlineData("4k", 8, false)]
    [InlineData("1080p", null, false)]
    [InlineData(null, 4, false)]
    public void High_resolutions_take_8_seconds(string? resolution, int? duration, bool broken)
    {
        ModelRule[] rules = BrokenRules(Table, Table.DefaultModel, new VeoRequest { Resolution = resolution, Duration = duration });
        Assert.Equal(broken ? [("Duration", "8", false)] : [], rules.Select(rule => (rule.Parameter, rule.Nearest!, rule.IsWarning)));
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(8, 0)]
    [InlineData(null, 0)]
    public void What_only_Google_says_about_images_is_a_warning(int? duration, int warnings)
    {
        ModelRule[] frames = BrokenRules(
            Table,
            Table.DefaultModel,
            new VeoRequest { FirstFrame = Link1, LastFrame = Link2, Duration = duration });
        ModelRule[] references = BrokenRules(Table, Table.DefaultModel, new VeoRequest { ReferenceImages = [Link1], Duration = duration });
        Assert.Equal((warnings, warnings), (frames.Length, references.Length));
        Assert.All(frames.Concat(references), rule => Assert.True(rule.IsWarning));
        Assert.Empty(BrokenRules(Table, Table.DefaultModel, new VeoRequest { FirstFrame = Link1, Duration = duration }));
    }

    [Theory]
    [InlineData("get_channel_failed", SubmitVerdict.SendAgain, 503)]
    [InlineData("channel_no_available_key", SubmitVerdict.SendAgain, 503)]
    [InlineData("channel:no_available_key", SubmitVerdict.SendAgain, 503)]
    [InlineData("do_request_failed", SubmitVerdict.Unknown, null)]
    [InlineData("invalid_response", SubmitVerdict.Unknown, null)]
    [InlineData("read_response_body_failed", SubmitVerdict.Unknown, null)]
    [InlineData("unmarshal_response_failed", SubmitVerdict.Unknown, null)]
    public void Codes_mean_for_a_submission_what_the_source_says(string code, Enum verdict, int? status)
    {
        SubmitCode row = Assert.Single(Table.SubmitCodes, known => known.Code == code);
        Assert.Equal((verdict, status), (row.Verdict, row.HttpStatus));
    }

    [Fact]
    public void No_other_code_has_a_meaning_of_its_own() => Assert.Equal(7, Table.SubmitCodes.Count);
}
