using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Http.Credentials;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Gateways;

/// <summary>Both of Google's surfaces from the purchase to the file, over sockets.</summary>
public sealed class GoogleEndToEndTests
{
    private static readonly InlineMedia Image = new("image/png", new byte[] { 1, 2, 3 });

    private static CancellationToken Token => GoogleStage.Token;

    public static TheoryData<string, Protocol, VeoRequest> Videos => new()
    {
        { "text", Protocol.Gemini, new VeoRequest { Prompt = "A lion", AspectRatio = "9:16", Duration = 4, NegativePrompt = "rain" } },
        { "first frame", Protocol.Gemini, new VeoRequest { FirstFrame = Image, PersonGeneration = "AllowAdult" } },
        {
            "first and last frame",
            Protocol.Gemini,
            new VeoRequest { Prompt = "A lion", FirstFrame = Image, LastFrame = Image, Resolution = "1080p" } },
        { "references", Protocol.Gemini, new VeoRequest { Prompt = "A lion", ReferenceImages = [Image, Image, Image] } },
        { "extension", Protocol.Gemini, new VeoRequest {
            Prompt = "On",
            SourceVideo = new LinkedMedia(new Uri("https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media")) } },
        {
            "text",
            Protocol.Vertex,
            new VeoRequest { Prompt = "A lion", Audio = false, Seed = 7, PersonGeneration = "Disallow", Count = 1 } },
        {
            "first frame",
            Protocol.Vertex,
            new VeoRequest { FirstFrame = new LinkedMedia(new Uri("https://storage.googleapis.com/bucket/a.png")) } },
        {
            "first and last frame",
            Protocol.Vertex,
            new VeoRequest { Prompt = "A lion", FirstFrame = Image, LastFrame = Image, Resolution = "4k" } },
        { "references", Protocol.Vertex, new VeoRequest { Prompt = "A lion", ReferenceImages = [Image] } },
        {
            "extension",
            Protocol.Vertex,
            new VeoRequest { Prompt = "On", SourceVideo = new LinkedMedia(new Uri("https://storage.googleapis.com/bucket/v.mp4")) } },
    };

    [Theory]
    [MemberData(nameof(Videos))]
    public async Task A_video_is_bought_once_waited_for_and_saved(string from, Protocol protocol, VeoRequest request)
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(protocol);

        TaskHandle handle = await stage.BuyAsync(request);
        VeoTask task = await stage.WaitAsync(handle);
        SavedVideo saved = await stage.SaveAsync(handle);

