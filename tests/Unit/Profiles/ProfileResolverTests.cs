using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;

namespace VeoPS.Tests.Profiles;

public sealed class ProfileResolverTests
{
    private readonly Dictionary<string, string?> _variables = new()
    {
        ["VEOPS_PROVIDER"] = "TokenBay",
        ["VEOPS_API_KEY"] = "a-key-of-ours",
    };

    private ProfileResolver Resolver => new(_variables.GetValueOrDefault);

    [Fact]
    public void The_environment_makes_a_profile()
    {
        _variables["VEOPS_BASE_URI"] = "https://gateway.example/veo/";
        _variables["VEOPS_MODEL"] = "veo-next";

        GatewayProfile profile = Resolver.Resolve("ENV");

        Assert.Equal(
            ("env", "TokenBay", "Environment", true),
            (profile.Name, profile.Profile.Provider, profile.Profile.Source, profile.Profile.IsDefault));
        Assert.Equal(("https://gateway.example", "veo-next", "a-key-of-ours"), (profile.Origin, profile.DefaultModel, profile.ApiKey));
        Assert.Equal("https://gateway.example/veo/v1/videos?a=b", profile.Resolve("/v1/videos?a=b").AbsoluteUri);
    }

    [Fact]
    public void The_environment_names_the_address_of_callbacks_and_their_secret()
    {
        _variables["VEOPS_PROVIDER"] = "Replicate";
        _variables["VEOPS_SETTINGS"] = """{"CallbackUri":"https://hooks.example/veo"}""";
        _variables["VEOPS_CALLBACK_SECRET"] = " whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY ";

        GatewayProfile profile = Resolver.Resolve("env");

        Assert.Equal("https://hooks.example/veo", profile.Profile.CallbackUri!.OriginalString);
        Assert.Empty(profile.Profile.Setting);
        Assert.Equal("whsec_QUJDREVGR0hJSktMTU5PUFFSU1RVVldY", Resolver.CallbackSecret(profile));
        _variables["VEOPS_PROVIDER"] = "Apikley";
        Assert.Null(Resolver.CallbackSecret(Resolver.Resolve("env")));
    }

    [Fact]
    public void The_environment_gives_prices_and_budgets_as_a_registered_profile_has_them()
    {
        _variables["VEOPS_SETTINGS"] =
            """{"PricePerSecond":"0.10","PricePerSecondAudio":0.2,"PriceUnit":"EUR","DailyBudget":20,"monthlyBudget":"1E+2"}""";

        VeoProfile profile = Resolver.Resolve("env").Profile;

        Assert.Equal(
            (0.10m, 0.2m, "EUR", 20m, 100m),
            (profile.PricePerSecond, profile.PricePerSecondAudio, profile.PriceUnit, profile.DailyBudget, profile.MonthlyBudget));
        Assert.Empty(profile.Setting);
    }

    [Fact]
    public void The_environments_profile_has_the_name_that_a_fleet_gives_it()
    {
        _variables["VEOPS_PROFILE_NAME"] = "prod";

        Assert.Equal("prod", Resolver.Resolve("Prod").Name);
        Assert.Equal("prod", Resolver.Choose(isAttended: false)!.Name);
        Assert.Equal(["prod", "sandbox"], Resolver.Unregistered());
        Assert.Equal(VeoErrorId.ProfileNotFound, Assert.Throws<VeoException>(() => Resolver.Resolve("env")).ErrorId);
    }

    [Theory]
    [InlineData("sandbox")]
    [InlineData("a/b")]
    public void A_name_that_no_profile_can_have_is_refused(string name)
    {
        _variables["VEOPS_PROFILE_NAME"] = name;

        VeoException error = Assert.Throws<VeoException>(() => Resolver.Resolve(name == "sandbox" ? "env" : name));

        Assert.Equal(VeoErrorId.ProfileNotFound, error.ErrorId);
    }

    [Fact]
    public void What_is_left_out_is_the_gateways_own()
    {
        GatewayProfile profile = Resolver.Resolve("env");

        Assert.Equal(
            ("https://api.tokenbay.com", "veo-3.1-fast-generate-preview", (string?)null),
            (profile.Origin, profile.DefaultModel, profile.Profile.Model));
        Assert.Empty(profile.Profile.Setting);
    }

