using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Gateways;

/// <summary>What Apikley makes of a video that is there: an extension, 1080p, 4K; and the balance that it costs.</summary>
public sealed class ApikleyUpgradeTests
{
    private static readonly ApikleyGateway Gateway = new();
    private static readonly GatewayProfile Profile = new(new VeoProfile { Name = "prod", Provider = "Apikley" }, Gateway, "test-key");

    [Theory]
    [InlineData(null, "fast")]
    [InlineData("veo3_fast", "fast")]
    [InlineData("veo3", "quality")]
    public void An_extension_goes_to_a_path_of_its_own_with_the_models_other_names(string? model, string name)
    {
        VeoRequest request = new()
        {
            Prompt = "The dog goes on running",
            Model = model,
            SourceVideo = new TaskMedia("veo_task_abcdef123456"),
            Seed = 12345,
            Watermark = "MyBrand",
            CallbackUri = new Uri("http://your-callback-url.com/complete"),
        };
        WireRequest wire = Gateway.Submit(request, Profile);

        Assert.Empty(RequestValidator.Validate(request, Profile));
        Assert.Equal((HttpMethod.Post, "/api/v1/veo/extend"), (wire.Method, wire.Path));
        Assert.True(JsonNode.DeepEquals(((JsonBody)wire.Body!).Json, JsonNode.Parse($$"""
            {"taskId":"veo_task_abcdef123456","prompt":"The dog goes on running","model":"{{name}}","seeds":12345,"watermark":"MyBrand",
             "callBackUrl":"http://your-callback-url.com/complete"}
            """)));
    }

    [Fact]
    public void An_extension_takes_neither_a_ratio_nor_a_link()
    {
        VeoRequest request = new() {
            Prompt = "On",
            SourceVideo = new LinkedMedia(new Uri("https://example.com/v.mp4")),
            AspectRatio = "16:9",
            TranslatePrompt = false };
        IEnumerable<string> parameters = RequestValidator.Validate(request, Profile).Select(fault => fault.Option);
        Assert.Contains("SourceVideo", parameters);

        request = request with { SourceVideo = new TaskMedia("veo_task_1") };
        Assert.Equal(["AspectRatio", "TranslatePrompt"], RequestValidator.Validate(request, Profile).Select(fault => fault.Option).Order());
    }

    [Fact]
    public void The_first_rendition_is_a_question_and_the_second_an_order()
    {
        WireRequest hd = Gateway.AskRendition("veo/task 1", 2, "1080p");
        Assert.Equal((HttpMethod.Get, "/api/v1/veo/get-1080p-video?taskId=veo%2Ftask%201&index=2"), (hd.Method, hd.Path));

        WireRequest uhd = Gateway.AskRendition("veo_task_1", 0, "4k");
        Assert.Equal((HttpMethod.Post, "/api/v1/veo/get-4k-video"), (uhd.Method, uhd.Path));
        Assert.True(JsonNode.DeepEquals(((JsonBody)uhd.Body!).Json, JsonNode.Parse("""{"taskId":"veo_task_1","index":0}""")));
    }

    [Theory]
    [InlineData(
        """{"code":200,"msg":"success","data":{"resultUrl":"https://tempfile.example/p/42.mp4"}}""",
        "https://tempfile.example/p/42.mp4",
        false)]
    [InlineData(
        """{"code":200,"msg":"success","data":{"taskId":"t","resultUrls":["https://a.example/4k.mp4"],"imageUrls":null}}""",
        "https://a.example/4k.mp4",
        false)]
    [InlineData(
        """{"code":200,"msg":"success","data":{"taskId":"t","resultUrls":"[https://a.example/4k.mp4]"}}""",
        "https://a.example/4k.mp4",
        false)]
    [InlineData("""{"code":200,"msg":"success","data":{"taskId":"t","resultUrls":null,"imageUrls":null}}""", null, true)]
    [InlineData("""{"code":200,"msg":"success","data":{"taskId":"t"}}""", null, true)]
    [InlineData("""{"code":400,"msg":"1080P is processing. It should be ready in 1-2 minutes. Please check back shortly."}""", null, true)]
    [InlineData("""
        {"code":422,"msg":"4k is processing. It should be ready in 5-10 minutes. Please check back shortly.",
        "data":{"taskId":"t","resultUrls":null}}
        """, null, true)]
    [InlineData("""{"code":200,"msg":"success","data":{}}""", null, false)]
    [InlineData("""{"code":200,"msg":"success","data":null}""", null, false)]
    [InlineData("<html>", null, false)]
    public void An_answer_is_a_link_or_being_made_or_neither(string body, string? link, bool isBeingMade)
    {
        RenditionAnswer answer = Gateway.ReadRendition(new WireResponse(200, body));
        Assert.Equal((link, isBeingMade, false), (answer.Link, answer.IsBeingMade, answer.Error is not null));
    }

