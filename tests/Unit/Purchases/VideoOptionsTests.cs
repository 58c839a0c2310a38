using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Tests.Gateways;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>The table of options, and an option that no version of VeoPS has, which passes through all that goes by the table.</summary>
public sealed class VideoOptionsTests
{
    private static readonly WordOption Mood = new("Mood", ["Calm", "Wild", "Grim"], "Feeling");
    private static readonly VideoOption[] WithMood = [.. VideoOptions.All, Mood];
    private static readonly MoodGateway Gateway = new();
    private static readonly GatewayProfile Profile = Profiles.Any(Gateway);
    private static readonly VeoRequest Plain = new() { Prompt = "A lighthouse" };
    private static readonly VeoRequest Wild = Plain.With(Mood.Name, "Wild");

    [Fact]
    public void Every_option_is_a_property_of_requests_and_jobs_and_a_parameter_that_takes_a_column_under_all_its_names()
    {
        string[] names = [.. VideoOptions.All.Select(option => option.Name)];
        string[] rows = [.. VideoOptions.All.Select(option => string.Join(", ", option.Aliases.Prepend(option.Name))).Order()];

        Assert.Equal(names.Order(), PropertiesOf<VeoRequest>().Except(["Mode"]).Select(Singular).Order());
        Assert.Empty(names.Except(PropertiesOf<VeoJob>()));
        Assert.Equal(rows, Columns("Measure-VeoCost").Except(["Profile"]).Order());
        Assert.Equal(rows, Columns("New-VeoVideo").Except(["JobKey", "MaxCost", "Profile", "Tag"]).Order());
        Assert.Equal(rows, Columns("Add-VeoJob").Except(["JobKey", "MaxCost", "NotBefore", "Priority", "Profile", "Tag"]).Order());

        static string Singular(string property) => property == "ReferenceImages" ? "ReferenceImage" : property;
    }

    [Fact]
    public void Every_limit_that_a_table_has_is_a_property_of_the_description_of_its_model()
    {
        IEnumerable<string> described = GatewayCatalog.All.SelectMany(gateway => ProviderDescription.Of(gateway).Models)
            .SelectMany(model => model.Options.Select(each => each.Key)).Distinct()
            .Select(name => name switch { "Count" => "MaxCount", "CallbackUri" => "Callback", _ => name });

        Assert.Empty(described.Except(PropertiesOf<VeoModelInfo>()));
    }

    [Fact]
    public void A_made_up_option_is_read_from_a_column_and_a_bad_value_is_a_fault_of_its_gateway()
    {
        Assert.Equal(Wild, Read(" wild "));
        Assert.Equal(Plain, Read("  "));

        VeoFault fault = Assert.Single(RequestValidator.Validate(Read("jolly"), Profile));
        Assert.Equal(("Mood", "One of: Calm, Wild"), (fault.Option, fault.Remedy));

        static VeoRequest Read(string mood)
        {
            Dictionary<string, object> row = new() { ["Prompt"] = "A lighthouse", ["Mood"] = mood };
            List<VeoFault> faults = [];
            VeoRequest request = VideoOptions.Read(option => row.GetValueOrDefault(option.Name), faults, WithMood);
            Assert.Empty(faults);
            return request;
        }
    }

    [Fact]
    public void A_made_up_option_makes_another_request_and_leaves_those_without_it_as_they_were_recorded()
    {
        Assert.Equal("1:6adfb60def6fcf643fc99b6b7c004ed1262e06150c20222e5778825e02e6999c", RequestFingerprint.Of(Plain));
        Assert.Distinct([Plain, Wild, Plain.With(Mood.Name, "Calm")], new ByFingerprint());
        Assert.Equal(RequestFingerprint.Of(Plain), RequestFingerprint.Of(Wild.With(Mood.Name, null)));
    }

    [Fact]
    public void A_made_up_option_is_refused_where_a_model_has_it_not_and_what_is_offered_keeps_the_rules_between_options()
    {
        Assert.Empty(RequestValidator.Validate(Wild, Profile));
        Assert.Empty(RequestValidator.Validate(Wild with { Model = "moody" }, Profile));

        VeoFault none = Assert.Single(RequestValidator.Validate(Wild with { Model = "stern" }, Profile));
        Assert.Equal(("Mood", "stern at Moody has no such option", "Say it in the prompt"), (none.Option, none.Rule, none.Remedy));

        VeoFault rule = Assert.Single(RequestValidator.Validate(Wild with { Duration = 4 }, Profile));
        Assert.Equal(("Mood", "wild videos have 8 seconds"), (rule.Option, rule.Rule));

        VeoFault bad = Assert.Single(RequestValidator.Validate(Plain.With(Mood.Name, "Grim") with { Duration = 4 }, Profile));
        Assert.Equal("One of: Calm", bad.Remedy);

        VeoException refusal = Assert.Throws<VeoException>(
            () => PurchaseRun.Check(new SubmissionOrder { Profiles = [Profile], Request = Plain.With(Mood.Name, "Grim") }));
        Assert.Equal("Mood", Assert.Single(refusal.Faults).Option);
    }