    [Theory]
    [InlineData(" apikley ", " a-key-of-ours\n", "Apikley")]
    [InlineData("TOKENBAY", "a-key-of-ours", "TokenBay")]
    public void Providers_are_read_in_any_case_and_blanks_around_a_value_are_no_part_of_it(string provider, string key, string expected)
    {
        _variables["VEOPS_PROVIDER"] = provider;
        _variables["VEOPS_API_KEY"] = key;

        GatewayProfile profile = Resolver.Resolve("env");

        Assert.Equal((expected, "a-key-of-ours"), (profile.Gateway.Table.Provider, profile.ApiKey));
    }

    [Theory]
    [InlineData("VEOPS_PROVIDER", null, "Set VEOPS_PROVIDER")]
    [InlineData("VEOPS_PROVIDER", "  ", "Set VEOPS_PROVIDER")]
    [InlineData("VEOPS_PROVIDER", "Nobody", "One of: ")]
    [InlineData("VEOPS_API_KEY", null, "Set it")]
    [InlineData("VEOPS_API_KEY", " ", "Set it")]
    [InlineData("VEOPS_API_KEY", "two words", "Set it again")]
    [InlineData("VEOPS_API_KEY", "clé-of-ours", "Set it again")]
    [InlineData("VEOPS_BASE_URI", "gateway.example", "such as https://")]
    [InlineData("VEOPS_BASE_URI", "http://gateway.example", "only over https")]
    [InlineData("VEOPS_BASE_URI", "ftp://gateway.example", "only over https")]
    [InlineData("VEOPS_BASE_URI", "file:///etc/passwd", "only over https")]
    [InlineData("VEOPS_BASE_URI", "https://user:secret@gateway.example", "Give only scheme, host, port and path")]
    [InlineData("VEOPS_BASE_URI", "https://gateway.example?key=1", "Give only scheme, host, port and path")]
    [InlineData("VEOPS_BASE_URI", "https://gateway.example#a", "Give only scheme, host, port and path")]
    [InlineData("VEOPS_SETTINGS", "not json", "Write it as {")]
    [InlineData("VEOPS_SETTINGS", "[1]", "Write it as {")]
    [InlineData("VEOPS_SETTINGS", "\"text\"", "Write it as {")]
    [InlineData("VEOPS_SETTINGS", """{"Color":"blue"}""", "Supported: ")]
    [InlineData("VEOPS_SETTINGS", """{"CallbackUri":"here"}""", "https://hooks.example/veo")]
    [InlineData("VEOPS_SETTINGS", """{"DailyBudget":"plenty"}""", "such as 12.50")]
    [InlineData("VEOPS_SETTINGS", """{"DailyBudget":-1}""", "DailyBudget: it is negative")]
    [InlineData("VEOPS_SETTINGS", """{"PriceUnit":"euro"}""", "such as EUR")]
    [InlineData("VEOPS_SETTINGS", """{"PricePerSecondAudio":1}""", "it requires PricePerSecond")]
    public void What_is_wrong_is_told_with_the_variable_and_the_remedy(string variable, string? value, string remedy)
    {
        _variables[variable] = value;

        VeoException error = Assert.Throws<VeoException>(() => Resolver.Resolve("env"));

        Assert.Equal(VeoErrorId.ProfileNotFound, error.ErrorId);
        Assert.Contains(variable, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was sent", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:40000")]
    [InlineData("http://localhost:40000/veo")]
    [InlineData("http://[::1]:40000")]
    public void Plain_http_goes_to_this_machine_only(string baseUri)
    {
        _variables["VEOPS_BASE_URI"] = baseUri;

        Assert.Equal(new Uri(baseUri).Authority, Resolver.Resolve("env").BaseUri.Authority);
    }