    [Theory]
    [InlineData("""{"code":422,"msg":"recordInfo is null","data":null}""", VeoErrorKind.NotFound)]
    [InlineData("""{"code":402,"msg":"Insufficient credits"}""", VeoErrorKind.InsufficientCredits)]
    [InlineData(
        """{"code":500,"msg":"Server Error - An unexpected error occurred while processing the request"}""",
        VeoErrorKind.UpstreamFailed)]
    [InlineData(
        """{"code":500,"msg":"The 4K version of this video is unavailable. Please try a different video.","data":{"taskId":"t"}}""",
        VeoErrorKind.UpstreamFailed)]
    public void A_refusal_is_neither_a_link_nor_being_made(string body, string kind)
    {
        RenditionAnswer answer = Gateway.ReadRendition(new WireResponse(200, body));
        Assert.Equal((null, false, kind), (answer.Link, answer.IsBeingMade, answer.Error?.Kind));
    }

    [Theory]
    [InlineData("""{"code":200,"msg":"success","data":100}""", 100)]
    [InlineData("""{"code":200,"msg":"success","data":"0.80"}""", 0.80)]
    public void The_balance_is_a_number_of_credits(string body, decimal amount) =>
        Assert.Equal((amount, "credits", null), Deconstruct(Gateway.ReadBalance(new WireResponse(200, body))));

    [Theory]
    [InlineData("""{"code":401,"msg":"You do not have access permissions"}""", VeoErrorKind.Unauthorized)]
    [InlineData("""{"code":200,"msg":"success","data":null}""", null)]
    [InlineData("<html>", null)]
    public void A_balance_that_is_not_told_has_no_amount(string body, string? kind)
    {
        BalanceAnswer answer = Gateway.ReadBalance(new WireResponse(200, body));
        Assert.Equal((null, kind), (answer.Amount, answer.Error?.Kind));
    }

    private static (decimal? Amount, string Unit, VeoError? Error) Deconstruct(BalanceAnswer answer)
        => (answer.Amount, answer.Unit, answer.Error);

    [Theory]
    [InlineData("1080p", """{"code":200,"data":{"fallbackFlag":true,"paramJson":"{}"}}""", "fallback model")]
    [InlineData("1080p", """{"code":200,"data":{"fallbackFlag":false,"paramJson":"{\"aspectRatio\":\"9:16\"}"}}""", "9:16")]
    [InlineData("1080p", """{"code":200,"data":{"fallbackFlag":false,"paramJson":"{\"aspectRatio\":\"16:9\"}"}}""", null)]
    [InlineData("1080p", """{"code":200,"data":{"fallbackFlag":false,"paramJson":"none"}}""", null)]
    [InlineData("4k", """{"code":200,"data":{"fallbackFlag":true,"paramJson":"{\"aspectRatio\":\"9:16\"}"}}""", null)]
    [InlineData("1080p", "[]", null)]
    [InlineData("1080p", null, null)]
    public void A_1080p_that_the_page_rules_out_is_doubted(string resolution, string? lastAnswer, string? says)
    {
        string? doubt = Gateway.Doubt(new VeoTask { Id = "t", Raw = lastAnswer }, resolution);

        if (says is null) Assert.Null(doubt);
        else Assert.Contains(says, doubt, StringComparison.Ordinal);
    }
}
