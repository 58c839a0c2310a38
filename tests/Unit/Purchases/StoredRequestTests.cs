using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>The request that lies beside its record: enough to buy it again, and neither bytes nor secrets.</summary>
public sealed class StoredRequestTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_request_comes_back_as_it_was()
    {
        File.WriteAllBytes(_folder.PathOf("a.png"), [1, 2, 3]);
        VeoRequest request = new()
        {
            Prompt = "A lighthouse, sk-like-0123456789abcdef0123456789abcdef",
            Model = "veo3",
            FirstFrame = new FileMedia(_folder.PathOf("a.png"), "image/png"),
            LastFrame = new LinkedMedia(new Uri("https://example.com/b.png")),
            ReferenceImages = [new LinkedMedia(new Uri("https://example.com/c.png"))],
            SourceVideo = new TaskMedia("t1", new Uri("https://example.com/t1.mp4")),
            Duration = 8,
            Audio = false,
            Seed = 12345678901,
            Count = 2,
            CallbackUri = new Uri("https://hooks.example/veo"),
            ProviderOption = JsonNode.Parse("""{"a":[1,"x",null],"b":{"c":0.5}}""")!.AsObject(),
        };

        string json = StoredRequest.ToJson(request);
        VeoRequest back = StoredRequest.FromJson(json)!;

        Assert.Equal(RequestFingerprint.Of(request), RequestFingerprint.Of(back));
        Assert.Equal(json, StoredRequest.ToJson(back));
        Assert.Equal(
            "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81",
            (string?)JsonNode.Parse(json)!["FirstFrame"]!["Sha256"]);
    }

    [Fact]
    public void Bytes_that_were_no_file_are_not_kept_and_the_request_is_known_to_lack_them()
    {
        string json = StoredRequest.ToJson(
            new VeoRequest { Prompt = "A", FirstFrame = new InlineMedia("image/png", new byte[] { 1, 2, 3 }) });

        Assert.DoesNotContain("AQID", json, StringComparison.Ordinal);
        Assert.Null(StoredRequest.FromJson(json));
    }

    [Fact]
    public void A_signed_link_is_kept_redacted_and_the_request_is_known_to_lack_it()
    {
        string json = StoredRequest.ToJson(
            new VeoRequest { FirstFrame = new LinkedMedia(new Uri("https://b.example/a.png?X-Amz-Signature=0123abcd")) });

        Assert.DoesNotContain("0123abcd", json, StringComparison.Ordinal);
        Assert.Null(StoredRequest.FromJson(json));
    }

    [Fact]
    public void Names_of_a_newer_version_are_passed_over() =>
        Assert.Equal("A", StoredRequest.FromJson("""{"Prompt":"A","Mood":"calm"}""")!.Prompt);
}