    [Fact]
    public void An_error_never_shows_the_key()
    {
        _variables["VEOPS_API_KEY"] = "not a-key-of-ours";

        Assert.DoesNotContain("a-key", Assert.Throws<VeoException>(() => Resolver.Resolve("env")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gateway_without_an_address_of_its_own_asks_for_one()
    {
        VeoProfile profile = new() { Name = "env", Source = "Environment" };
        Gateways.BareGateway gateway = new(
            new GatewayTable { Provider = "Bare", DefaultModel = "m", Models = [], Cadence = Gateways.BareGateway.Cadence });

        Assert.Contains(
            "VEOPS_BASE_URI",
            Assert.Throws<VeoException>(() => new GatewayProfile(profile, gateway, "a-key-of-ours")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_are_read_from_json_as_text()
    {
        GatewayTable table = new()
        {
            Provider = "Bare",
            DefaultModel = "m",
            Models = [],
            Cadence = Gateways.BareGateway.Cadence,
            DefaultBaseUri = new Uri("https://bare.example"),
            Settings = [new SettingRule("Project", "whose bill", Required: true), new SettingRule(
                "Envelope",
                "how",
                false,
                "wrapped",
                "flat")],
        };

        Assert.Equal("p1", New(("project", "p1"), ("ENVELOPE", "Flat")).Setting("Project"));
        Assert.Contains("lacks the setting Project", Wrong(), StringComparison.Ordinal);
        Assert.Contains("One of: wrapped, flat", Wrong(("Project", "p1"), ("Envelope", "round")), StringComparison.Ordinal);

        GatewayProfile New(params (string Name, string Value)[] settings) =>
            new(
                new VeoProfile { Name = "x", Setting = settings.ToDictionary(each => each.Name, each => each.Value) },
                new Gateways.BareGateway(table),
                "a-key-of-ours");

        string Wrong(params (string Name, string Value)[] settings) => Assert.Throws<VeoException>(() => New(settings)).Message;
    }

    [Fact]
    public void The_sandbox_is_built_in_and_needs_neither_key_nor_network()
    {
        _variables.Clear();

        GatewayProfile profile = Resolver.Resolve("Sandbox");

        Assert.Equal(("sandbox", "BuiltIn", (string?)null), (profile.Name, profile.Profile.Source, profile.ApiKey));
        Assert.NotNull(profile.Gateway.Table.InProcess);
    }

    [Fact]
    public void The_sandbox_can_be_the_environments_too()
    {
        _variables["VEOPS_PROVIDER"] = "sandbox";
        _variables.Remove("VEOPS_API_KEY");

        Assert.Equal(("env", "Sandbox"), (Resolver.Resolve("env").Name, Resolver.Resolve("env").Profile.Provider));
    }

    [Fact]
    public void A_name_that_nobody_has_is_not_found() =>
        Assert.Contains("'prod'", Assert.Throws<VeoException>(() => Resolver.Resolve("prod")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, true, "sandbox")]
    [InlineData(null, "TokenBay", true, "env")]
    [InlineData(null, "TokenBay", false, "env")]
    [InlineData("sandbox", "TokenBay", false, "sandbox")]
    [InlineData("sandbox", null, false, "sandbox")]
    [InlineData("env", "TokenBay", true, "env")]
    [InlineData(" ", null, true, "sandbox")]
    public void The_default_is_the_one_that_is_named_else_the_environments_else_the_sandbox(
        string? named,
        string? provider,
        bool attended,
        string expected)
    {
        _variables["VEOPS_PROFILE"] = named;
        _variables["VEOPS_PROVIDER"] = provider;

        Assert.Equal(expected, Resolver.ResolveDefault(attended).Name);
    }

    [Fact]
    public void Where_nobody_watches_the_sandbox_is_not_taken_unasked()
    {
        _variables.Clear();

        VeoException error = Assert.Throws<VeoException>(() => Resolver.ResolveDefault(isAttended: false));

        Assert.Equal(VeoErrorId.ProfileNotFound, error.ErrorId);
        Assert.Equal(["Profile", "VEOPS_PROFILE", "Default"], error.Remedies.Select(remedy => remedy.Option));
    }

    [Fact]
    public void The_environments_profile_is_not_the_default_where_another_is_named()
    {
        _variables["VEOPS_PROFILE"] = "sandbox";

        Assert.False(Resolver.Resolve("env").Profile.IsDefault);
    }
}
