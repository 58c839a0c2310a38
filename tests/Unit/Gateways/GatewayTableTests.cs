using VeoPS.Engine.Gateways;
using VeoPS.Tests.Purchases;

namespace VeoPS.Tests.Gateways;

public sealed class GatewayTableTests
{
    public static TheoryData<string> Providers => [.. GatewayCatalog.All.Select(gateway => gateway.Table.Provider)];

    private static GatewayTable Table(string provider) => GatewayCatalog.Find(provider)!.Table;

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_cadence_goes_from_its_floor_to_its_cap(string provider)
    {
        PollCadence cadence = Table(provider).Cadence;

        Assert.True(
            TimeSpan.Zero < cadence.Floor && cadence.Floor <= cadence.Step && cadence.Step <= cadence.Cap
                && cadence.Floor <= cadence.First);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_default_model_is_in_the_catalogue_and_every_model_is_there_once(string provider)
    {
        GatewayTable table = Table(provider);

        Assert.True(table.DefaultModel.Length == 0 ? table.HasOpenModelNames : table.Knows(table.DefaultModel));
        Assert.Distinct(table.Models.Select(model => model.Name), StringComparer.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void What_a_model_can_do_makes_sense(string provider) => Assert.All(Table(provider).Models, model =>
    {
        // A model that is one of a family's endpoints has the mode of that endpoint alone.
        Assert.Contains(Table(provider).Models, each => each.Modes.HasFlag(VideoModes.Text) && each.Family == model.Family);
        Assert.Equal(model.Durations.Order(), model.Durations);
        Assert.All(model.Durations, seconds => Assert.True(seconds > 0));
        Assert.Distinct(model.Durations);
        AssertAmong(["16:9", "9:16", "Auto"], model.AspectRatios);
        AssertAmong(["720p", "1080p", "4k"], model.Resolutions);
        AssertAmong(model.AspectRatios.Append(null), [model.DefaultAspectRatio]);
        AssertAmong(model.Resolutions.Append(null), [model.DefaultResolution]);
        AssertAmong([.. model.Durations, null], [model.DefaultDuration]);
        AssertDefaultsOfPrice(model);
        AssertAmong(["AllowAll", "AllowAdult", "Disallow"], model.PersonGenerations);
        Assert.True(model.Seed is null || model.Seed.Min < model.Seed.Max);
        Assert.True(model.MaxCount >= 1);
        Assert.Equal(model.Modes.HasFlag(VideoModes.Reference), model.MaxReferenceImages > 0);
        if ((model.Modes & ~(VideoModes.Text | VideoModes.Extension)) != 0) Assert.NotEqual(MediaForms.None, model.ImageForms);
        if (model.ImageForms.HasFlag(MediaForms.Upload)) Assert.IsType<IUploadGateway>(GatewayCatalog.Find(provider), exactMatch: false);
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public void What_a_rule_calls_nearest_passes_the_rule(
        string provider) => Assert.All(Table(provider).Models.Where(model => model.Rules.Count > 0), model =>
    {
        HashSet<ModelRule> broken = [];
        foreach (VeoRequest request in Every(model))
        {
            foreach (ModelRule rule in model.Rules.Where(rule => rule.IsBroken(request)))
            {
                broken.Add(rule);
                VeoRequest mended = Requests.Mend(request, rule.Parameter, rule.Nearest);
                // Where the resolution is part of the id, another one is another model.
                ModelTable meant = Table(provider).Find(Table(provider).ModelFor(mended, model.Name));
                Assert.False(meant.Rules.Contains(rule) && rule.IsBroken(mended), rule.Text);
            }
        }

        Assert.Equal(model.Rules.Count, broken.Count);
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_rule_and_a_remedy_name_parameters_and_end_without_a_full_stop(
        string provider) => Assert.All(Table(provider).Models, model =>
    {
        string[] parameters = [.. typeof(VeoRequest).GetProperties().Select(property => property.Name).Append("ReferenceImage")];
        AssertAmong(parameters, model.Rules.Select(rule => rule.Parameter).Concat(model.Remedies.Keys)
            .Concat(model.RemedyActions.Keys));
        Assert.All(model.Rules.Select(rule => rule.Text).Concat(model.Remedies.Values), text => Assert.False(text.EndsWith('.')));
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public void Where_it_comes_from_is_an_https_page_and_where_it_is_an_https_address(string provider)
    {
        GatewayTable table = Table(provider);

        Assert.Equal(table.InProcess is null, table.Documentation is not null);
        Assert.All(
            new[] { table.Documentation, table.DefaultBaseUri }.OfType<Uri>(),
            uri => Assert.Equal((true, "https"), (uri.IsAbsoluteUri, uri.Scheme)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_price_says_its_unit_where_it_comes_from_and_when_that_was(
        string provider) => Assert.All(Table(provider).Models.Select(model => model.Price).OfType<VeoCost>(), price =>
    {
        Assert.Contains(price.Unit, (string[])["USD", "credits"]);
        Assert.NotEmpty(price.Basis);
        Assert.True(price.Amount == 0 || price.AsOf is not null);
    });

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_model_is_found_in_any_case_and_another_may_do_what_any_of_them_can(string provider)
    {
        GatewayTable table = Table(provider);
        Assert.All(table.Models, model => Assert.Same(model, table.Find(model.Name.ToUpperInvariant())));

        ModelTable unknown = table.Find("veo-of-tomorrow");
        Assert.False(table.Knows("veo-of-tomorrow"));
        Assert.Equal(("veo-of-tomorrow", (VeoCost?)null), (unknown.Name, unknown.Price));
        Assert.All(table.Models, model =>
        {
            Assert.True(unknown.Modes.HasFlag(model.Modes) && unknown.ImageForms.HasFlag(model.ImageForms));
            AssertAmong(unknown.AspectRatios, model.AspectRatios);
            AssertAmong(unknown.Resolutions, model.Resolutions);
            AssertAmong(unknown.Durations, model.Durations);
        });
    }

    [Fact]
    public void What_the_first_model_has_not_and_another_has_is_open_to_an_unknown_one()
    {
        ModelTable bare = new() { Name = "bare", Modes = VideoModes.Text };
        ModelTable rich = new()
        {
            Name = "rich",
            Modes = VideoModes.Text | VideoModes.Reference,
            MaxReferenceImages = 2,
            PromptAlwaysRequired = false,
            AudioDefault = true,
            EnhancePromptDefault = false,
            TranslatePromptDefault = true,
            NegativePrompt = true,
            Seed = new SeedRange(5, 10),
            MaxCount = 4,
            Watermark = true,
            Callback = true,
        };
        GatewayTable table = new() {
            Provider = "Bare",
            DefaultModel = "bare",
            Cadence = BareGateway.Cadence,
            Models = [bare, rich, rich with { Name = "more", Seed = new SeedRange(0, 7) }] };

        ModelTable unknown = table.Find("other");

        Assert.Equal((true, false, true), (unknown.AudioDefault, unknown.EnhancePromptDefault, unknown.TranslatePromptDefault));
        Assert.Equal(
            (true, true, true, false),
            (unknown.NegativePrompt, unknown.Watermark, unknown.Callback, unknown.PromptAlwaysRequired));
        Assert.Equal((new SeedRange(0, 10), 4, 2), (unknown.Seed, unknown.MaxCount, unknown.MaxReferenceImages));
    }

    // Where no page says the default, the dearest stands for it: an estimate that is too low would break a limit.
    private static void AssertDefaultsOfPrice(ModelTable model)
    {
        if (model.Prices is not { } price) return;
        string dearest = price.ByResolution.OrderByDescending(each => each.Value).First().Key;
        Assert.Equal(model.DefaultResolution ?? dearest, price.DefaultResolution);
        if (price.DefaultDuration is { } seconds) Assert.Equal(model.DefaultDuration ?? model.Durations.Max(), seconds);
    }

    private static void AssertAmong<T>(IEnumerable<T> all, IEnumerable<T> some) => Assert.Empty(some.Except(all));

    // Every combination of what rules look at.
    private static IEnumerable<VeoRequest> Every(ModelTable model)
    {
        LinkedMedia link = new(new Uri("https://images.example/a.png"));
        VeoRequest[] modes = [new(), new() { FirstFrame = link }, new() { FirstFrame = link, LastFrame = link }, new() {
            ReferenceImages = [link] }, new() { ReferenceImages = [link, link, link] }, new() { SourceVideo = new TaskMedia("1") }];
        return
            from mode in modes
            from ratio in model.AspectRatios.Cast<string?>().Append(null)
            from resolution in model.Resolutions.Cast<string?>().Append(null)
            from duration in model.Durations.Cast<int?>().Append(null)
            from policy in model.PersonGenerations.Cast<string?>().Append(null)
            from audio in (bool?[])[null, true, false]
            from negative in (string?[])[null, "fog"]
            from translate in (bool?[])[null, false]
            from prompt in (string?[])[null, new('a', 10_000)]
            select mode with
            {
                Prompt = prompt,
                TranslatePrompt = translate,
                Seed = translate is null ? null : 20_000,
                NegativePrompt = negative,
                CallbackUri = negative is null ? null : new Uri("http://hooks.example"),
                AspectRatio = ratio,
                Resolution = resolution,
                Duration = duration,
                PersonGeneration = policy,
                Audio = audio,
            };
    }
}
