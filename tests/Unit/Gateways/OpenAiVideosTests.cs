using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Gateways;

/// <summary>
/// What TokenBay's paths in the test gateway take and tell beside what its page has, for OpenAI's clients, and that they do so
/// only when they are asked to: VeoPS is held to the page.
/// </summary>
public sealed class OpenAiVideosTests
{
    private const string Model = "veo-3.1-fast-generate-preview";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unless_asked_to_TokenBay_takes_no_form_and_has_the_words_of_its_page()
    {
        await using LoopbackGateway gateway = await LoopbackGateway.StartAsync(cancellationToken: Token);

        JsonNode refused = await PostAsync(gateway, Form(("model", Model), ("prompt", "A lion")));
        JsonNode taken = await PostAsync(gateway, JsonContent.Create(new { model = Model, prompt = "A lion" }));
        JsonNode polled = await GetAsync(gateway, $"/v1/videos/{taken["id"]}");

        Assert.Equal("invalid_json", refused["error"]!["code"]!.GetValue<string>());
        Assert.Equal(
            ("QUEUED", "IN_PROGRESS", "50%"),
            (taken["status"]!.ToString(), polled["status"]!.ToString(), polled["progress"]!.ToString()));
        Assert.Single(gateway.Accepted);
    }

    [Fact]
    public async Task A_form_means_what_the_same_JSON_means()
    {
        await using LoopbackGateway gateway = await StartAsync();

        await PostAsync(gateway, Form(
            ("model", Model), ("prompt", "A lion"), ("seconds", "8"), ("seed", "7"), ("generate_audio", "true"),
            ("images[]", "https://example.com/a.png"), ("images[]", "https://example.com/b.png"),
            ("input_reference[image_url]", "https://example.com/c.png")));

        const string Meant = """
            {"model":"veo-3.1-fast-generate-preview","prompt":"A lion","seconds":"8","seed":7,"generate_audio":true,
             "images":["https://example.com/a.png","https://example.com/b.png"],"input_reference":"https://example.com/c.png"}
            """;
        Wire.SameJson(Meant, JsonObject.Create(Assert.Single(gateway.Accepted).Request)!);
    }

    [Fact]
    public async Task A_file_in_a_form_stands_for_its_data_URI()
    {
        await using LoopbackGateway gateway = await StartAsync();
        using MultipartFormDataContent form = Form(("model", Model), ("prompt", "A lion"));
        form.Add(Png(), "input_reference", "a.png");

        await PostAsync(gateway, form);

        Assert.Equal("data:image/png;base64,AQID", Assert.Single(gateway.Accepted).Request.GetProperty("input_reference").GetString());
    }

    [Theory]
    [InlineData("prompt", "invalid_multipart_form")]
    [InlineData("model", "invalid_multipart_form")]
    [InlineData("input_reference[file_id]", "invalid_request")]
    [InlineData("seed", "invalid_request")]
    public async Task A_form_with_a_field_twice_or_unknown_or_wrong_buys_nothing(string field, string code)
    {
        await using LoopbackGateway gateway = await StartAsync();
        JsonNode answer = await PostAsync(gateway, Form(("model", Model), ("prompt", "A lion"), (field, "x")));
        Assert.Equal((code, 0), (answer["error"]!["code"]!.GetValue<string>(), gateway.Accepted.Count));
    }

    [Fact]
    public async Task A_file_where_none_is_taken_buys_nothing()
    {
        await using LoopbackGateway gateway = await StartAsync();
        using MultipartFormDataContent form = Form(("model", Model));
        form.Add(Png(), "prompt", "a.png");
        Assert.Equal("invalid_multipart_form", (await PostAsync(gateway, form))["error"]!["code"]!.GetValue<string>());
        Assert.Empty(gateway.Accepted);
    }

    [Fact]
    public async Task The_other_path_keeps_to_the_page()
    {
        await using LoopbackGateway gateway = await StartAsync();
        JsonNode video = await PostAsync(gateway, Form(("model", Model), ("prompt", "A lion")));
        Assert.Equal("queued", video["status"]!.ToString());
        Assert.Equal("IN_PROGRESS", (await GetAsync(gateway, $"/v1/video/generations/{video["id"]}"))["status"]!.ToString());
        Assert.Equal("completed", (await GetAsync(gateway, $"/v1/videos/{video["id"]}"))["status"]!.ToString());
    }

    private static Task<LoopbackGateway> StartAsync() => LoopbackGateway.StartAsync(new GatewayOptions { OpenAiVideos = true }, Token);

    private static MultipartFormDataContent Form(params (string Name, string Value)[] fields)
    {
        MultipartFormDataContent form = [];
        foreach ((string name, string value) in fields) form.Add(new StringContent(value), name);
        return form;
    }

    private static ByteArrayContent Png() => new([1, 2, 3]) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };

    private static Task<JsonNode> PostAsync(LoopbackGateway gateway, HttpContent body) =>
        SendAsync(gateway, new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.BaseUri, "/v1/videos")) { Content = body });

    private static Task<JsonNode> GetAsync(LoopbackGateway gateway, string path) =>
        SendAsync(gateway, new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.BaseUri, path)));

    private static async Task<JsonNode> SendAsync(LoopbackGateway gateway, HttpRequestMessage request)
    {
        using HttpClient client = new();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", gateway.Options.ApiKey);
        using HttpResponseMessage response = await client.SendAsync(request, Token);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Token))!;
    }
}