    [Fact]
    public void A_made_up_option_is_in_the_description_of_its_models_and_an_unknown_model_may_take_all_that_any_takes()
    {
        IReadOnlyList<VeoModelInfo> models = ProviderDescription.Of(Gateway).Models;

        Assert.Equal(
            ["Calm; Wild", "Wild; Grim", null],
            models.Select(model => model.Options.Of<VeoList<string>>("Mood")?.ToString()));
        Assert.Equal(["Calm", "Wild", "Grim"], Mood.ValuesOf(Gateway.Table.Find("of tomorrow")));
    }

    [Fact]
    public void A_made_up_option_is_completed_with_what_the_model_takes_beside_the_rest_of_the_line()
    {
        Assert.Equal(["Calm", "Wild"], Completed(new VeoRequest()));
        Assert.Equal(["Calm"], Completed(new VeoRequest { Duration = 4 }));
        Assert.Equal(["Wild", "Grim"], Completed(new VeoRequest { Model = "moody" }));
        Assert.Empty(Completed(new VeoRequest { Model = "stern" }));

        static IEnumerable<string> Completed(VeoRequest typed)
            => OptionSuggestion.For(Mood, typed, Gateway.Table, "calm").Select(each => each.Value);
    }

    [Fact]
    public void A_made_up_option_is_kept_for_a_restart_and_a_job_and_an_older_version_passes_over_it()
    {
        string kept = StoredRequest.ToJson(Wild);

        Assert.Equal(Wild, StoredRequest.FromJson(kept, WithMood));
        Assert.Equal(Plain, StoredRequest.FromJson(kept));
        Assert.Equal("Wild", JobReader.Job(JobOf(Wild), WithMood).Options.Of<string>("Mood"));
    }

