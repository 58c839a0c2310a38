using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Vertex;
using VeoPS.Engine.Http;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class VertexGatewayTests
{
    private static readonly VertexGateway Gateway = new();
    private static readonly LinkedMedia Stored = new(new Uri("https://storage.googleapis.com/bucket/a%20folder/image.png"));

    // ---- profiles

    [Theory]
    [InlineData(null, "https://us-central1-aiplatform.googleapis.com/")]
    [InlineData("europe-west4", "https://europe-west4-aiplatform.googleapis.com/")]
    [InlineData("global", "https://aiplatform.googleapis.com/")]
    [InlineData("eu", "https://aiplatform.eu.rep.googleapis.com/")]
    public void The_location_names_the_host(string? location, string address)
        => Assert.Equal(address, Profile(location).BaseUri.AbsoluteUri);

    [Theory]
    [InlineData("evil.example/")]
    [InlineData("us-central1@evil.example#")]
    [InlineData("us\ncentral1")]
    [InlineData("")]
    public void A_location_that_is_none_is_refused(string location) =>
        Assert.Equal(VeoErrorId.ProfileNotFound, Assert.Throws<VeoException>(() => Profile(location)).ErrorId);

    [Fact]
    public void A_project_is_required()
    {
        VeoException exception = Assert.Throws<VeoException>(
            () => new GatewayProfile(new VeoProfile { Name = "prod", Provider = "Vertex" }, Gateway, "ya29.x"));
        Assert.Contains("Project", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_of_ones_own_stands_before_the_same_paths()
    {
        GatewayProfile profile = new(
            new VeoProfile { Name = "prod", BaseUri = new Uri("https://proxy.example/veo"), Setting = Settings(null) },
            Gateway,
            "ya29.x");
        Assert.StartsWith(
            "https://proxy.example/veo/v1/projects/p1/",
            profile.Resolve(Gateway.Submit(new VeoRequest(), profile).Path).AbsoluteUri,
            StringComparison.Ordinal);
    }

    // ---- requests

    [Fact]
    public void A_submission_goes_to_the_projects_path()
    {
        WireRequest request = Gateway.Submit(new VeoRequest { Prompt = "A lion" }, Profile("global"));
        Assert.Equal(
            (HttpMethod.Post, "/v1/projects/p1/locations/global/publishers/google/models/veo-3.1-fast-generate-001:predictLongRunning"),
            (request.Method, request.Path));
    }

    [Fact]
    public void Every_parameter_has_the_name_that_the_page_gives_it() => SameJson(
        """
        {"instances":[{"prompt":"A lion"}],
         "parameters":{"sampleCount":4,"durationSeconds":8,"aspectRatio":"9:16","resolution":"1080p",
         "personGeneration":"dont_allow","negativePrompt":"rain",
          "generateAudio":false,"seed":4294967295,"storageUri":"gs://bucket/folder/","compressionQuality":"lossless"}}
        """,
        BodyOf(Gateway.Submit(
            new VeoRequest
            {
                Prompt = "A lion",
                Count = 4,
                Duration = 8,
                AspectRatio = "9:16",
                Resolution = "1080p",
                PersonGeneration = "Disallow",
                NegativePrompt = "rain",
                Audio = false,
                Seed = 4294967295,
                ProviderOption = new JsonObject {
                    ["parameters"] = new JsonObject { ["storageUri"] = "gs://bucket/folder/", ["compressionQuality"] = "lossless" } },
            },
            Profile())));

    [Fact]
    public void What_lies_in_cloud_storage_is_named_and_what_does_not_goes_inside() => SameJson(
        """
        {"instances":[{"image":{"gcsUri":"gs://bucket/a folder/image.png","mimeType":"image/png"},
        "lastFrame":{"bytesBase64Encoded":"AQID","mimeType":"image/jpeg"}}]}
        """,
        BodyOf(Gateway.Submit(
            new VeoRequest { FirstFrame = Stored, LastFrame = new InlineMedia("image/jpeg", new byte[] { 1, 2, 3 }) },
            Profile())));

    [Fact]
    public void A_stored_video_is_extended_by_its_name() => SameJson(
        """{"instances":[{"prompt":"On","video":{"gcsUri":"gs://bucket/v.mp4","mimeType":"video/mp4"}}]}""",
        BodyOf(Gateway.Submit(
            new VeoRequest { Prompt = "On", SourceVideo = new TaskMedia("t", new Uri("https://storage.googleapis.com/bucket/v.mp4")) },
            Profile())));

    [Theory]
    [InlineData(GoogleExamples.VertexName, "veo-3.1-generate-001")]
    [InlineData("1234-5678", "veo-3.1-fast-generate-001")]
    [InlineData("x/models/../operations/1", "..")]
    public void A_poll_asks_the_model_that_the_operation_names(string name, string model)
    {
        WireRequest request = Gateway.Poll(name, Profile());
        Assert.Equal($"/v1/projects/p1/locations/us-central1/publishers/google/models/{model}:fetchPredictOperation", request.Path);
        SameJson(new JsonObject { ["operationName"] = name }.ToJsonString(), BodyOf(request));
        Assert.True(request.HasInlineMedia);
        Assert.EndsWith(":fetchPredictOperation", Profile().Resolve(request.Path).AbsolutePath, StringComparison.Ordinal);
    }

    // ---- answers

    [Fact]
    public void Stored_videos_have_their_address_on_the_web() => Assert.Equal(
        ["https://storage.googleapis.com/bucket/a%20folder/sample_0.mp4", "https://storage.googleapis.com/bucket/a%20folder/sample_1.mp4"],
        Gateway.ReadPoll(Answer(GoogleExamples.VertexStored)).Snapshot!.Videos.Select(video => video.Link));

    [Theory]
    [InlineData("""
        {"done":true,"response":{"videos":[{"bytesBase64Encoded":"AA","mimeType":"video/mp4"},{"gcsUri":"gs://b/1"},
        {"encodedVideo":"BB","encoding":"video/mp4"}]}}
        """)]
    [InlineData("""
        {"done":true,"response":{"generatedSamples":[{"video":{"encodedVideo":"AA","encoding":"video/mp4"}},
        "gs://b/1",{"video":{"videoBytes":"BB","mimeType":"video/mp4"}}]}}
        """)]
    [InlineData("""
        {"done":true,"response":{"generatedVideos":[{"video":{"bytesBase64Encoded":"AA","mimeType":"video/mp4"}},
        {"video":{"uri":"gs://b/1"}},{"video":{"encodedVideo":"BB","mimeType":"video/mp4"}}]}}
        """)]
    public void Videos_inside_the_answer_are_read_under_every_name(string answer) => Assert.Equal(
        [
            new VideoLink("AA", MimeType: "video/mp4"),
            new VideoLink("https://storage.googleapis.com/b/1") { StorageUri = "gs://b/1" },
            new VideoLink("BB", MimeType: "video/mp4"),
        ],
        Gateway.ReadPoll(Answer(answer)).Snapshot!.Videos);

    [Fact]
    public void The_deprecated_list_of_addresses_is_read_too() => Assert.Equal(
        "https://storage.googleapis.com/b/v.mp4",
        Assert.Single(Gateway.ReadPoll(Answer("""{"done":true,"response":{"generatedSamples":["gs://b/v.mp4"]}}""")).Snapshot!.Videos)
            .Link);

    [Fact]
    public void What_was_held_back_leaves_it_filtered() => Assert.Equal(
        VeoTaskStatus.Filtered,
        Gateway.ReadPoll(
            Answer(
                """
                {"done":true,"response":{"raiMediaFilteredCount":1,
                "raiMediaFilteredReasons":["Veo could not generate videos"]}}
                """)).Snapshot!.Status);

    // ---- the table

    [Theory]
    [InlineData("veo-3.1-generate-001", "720p 1080p 4k", 3)]
    [InlineData("veo-3.1-fast-generate-001", "720p 1080p 4k", 3)]
    [InlineData("veo-3.1-lite-generate-001", "720p 1080p", 0)]
    public void A_model_can_do_what_its_page_says(string name, string resolutions, int references)
    {
        ModelTable model = Assert.Single(Gateway.Table.Models, model => model.Name == name);
        Assert.Equal(resolutions.Split(' '), model.Resolutions);
        Assert.Equal(
            (references, 4, true, null),
            (model.MaxReferenceImages, model.MaxCount, model.AudioDefault, model.EnhancePromptDefault));
        Assert.Equal(new SeedRange(0, uint.MaxValue), model.Seed);
        Assert.Equal(["AllowAll", "AllowAdult", "Disallow"], model.PersonGenerations);
        Assert.Equal(references > 0, model.Modes.HasFlag(VideoModes.Reference));
        Assert.True(model.Modes.HasFlag(VideoModes.Extension));
    }

    [Fact]
    public void A_link_that_google_cannot_read_is_refused_before_it_is_sent()
    {
        VeoRequest request = new() { Prompt = "A lion", FirstFrame = Link1 };
        Assert.Equal("FirstFrame", Assert.Single(RequestValidator.Validate(request, Profile())).Option);
        Assert.Empty(RequestValidator.Validate(request with { FirstFrame = Stored }, Profile()));
    }

    [Fact]
    public void A_task_whose_video_came_inside_its_answer_cannot_be_extended() =>
        Assert.Equal(
            "SourceVideo",
            Assert.Single(RequestValidator.Validate(new VeoRequest { Prompt = "On", SourceVideo = new TaskMedia("t") }, Profile())).Option);

    internal static GatewayProfile Profile(string? location = null, Uri? baseUri = null, string? key = "ya29.x") =>
        new(new VeoProfile { Name = "prod", Provider = "Vertex", BaseUri = baseUri, Setting = Settings(location) }, Gateway, key);

    private static Dictionary<string, string> Settings(string? location)
    {
        Dictionary<string, string> settings = new() { ["Project"] = "p1" };
        if (location is not null) settings["Location"] = location;
        return settings;
    }
}
