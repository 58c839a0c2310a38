using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>It has no way to the network: it cannot upload.</summary>
public sealed class RequestPreviewTests : IDisposable
{
    // Noise, so that its base64 has every digit.
    private static readonly byte[] Image = Noise();

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_the_body_that_would_be_sent()
    {
        VeoRequest request = new() {
            Prompt = "Маяк «в тумане» + 灯台",
            Duration = 8,
            Resolution = "4k",
            Audio = true,
            ProviderOption = new JsonObject { ["extra"] = 1 } };

        string preview = RequestPreview.Of(request, Profiles.Any(new TokenBayGateway()));

        JsonNode body = JsonNode.Parse(preview)!;
        Assert.Equal("veo-3.1-fast-generate-preview", (string?)body["model"]);
        Assert.Equal(
            (8, "4k", true, 1),
            ((int)body["duration"]!, (string)body["resolution"]!, (bool)body["generate_audio"]!, (int)body["extra"]!));
        Assert.Contains("Маяк «в тумане» + 灯台", preview, StringComparison.Ordinal);
    }

    [Fact]
    public void At_TokenBay_an_image_stands_inside_as_its_kind_and_size()
    {
        string path = _folder.PathOf("photo.png");
        File.WriteAllBytes(path, Image);

        string preview = RequestPreview.Of(
            new VeoRequest {
                FirstFrame = new FileMedia(path, "image/png"),
                LastFrame = new InlineMedia("image/jpeg", Image) }, Profiles.Any(new TokenBayGateway()));

        JsonNode body = JsonNode.Parse(preview)!;
        Assert.Equal("<image/png, 5 KB>", (string?)body["image"]);
        Assert.Equal("<image/jpeg, 5 KB>", (string?)body["lastFrameImage"]);
        Assert.InRange(preview.Length, 100, 400);
    }

    [Fact]
    public void At_Apikley_an_image_stands_as_uploaded_first_and_its_file_is_not_even_read()
    {
        VeoRequest request = new() {
            Prompt = "a lighthouse",
            FirstFrame = new FileMedia(_folder.PathOf("маяк 1.png"), "image/png"),
            LastFrame = new InlineMedia("image/jpeg", Image) };

        JsonNode body = JsonNode.Parse(RequestPreview.Of(request, Profiles.Any(new ApikleyGateway())))!;

        Assert.Equal(
            ["(uploaded first: маяк 1.png)", "(uploaded first: image/jpeg of 6000 bytes)"],
            body["imageUrls"]!.AsArray().Select(each => (string?)each));
    }

    [Theory]
    [InlineData("TokenBay", 70)]
    [InlineData("Vtrix", 70)]
    [InlineData("Gemini", 70)]
    [InlineData("Gemini", 3)]
    public void An_image_is_left_out_however_small_it_is_and_however_it_is_written(string provider, int length)
    {
        InlineMedia image = new("image/png", Image.AsMemory(0, length));

        string preview = RequestPreview.Of(
            new VeoRequest { Prompt = "a cat", FirstFrame = image },
            Profiles.Any(GatewayCatalog.Find(provider)!));

        Assert.Contains($"<image/png, {length} bytes>", preview, StringComparison.Ordinal);
        Assert.DoesNotContain(image.ToBase64(), preview, StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_URI_among_the_provider_s_options_is_left_out_too()
    {
        VeoRequest request = new() {
            Prompt = "a cat",
            ProviderOption = new JsonObject { ["style"] = new JsonArray($"data:image/png;base64,{Convert.ToBase64String(Image)}") } };

        JsonNode body = JsonNode.Parse(RequestPreview.Of(request, Profiles.Any(new TokenBayGateway())))!;

        Assert.Equal("<image/png, 5 KB>", (string?)body["style"]![0]);
    }

    [Fact]
    public void At_the_sandbox_it_works_the_same() =>
        Assert.Contains("<image/png, 5 KB>", RequestPreview.Of(
            new VeoRequest { ReferenceImages = [new InlineMedia("image/png", Image)] },
            Profiles.Any(GatewayCatalog.Find("sandbox")!)), StringComparison.Ordinal);

    [Fact]
    public void A_link_stands_as_it_was_given_without_its_signature()
    {
        string preview = RequestPreview.Of(
            new VeoRequest {
                Prompt = $"my key is {Profiles.Key}",
                FirstFrame = new LinkedMedia(new Uri("https://images.example/a.png?X-Amz-Signature=abcdef&w=1")) }, Profiles.Any(
                    new ApikleyGateway()));

        Assert.Contains("https://images.example/a.png?X-Amz-Signature=***&w=1", preview, StringComparison.Ordinal);
        Assert.DoesNotContain(Profiles.Key, preview, StringComparison.Ordinal);
    }

    private static byte[] Noise()
    {
        byte[] bytes = new byte[6000];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
