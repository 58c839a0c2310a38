using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

public sealed class RequestFingerprintTests : IDisposable
{
    private static readonly VeoRequest Plain = new() { Prompt = "A lighthouse" };

    private static readonly VeoRequest[] Others =
    [
        Plain with { Prompt = "a lighthouse" },
        Plain with { Model = "veo3" },
        Plain with { FirstFrame = new LinkedMedia(new Uri("https://example.com/a.png")) },
        Plain with { LastFrame = new LinkedMedia(new Uri("https://example.com/a.png")) },
        Plain with { ReferenceImages = [new LinkedMedia(new Uri("https://example.com/a.png"))] },
        Plain with { SourceVideo = new TaskMedia("a") },
        Plain with { AspectRatio = "16:9" },
        Plain with { Resolution = "16:9" },
        Plain with { Duration = 8 },
        Plain with { Audio = true },
        Plain with { EnhancePrompt = true },
        Plain with { TranslatePrompt = true },
        Plain with { NegativePrompt = "fog" },
        Plain with { Seed = 8 },
        Plain with { Count = 8 },
        Plain with { PersonGeneration = "fog" },
        Plain with { Watermark = "fog" },
        Plain with { CallbackUri = new Uri("https://example.com/a.png") },
        Plain with { ProviderOption = new JsonObject { ["a"] = 1 } },
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_option_makes_another_request() =>
        Assert.Distinct(Others.Append(Plain).Select(RequestFingerprint.Of));

    [Fact]
    public void A_recorded_key_outlives_every_upgrade_since_the_form_of_a_version_never_changes()
    {
        // Reckoned apart from the engine. A test that fails here means that every recorded job key would be taken for another
        // request: make a new version beside the old one.
        VeoRequest full = new()
        {
            Prompt = "Ein Leuchtturm, \u706f\u5854 \U0001f3ac",
            Model = "veo3_fast",
            FirstFrame = new InlineMedia("image/png", new byte[] { 1, 2, 3 }),
            LastFrame = new LinkedMedia(new Uri("https://example.com/b.png?x=1")),
            SourceVideo = new TaskMedia("t1"),
            ReferenceImages = [new LinkedMedia(new Uri("https://example.com/a.png"))],
            AspectRatio = "16:9",
            Resolution = "1080p",
            Duration = 8,
            Audio = true,
            EnhancePrompt = false,
            TranslatePrompt = true,
            NegativePrompt = "fog",
            Seed = long.MinValue,
            Count = 2,
            PersonGeneration = "AllowAdult",
            Watermark = "VeoPS",
            CallbackUri = new Uri("https://hooks.example/veo"),
            ProviderOption = JsonNode.Parse("""{"b":{"d":"\u00e9","c":true},"a":[1.0,5E-1,null]}""")!.AsObject(),
        };

        Assert.Equal("1:6adfb60def6fcf643fc99b6b7c004ed1262e06150c20222e5778825e02e6999c", RequestFingerprint.Of(Plain));
        Assert.Equal("1:539830824da7deb3de603ab0a92c0ed03ff68b4c6c1ab76c7948ba6b19021d79", RequestFingerprint.Of(full));
        Assert.Equal(VideoOptions.All.Select(option => option.Name).Order(), full.Options.Select(each => each.Key).Order());
    }

    [Fact]
    public void A_number_counts_by_its_value_whichever_type_the_shell_made_of_it()
    {
        VeoRequest With(JsonNode number) => Plain with { ProviderOption = new JsonObject { ["a"] = number } };

        Assert.Single(new JsonNode[] { 1, 1L, 1m, 1.0, 1.00m }.Select(number => RequestFingerprint.Of(With(number))).Distinct());
        Assert.NotEqual(RequestFingerprint.Of(With(1)), RequestFingerprint.Of(With("1")));
    }

    [Fact]
    public void A_file_counts_by_its_bytes_wherever_it_lies()
    {
        string here = Write("here.png", [1, 2, 3]), there = Write("there.png", [1, 2, 3]), other = Write("other.png", [1, 2, 4]);

        Assert.Equal(Of(new FileMedia(here, "image/png")), Of(new FileMedia(there, "image/png")));
        Assert.Equal(Of(new FileMedia(here, "image/png")), Of(new InlineMedia("image/png", new byte[] { 1, 2, 3 })));
        Assert.NotEqual(Of(new FileMedia(here, "image/png")), Of(new FileMedia(other, "image/png")));
    }

    [Fact]
    public void A_table_of_options_has_no_order_and_a_list_has_one()
    {
        Assert.Equal(Of("""{"a":1,"b":{"c":[1,2],"d":null}}"""), Of("""{"b":{"d":null,"c":[1,2]},"a":1}"""));
        Assert.NotEqual(Of("""{"a":[1,2]}"""), Of("""{"a":[2,1]}"""));
    }

    [Fact]
    public void A_file_that_went_away_is_told_as_nothing_bought()
    {
        VeoException fault = Assert.Throws<VeoException>(() => Of(new FileMedia(_folder.PathOf("gone.png"), "image/png")));

        Assert.Equal(VeoErrorId.NotSent, fault.ErrorId);
        Assert.Contains("nothing was bought", fault.Message, StringComparison.Ordinal);
    }

    private static string Of(MediaInput image) => RequestFingerprint.Of(Plain with { FirstFrame = image });

    private static string Of(string options) => RequestFingerprint.Of(Plain with { ProviderOption = JsonNode.Parse(options)!.AsObject() });

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.PathOf(name), bytes);
        return _folder.PathOf(name);
    }
}