    [Fact]
    public void A_made_up_option_goes_out_and_is_in_the_preview_of_its_body()
    {
        JsonBody body = Assert.IsType<JsonBody>(Gateway.Submit(Wild, Profile).Body);

        Assert.Equal("Wild", (string?)body.Json["mood"]);
        Assert.Contains("\"mood\":\"Wild\"", RequestPreview.Of(Wild, Profile), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_option_comes_back_from_the_ledger_as_it_was_and_goes_into_a_job_as_the_text_that_a_column_has()
    {
        VeoRequest full = new()
        {
            Prompt = "A lighthouse", Model = "calm", FirstFrame = new LinkedMedia(new Uri("https://pictures.example/a.png")),
            LastFrame = new LinkedMedia(new Uri("https://pictures.example/b.png")), SourceVideo = new TaskMedia("t1"),
            ReferenceImages = [new LinkedMedia(new Uri("https://pictures.example/c.png"))],
            AspectRatio = "16:9", Resolution = "1080p", Duration = 8, Audio = true, EnhancePrompt = false, TranslatePrompt = true,
            NegativePrompt = "fog", Seed = long.MaxValue, Count = 2, PersonGeneration = "AllowAdult", Watermark = "VeoPS",
            CallbackUri = new Uri("https://hooks.example/veo"), ProviderOption = new JsonObject { ["a"] = 1 },
        };
        VeoJob job = JobReader.Job(JobOf(full));

        Assert.Equal(VideoOptions.All.Count, full.Options.Count());
        Assert.Equal(RequestFingerprint.Of(full), RequestFingerprint.Of(StoredRequest.FromJson(StoredRequest.ToJson(full))!));
        Assert.Equal(VideoOptions.All.Select(option => option.Name).Order(), job.Options.Select(each => each.Key).Order());
        List<VeoFault> faults = [];
        VeoRequest again = VideoOptions.Read(
            option => option is MediaOption or TableOption ? full.Options[option.Name] : job.Options.Of<object>(option.Name), faults);
        Assert.Empty(faults);
        Assert.Equal(RequestFingerprint.Of(full), RequestFingerprint.Of(again));
    }

    [Theory]
    [InlineData("AspectRatio", "9x16", "9:16")]
    [InlineData("AspectRatio", "09:16:00", "9:16")]
    [InlineData("AspectRatio", "auto", "Auto")]
    [InlineData("Resolution", "1080", "1080p")]
    [InlineData("Resolution", "2160P", "4k")]
    [InlineData("Resolution", "4K", "4k")]
    [InlineData("Resolution", "8k", "8k")]
    [InlineData("PersonGeneration", "allow_adult", "AllowAdult")]
    [InlineData("Model", " veo3 ", "veo3")]
    [InlineData("Watermark", " veo3 ", " veo3 ")]
    [InlineData("Duration", "8.0", 8)]
    [InlineData("Seed", "-1", -1L)]
    [InlineData("Audio", "off", false)]
    [InlineData("Audio", "1", true)]
    public void A_cell_is_read_as_people_and_spreadsheets_write_it(string option, string cell, object value)
    {
        List<VeoFault> faults = [];

        Assert.Equal(value, VideoOptions.Named(option).Read(cell, faults));
        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("Duration", "eight")]
    [InlineData("Duration", "1,000")]
    [InlineData("Seed", "1.5")]
    [InlineData("Count", "true")]
    [InlineData("Audio", "maybe")]
    [InlineData("CallbackUri", "hooks")]
    public void A_cell_that_cannot_be_read_is_a_fault_of_its_option(string option, string cell)
    {
        List<VeoFault> faults = [];

        Assert.Null(VideoOptions.Named(option).Read(cell, faults));
        Assert.Equal(option, Assert.Single(faults).Option);
    }

    private static IEnumerable<string> PropertiesOf<T>() => typeof(T).GetProperties().Select(property => property.Name);

    // The parameters of a cmdlet that take a column, with their aliases; a test in PowerShell holds that the file is the module.
    private static IEnumerable<string> Columns(string cmdlet) =>
        File.ReadLines(RepositoryFolder.File("docs/surface.txt"))
            .SkipWhile(line => !line.StartsWith(cmdlet + " ", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Length > 0)
            .Where(line => line.Contains("by property name", StringComparison.Ordinal))
            .Select(line => (Name: line.Trim()[1..].Split(' ')[0], Alias: line.Split(" alias ").ElementAtOrDefault(1)?.Split(" [")[0]))
            .Select(each => each.Alias is null ? each.Name : $"{each.Name}, {each.Alias}");

    private static LedgerJob JobOf(VeoRequest request) => new()
    {
        JobKey = "intro",
        Profiles = ["prod"],
        Scopes = ["scope"],
        RequestHash = RequestFingerprint.Of(request),
        Request = StoredRequest.ToJson(request),
    };

    private sealed class ByFingerprint : IEqualityComparer<VeoRequest>
    {
        public bool Equals(VeoRequest? x, VeoRequest? y) => RequestFingerprint.Of(x!) == RequestFingerprint.Of(y!);

        public int GetHashCode(VeoRequest obj) => RequestFingerprint.Of(obj).GetHashCode(StringComparison.Ordinal);
    }

    // A gateway for a made-up option: its table says what each model takes of it, and the body has it.
    private sealed class MoodGateway : IGateway
    {
        private static readonly ModelTable Calm = new ModelTable
        {
            Name = "calm",
            Modes = VideoModes.Text,
            Durations = [4, 8],
            Rules =
            [
                new ModelRule(
                    "Mood",
                    "wild videos have 8 seconds",
                    null,
                    request => request.Options[Mood.Name] is "Wild" && request.Duration is not null and not 8),
            ],
        }.With(Mood.Name, new[] { "Calm", "Wild" });

        public GatewayTable Table { get; } = new()
        {
            Provider = "Moody",
            DefaultModel = "calm",
            Options = WithMood,
            Cadence = BareGateway.Cadence,
            Models =
            [
                Calm,
                (Calm with { Name = "moody", Rules = [] }).With(Mood.Name, new[] { "Wild", "Grim" }),
                new ModelTable
                {
                    Name = "stern",
                    Modes = VideoModes.Text,
                    Remedies = new Dictionary<string, string> { ["Mood"] = "Say it in the prompt" },
                },
            ],
        };

        public WireRequest Submit(VeoRequest request, GatewayProfile profile) => WireRequest.Post(
            "/v1/videos", new JsonObject { ["prompt"] = request.Prompt, ["mood"] = (string?)request.Options[Mood.Name] });

        public SubmitAnswer ReadSubmit(WireResponse response) => throw new NotSupportedException();

        public WireRequest Poll(string taskId, GatewayProfile profile) => throw new NotSupportedException();

        public PollAnswer ReadPoll(WireResponse response) => throw new NotSupportedException();
    }
}