        Assert.True(task.Status == VeoTaskStatus.Succeeded, $"{from}: {task.Error}");
        Assert.Single(stage.Gateway.Accepted);
        Assert.Equal(stage.Clip(), await File.ReadAllBytesAsync(saved.FullName, Token));
        Assert.Equal(task.Id, stage.Ledger.Find(task.SubmissionId)!.Task.Id);
    }

    [Theory]
    [InlineData(Protocol.Gemini, Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    [InlineData(Protocol.Gemini, Outcome.FailedUpstream, VeoTaskStatus.Failed, VeoErrorKind.UpstreamFailed)]
    [InlineData(Protocol.Gemini, Outcome.NoVideo, VeoTaskStatus.Running, null)]
    [InlineData(Protocol.Gemini, Outcome.UnknownStatus, VeoTaskStatus.Running, null)]
    [InlineData(Protocol.Vertex, Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    [InlineData(Protocol.Vertex, Outcome.FailedUpstream, VeoTaskStatus.Failed, VeoErrorKind.UpstreamFailed)]
    [InlineData(Protocol.Vertex, Outcome.NoVideo, VeoTaskStatus.Running, null)]
    public async Task A_task_ends_as_google_says(Protocol protocol, Outcome outcome, string status, string? kind)
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(protocol, new GatewayOptions { Outcome = outcome });
        VeoTask task = await stage.WaitAsync(await stage.BuyAsync(new VeoRequest { Prompt = "A lion" }));
        Assert.Equal((status, kind), (task.Status, task.Error?.Kind));
    }

    [Fact]
    public async Task A_filtered_task_says_why_and_is_no_grace_period()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Gemini);
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        stage.Gateway.Faults.Add(Route.Poll, Fault.Status(200, GoogleExamples.GeminiFiltered, "application/json"));
        Assert.Equal(
            (VeoTaskStatus.Filtered, VeoErrorKind.ContentRejected),
            ((await stage.WaitAsync(handle)).Status, handle.Task.Error!.Kind));
    }

    // ---- Gemini

    [Fact]
    public async Task Geminis_key_has_its_own_header_at_its_own_origin_and_is_left_behind_by_a_redirect()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Gemini, new GatewayOptions { MediaOnOtherOrigin = true });
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        await stage.WaitAsync(handle);
        await stage.SaveAsync(handle);

        RecordedRequest[] home = [.. stage.Gateway.Requests.Where(request => request.Origin == stage.Gateway.BaseUri)];
        RecordedRequest away = Assert.Single(stage.Gateway.Requests, request => request.Origin != stage.Gateway.BaseUri);
        Assert.Equal(Route.Download, home[^1].Route);
        Assert.All(
            home,
            request => Assert.Equal((GoogleStage.Key, null), (request.Header("x-goog-api-key"), request.Header("Authorization"))));
        Assert.DoesNotContain(away.Headers, header => header.Value.Contains(GoogleStage.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_google_does_not_know_buys_nothing()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Gemini, key: _ => "AIza-another");
        SubmissionOutcome outcome = await stage.SubmitAsync(new VeoRequest { Prompt = "A lion" });
        Assert.Equal((VeoErrorId.Unauthorized, true), (outcome.Error!.ErrorId, outcome.NothingBought));
        Assert.Empty(stage.Gateway.Accepted);
    }

    [Fact]
    public async Task The_estimate_is_written_down_with_the_purchase()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Gemini);
        Assert.Equal((0.8m, "USD"), ((await stage.BuyAsync(new VeoRequest { Prompt = "A lion" })).Task.Cost!.Amount, "USD"));
    }

    // ---- Vertex

    [Fact]
    public async Task A_service_account_buys_asks_and_saves_with_one_token()
    {
        using GoogleKey key = new();
        await using GoogleStage stage = await GoogleStage.StartAsync(
            Protocol.Vertex,
            new GatewayOptions { ServiceAccountPublicKey = key.PublicKey },
            gateway => key.FileFor(gateway.BaseUri));
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        await stage.WaitAsync(handle);
        await stage.SaveAsync(handle);

        Assert.Equal("/token", stage[Route.Other]);
        Assert.DoesNotContain("ya29.", stage.OnDisk(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_signs_for_nobody_buys_nothing()
    {
        using GoogleKey key = new();
        using GoogleKey other = new();
        await using GoogleStage stage = await GoogleStage.StartAsync(
            Protocol.Vertex,
            new GatewayOptions { ServiceAccountPublicKey = other.PublicKey },
            gateway => key.FileFor(gateway.BaseUri));
        SubmissionOutcome outcome = await stage.SubmitAsync(new VeoRequest { Prompt = "A lion" });

        Assert.Equal((VeoErrorId.Unauthorized, true), (outcome.Error!.ErrorId, outcome.NothingBought));
        Assert.Contains("Invalid JWT Signature", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Equal("", stage[Route.Submit]);
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_renewed_for_a_question_and_not_for_a_purchase()
    {
        using GoogleKey key = new();
        await using GoogleStage stage = await GoogleStage.StartAsync(
            Protocol.Vertex,
            new GatewayOptions { ServiceAccountPublicKey = key.PublicKey },
            gateway => key.FileFor(gateway.BaseUri));
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        stage.Gateway.RevokeTokens();
        Assert.Null((await stage.Engine.Poller.AskAsync(handle, Token)).Error);

        stage.Gateway.RevokeTokens();
        SubmissionOutcome refused = await stage.SubmitAsync(new VeoRequest { Prompt = "A tiger" });
        Assert.Equal((VeoErrorId.Unauthorized, true), (refused.Error!.ErrorId, refused.NothingBought));
        Assert.NotNull((await stage.SubmitAsync(new VeoRequest { Prompt = "A tiger" })).Task);
        Assert.Equal(2, stage.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task Videos_inside_the_answer_are_saved_each_from_its_place_and_kept_nowhere_else()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Vertex, new GatewayOptions { ClipBytes = 300_000 });
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion", Count = 3 });
        VeoTask task = await stage.WaitAsync(handle);

        Assert.Equal([0, 1, 2], task.Videos.Select(video => video.Index));
        Assert.All(task.Videos, video => Assert.Null(video.Uri));
        foreach (VeoVideo video in task.Videos)
        {
            SavedVideo saved = await stage.SaveAsync(handle, video.Index);
            Assert.Equal(stage.Clip(video.Index), await File.ReadAllBytesAsync(saved.FullName, Token));
            Assert.False(saved.Resumed);
        }

        Assert.Contains("(inline media 2)", task.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(stage.Clip()[..300])[..100], stage.OnDisk(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_inside_the_answer_is_saved_by_another_process_too()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Vertex);
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        await stage.WaitAsync(handle);

        TaskHandle later = new TaskFinder(stage.Ledger, _ => stage.Profile).Find(handle.Task.Id!, "prod");
        Assert.Equal(stage.Clip(), await File.ReadAllBytesAsync((await stage.SaveAsync(later)).FullName, Token));

        // Where only the id came down the pipeline, the answer to the question for a link tells that there is none.
        File.Delete(stage.PathOf("film-0.mp4"));
        Assert.Equal(stage.Clip(), await File.ReadAllBytesAsync((await stage.SaveAsync(later, video: new VeoVideo())).FullName, Token));
    }

    [Fact]
    public async Task A_video_that_was_cut_inside_the_answer_is_started_over()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(
            Protocol.Vertex,
            new GatewayOptions { ClipBytes = 300_000, PollsUntilDone = 1 });
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        await stage.WaitAsync(handle);
        stage.Gateway.Faults.Add(Route.Poll, Fault.CutWithLength(200_000), Strike.Once).Add(Route.Poll, Fault.Status(503), Strike.Nth(2))
            .Add(Route.Poll, Fault.CutWithoutLength(100_000), Strike.Nth(3));

        SavedVideo saved = await stage.SaveAsync(handle);

        Assert.Equal(stage.Clip(), await File.ReadAllBytesAsync(saved.FullName, Token));
        Assert.False(File.Exists(saved.FullName + ".part"));
    }

    [Fact]
    public async Task An_answer_of_64_MiB_is_polled_and_saved_though_no_answer_may_be_that_large()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(
            Protocol.Vertex,
            new GatewayOptions { ClipBytes = 48 << 20, PollsUntilDone = 1 });
        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        Assert.Equal(VeoTaskStatus.Succeeded, (await stage.WaitAsync(handle)).Status);
        Assert.Equal(48 << 20, (await stage.SaveAsync(handle)).Length);
    }

    [Fact]
    public async Task What_was_stored_has_an_address_in_cloud_storage()
    {
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Vertex);
        TaskHandle handle = await stage.BuyAsync(new VeoRequest {
            Prompt = "A lion",
            ProviderOption = new JsonObject { ["parameters"] = new JsonObject { ["storageUri"] = "gs://bucket/films" } } });
        VeoVideo video = Assert.Single((await stage.WaitAsync(handle)).Videos);
        Assert.StartsWith("https://storage.googleapis.com/bucket/films/", video.Uri!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(video.Uri.AbsoluteUri.Replace("https://storage.googleapis.com/", "gs://", StringComparison.Ordinal), video.StorageUri);
        Assert.Equal(video.StorageUri, stage.Ledger.Find(handle.Task.SubmissionId)!.Task.Videos[0].StorageUri);
    }

    [Fact]
    public async Task Express_mode_buys_waits_and_saves_with_an_API_key_and_no_project()
    {
        const string ExpressKey = "AQ.express-key";
        await using GoogleStage stage = await GoogleStage.StartAsync(Protocol.Vertex, key: _ => ExpressKey, serverKey: ExpressKey);

        TaskHandle handle = await stage.BuyAsync(new VeoRequest { Prompt = "A lion" });
        VeoTask task = await stage.WaitAsync(handle);
        SavedVideo saved = await stage.SaveAsync(handle);

        Assert.Equal(VeoTaskStatus.Succeeded, task.Status);
        Assert.Equal(stage.Clip(), await File.ReadAllBytesAsync(saved.FullName, Token));
        Assert.Equal("/v1/publishers/google/models/veo-3.1-fast-generate-001:predictLongRunning", stage[Route.Submit]);
        Assert.All(
            stage.Gateway.Requests.Where(request => request.Route == Route.Poll),
            request => Assert.StartsWith("/v1/projects/express-1/", request.PathAndQuery, StringComparison.Ordinal));
        Assert.All(
            stage.Gateway.Requests,
            request => Assert.Equal((ExpressKey, null), (request.Header("x-goog-api-key"), request.Header("Authorization"))));
        Assert.Single(stage.Gateway.Accepted);
    }
}
