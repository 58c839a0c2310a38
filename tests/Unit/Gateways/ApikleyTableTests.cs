using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class ApikleyTableTests
{
    private static readonly GatewayTable Table = new ApikleyGateway().Table;

    [Fact]
    public void It_has_the_two_models_of_the_page_and_the_pages_default()
    {
        Assert.Equal(["veo3", "veo3_fast"], Table.Models.Select(model => model.Name));
        Assert.Equal(("veo3_fast", "https://api.apikley.ru/"), (Table.DefaultModel, Table.DefaultBaseUri!.AbsoluteUri));
    }

    [Fact]
    public void References_are_for_the_fast_model_only()
    {
        Assert.Equal((false, 0), (Table.Find("veo3").Modes.HasFlag(VideoModes.Reference), Table.Find("veo3").MaxReferenceImages));
        Assert.Equal((true, 3), (Table.Find("veo3_fast").Modes.HasFlag(VideoModes.Reference), Table.Find("veo3_fast").MaxReferenceImages));
    }

    [Fact]
    public void What_the_page_does_not_have_is_no_option_of_any_model() => Assert.All(Table.Models, model =>
    {
        Assert.Empty(model.Resolutions);
        Assert.Empty(model.Durations);
        Assert.Empty(model.PersonGenerations);
        Assert.Equal((null, null, false, 1), (model.AudioDefault, model.EnhancePromptDefault, model.NegativePrompt, model.MaxCount));
        Assert.Equal(VeoRemedyAction.SaveRendition, model.RemedyActions["Resolution"].Action);
        Assert.Null(model.Price);
    });

    [Fact]
    public void What_the_page_has_is_an_option_of_every_model() => Assert.All(Table.Models, model =>
    {
        Assert.Equal(["16:9", "9:16", "Auto"], model.AspectRatios);
        Assert.Equal(new SeedRange(10000, 99999), model.Seed);
        Assert.Equal((true, true, true, true), (model.TranslatePromptDefault, model.Watermark, model.Callback, model.PromptAlwaysRequired));
        Assert.Equal(MediaForms.Url | MediaForms.Upload, model.ImageForms);
    });

    [Theory]
    [InlineData(null, 0)]
    [InlineData("16:9", 0)]
    [InlineData("9:16", 1)]
    [InlineData("Auto", 1)]
    public void References_go_with_16_to_9_only(string? ratio, int broken)
    {
        ModelRule[] rules = BrokenRules(Table, "veo3_fast", new VeoRequest { ReferenceImages = [Link1], AspectRatio = ratio });
        Assert.Equal(broken, rules.Length);
        Assert.All(rules, rule => Assert.Equal(("AspectRatio", "16:9", false), (rule.Parameter, rule.Nearest, rule.IsWarning)));
    }

    [Theory]
    [InlineData("veo3")]
    [InlineData("veo3_fast")]
    public void Auto_without_an_image_is_worth_a_warning(string model)
    {
        Assert.True(Assert.Single(BrokenRules(Table, model, new VeoRequest { AspectRatio = "Auto" })).IsWarning);
        Assert.Empty(BrokenRules(Table, model, new VeoRequest { AspectRatio = "Auto", FirstFrame = Link1 }));
    }

    [Theory]
    [InlineData("455", SubmitVerdict.SendAgain)]
    [InlineData("500", SubmitVerdict.Unknown)]
    [InlineData("501", SubmitVerdict.Refused)]
    [InlineData("505", SubmitVerdict.Refused)]
    public void Codes_mean_for_a_submission_what_the_page_says(string code, Enum verdict) =>
        Assert.Equal(verdict, Assert.Single(Table.SubmitCodes, known => known.Code == code).Verdict);

    [Fact]
    public void No_other_code_has_a_meaning_of_its_own() => Assert.Equal(4, Table.SubmitCodes.Count);
}
