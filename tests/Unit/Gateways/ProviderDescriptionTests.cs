using System.Globalization;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class ProviderDescriptionTests
{
    private static VeoProviderInfo Of(string provider) => ProviderDescription.Of(GatewayCatalog.Find(provider)!);

    private static VeoModelInfo Model(string provider, string name) => Of(provider).Models.Single(model => model.Name == name);

    public static TheoryData<string> Providers => [.. GatewayCatalog.All.Select(gateway => gateway.Table.Provider)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void It_says_what_the_table_says(string provider)
    {
        GatewayTable table = GatewayCatalog.Find(provider)!.Table;
        VeoProviderInfo info = Of(provider);

        Assert.Equal(
            (table.Provider, table.DefaultModel, table.Documentation, table.ResultLifetime),
            (info.Name, info.DefaultModel, info.Documentation, info.ResultLifetime));
        Assert.Equal((table.Cadence.First, table.Cadence.Step, table.Cadence.Floor), (info.FirstPoll, info.PollInterval, info.PollFloor));
        Assert.Equal(
            table.Settings.Select(setting => (setting.Name, setting.Text, setting.Required)),
            info.Setting.Select(setting => (setting.Name, setting.Description, setting.IsRequired)));
        Assert.Equal(table.Notes.Select(note => note + "."), info.Note);
        Assert.Equal(provider, info.ToString());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void It_says_of_a_model_what_validation_goes_by(string provider)
    {
        foreach ((ModelTable table, VeoModelInfo info) in GatewayCatalog.Find(provider)!.Table.Models.Zip(Of(provider).Models))
        {
            Assert.Equal((provider, table.Name, table.Family, table.Name), (info.Provider, info.Name, info.Family, info.ToString()));
            Assert.Equal(
                (table.MaxCount, table.MaxReferenceImages, table.PromptAlwaysRequired, table.NegativePrompt, table.Watermark, table
                    .Callback, table.Seed?.ToString()),
                (info.MaxCount, info.MaxReferenceImage, info.PromptAlwaysRequired, info.NegativePrompt, info.Watermark, info.Callback, info
                    .Seed));
            Assert.Equal(
                (Words(table.AspectRatios), Words(table.Resolutions), Words(table.PersonGenerations), Words(table.LimitsByGoogle)),
                (info.AspectRatio.ToString(), info.Resolution.ToString(), info.PersonGeneration.ToString(), info.LimitByGoogle.ToString()));
            Assert.Equal(table.Durations, info.Duration);
            Assert.Equal(
                (table.DefaultAspectRatio, table.DefaultResolution, table.DefaultDuration),
                (info.DefaultAspectRatio, info.DefaultResolution, info.DefaultDuration));
            Assert.Equal(
                (Word(table.AudioDefault) ?? "Always", Word(table.EnhancePromptDefault), Word(table.TranslatePromptDefault)),
                (info.Audio, info.EnhancePrompt, info.TranslatePrompt));
            Assert.Equal(table.Modes.HasFlag(VideoModes.Extension), info.SourceVideo.Count > 0);
            Assert.All(table.Rules.Zip(info.Rule), pair => Assert.Equal((true, pair.First.IsWarning), (pair.Second.StartsWith(
                $"{pair.First.Parameter}: {pair.First.Text}",
                StringComparison.Ordinal), pair.Second.EndsWith("(a warning).", StringComparison.Ordinal))));
            Assert.Equal(table.Rules.Count, info.Rule.Count);
        }

        static string Words(IEnumerable<string> values) => string.Join("; ", values);
        static string? Word(bool? isOn) => isOn is { } value ? (value ? "On" : "Off") : null;
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_gateway_has_what_one_or_another_of_its_models_has(string provider)
    {
        VeoProviderInfo info = Of(provider);

        Assert.Equal(info.Models.SelectMany(model => model.Mode).ToHashSet(), info.Mode.ToHashSet());
        Assert.Equal(info.Models.SelectMany(model => model.AspectRatio).Distinct(), info.AspectRatio);
        Assert.Equal(info.Models.SelectMany(model => model.Resolution).Distinct(), info.Resolution);
        Assert.Equal(info.Models.SelectMany(model => model.Duration).Distinct().Order(), info.Duration);
        Assert.Equal(info.Models.Max(model => model.MaxCount), info.MaxCount);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void What_only_some_can_do_is_what_they_implement(string provider)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        VeoProviderInfo info = Of(provider);

        Assert.Equal(
            (gateway is ICancelGateway, gateway is IListGateway, gateway is IBalanceGateway, gateway is IPriceGateway, gateway
                is IUploadGateway),
            (info.CanCancel, info.CanList, info.CanTellBalance, info.CanTellPrice, info.CanUpload));
        Assert.Equal(gateway is IRenditionGateway renditions ? renditions.Renditions : [], info.Rendition);
    }

    [Theory]
    [InlineData("Apikley", "Cost; Balance", "Poll; Callback", "NotSigned")]
    [InlineData("Gemini", "PriceList", "Poll; Callback", "Uncheckable")]
    [InlineData("OpenAIVideos", "", "Poll", null)]
    [InlineData("OpenRouter", "Price; Cost; Balance", "Poll; Callback", "TimedHmac")]
    [InlineData("SkillsVideo", "Cost; Balance", "Poll", null)]
    [InlineData("Vtrix", "Price; Cost", "Poll", null)]
    public void How_money_and_the_end_are_told_is_said(string provider, string money, string done, string? signature) =>
        Assert.Equal(
            (money, done, signature),
            (Of(provider).Money.ToString(), Of(provider).Done.ToString(), Of(provider).CallbackSignature));

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_gateway_calls_back_where_one_of_its_models_takes_an_address(string provider)
    {
        GatewayTable table = GatewayCatalog.Find(provider)!.Table;
        Assert.Equal(table.Models.Any(model => model.Callback), table.Callback is not CallbackScheme.None);
    }

    [Fact]
    public void Sets_read_as_lists_of_words()
    {
        VeoModelInfo veo3 = Of("Apikley").Models[0];

        Assert.Equal("Text; FirstFrame; FirstAndLastFrame; Extension", veo3.Mode.ToString());
        Assert.Equal("Url; Upload", veo3.ImageInput.ToString());
        Assert.Equal("TaskId", veo3.SourceVideo.ToString());
    }

    [Fact]
    public void Sound_is_a_switch_with_a_default_or_always_there()
    {
        Assert.Equal(
            ("Always", "Off", "On"),
            (Of("Apikley").Models[0].Audio, Of("TokenBay").Models[0].Audio, Of("Sandbox").Models[0].Audio));
        Assert.Equal(("Always", "Off", "On"), (Of("Apikley").Audio, Of("TokenBay").Audio, Of("SkillsVideo").Audio));
    }

    [Fact]
    public void A_seeds_range_reads_as_words_and_the_sandbox_is_nowhere()
    {
        Assert.Equal("10000 to 99999", Of("Apikley").Models[0].Seed);
        Assert.Equal((null, false), (Of("Sandbox").DefaultBaseUri, Of("Sandbox").NeedsBaseUri));
    }

    [Fact]
    public void What_a_profile_must_have_is_told()
    {
        Assert.Equal((true, true, false), (Of("UniAll").NeedsBaseUri, Of("OpenAIVideos").NeedsBaseUri, Of("Vtrix").NeedsBaseUri));
        Assert.Equal(("ApiKey", "GoogleToken", "None"), (Of("Gemini").Credential, Of("Vertex").Credential, Of("Sandbox").Credential));
        Assert.Equal("Project; Location; StorageUri", Of("Vertex").Setting.ToString());
        Assert.Equal("Project", Assert.Single(Of("Vertex").Setting, setting => setting.IsRequired).Name);
        Assert.Equal("wrapped; flat", Assert.Single(Of("Vtrix").Setting).Value.ToString());
    }

    [Theory]
    [InlineData("Vertex", "0.24 USD", "2026-08-01")]
    [InlineData("Gemini", "0.40 USD", "2026-09-24")]
    [InlineData("Sandbox", "0.00 USD", null)]
    [InlineData("Kie", "30 credits", "2026-08-01")]
    [InlineData("Apikley", null, null)]
    [InlineData("SkillsVideo", null, null)]
    [InlineData("TokenBay", null, null)]
    [InlineData("UniAll", null, null)]
    [InlineData("OpenAIVideos", null, null)]
    [InlineData("OpenRouter", null, null)]
    [InlineData("Vtrix", null, null)]
    public void The_cheapest_8_seconds_have_a_price_and_a_date_where_one_is_published(string provider, string? price, string? asOf)
    {
        VeoCost? cheapest = Of(provider).CheapestPrice;

        Assert.Equal((price, asOf), (cheapest?.ToString(), cheapest?.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
        Assert.Equal(price is null, Of(provider).Models.All(model => model.Price is null && model.PriceList.Count == 0));
    }

    [Fact]
    public void Prices_read_as_sentences_by_resolution_and_sound()
    {
        Assert.Equal(
            ["0.05 USD a second of 720p with sound (2026-08-01)", "0.08 USD a second of 1080p with sound "
                + "(2026-08-01)", "0.03 USD a second of 720p without sound (2026-08-01)", "0.05 USD a second of 1080p without "
                + "sound (2026-08-01)"],
            Model("Vertex", "veo-3.1-lite-generate-001").PriceList.Select(price => price.ToString()));
        Assert.Equal(
            ["0.10 USD a second of 720p (2026-09-24)", "0.12 USD a second of 1080p (2026-09-24)", "0.30 USD a second of 4k (2026-09-24)"],
            Model("Gemini", "veo-3.1-fast-generate-preview").PriceList.Select(price => price.ToString()));
        Assert.Equal(
            ["60 credits a video of 720p (2026-08-01)", "65 credits a video of 1080p (2026-08-01)", "180 credits a video of 4k "
                + "(2026-08-01)"],
            Model("Kie", "veo3_fast").PriceList.Select(price => price.ToString()));
        Assert.Equal("0.00 USD a video", Assert.Single(Model("Sandbox", "sandbox").PriceList).ToString());
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Every_resolution_of_a_model_with_a_price_has_one_from_an_https_page(
        string provider) => Assert.All(Of(provider).Models
            .Where(model => model.PriceList.Any(price => price.Resolution is not null)), model =>
    {
        Assert.Equal(model.Resolution, model.PriceList.Select(price => price.Resolution).Distinct());
        Assert.All(model.PriceList, price => Assert.Equal(
            (true, "https", true),
            (
                price.Amount > 0 && price.AsOf is not null,
                price.Page!.Scheme,
                (price.Per, price.Unit) is ("second", "USD") or ("video", "credits"))));
    });

    [Theory]
    [InlineData("veo-3.1-generate-001", null, null, null, 3.20)]
    [InlineData("veo-3.1-generate-001", "1080p", null, false, 1.60)]
    [InlineData("veo-3.1-generate-001", "4k", 8, true, 4.80)]
    [InlineData("veo-3.1-generate-001", "4k", 8, false, 3.20)]
    [InlineData("veo-3.1-fast-generate-001", null, 4, null, 0.40)]
    [InlineData("veo-3.1-fast-generate-001", "720p", 6, false, 0.48)]
    [InlineData("veo-3.1-fast-generate-001", "4k", 8, false, 2.00)]
    [InlineData("veo-3.1-lite-generate-001", "1080p", 8, false, 0.40)]
    [InlineData("veo-3.1-lite-generate-001", "4k", 8, null, null)]
    public void At_Vertex_sound_has_its_price(string model, string? resolution, int? seconds, bool? audio, double? amount)
    {
        VeoRequest request = new() { Model = model, Resolution = resolution, Duration = seconds, Audio = audio };

        Assert.Equal(
            (decimal?)amount,
            CostEstimator.Estimate(request, ProfileOf(GatewayCatalog.Find("Vertex")!, settings: ("Project", "films")))?.Amount);
    }
}
