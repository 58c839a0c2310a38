using System.Text.Json.Nodes;
using VeoPS.Engine;
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
