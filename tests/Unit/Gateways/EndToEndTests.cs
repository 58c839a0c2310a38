using System.Text.Json;
using VeoPS.Engine;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Gateways;

/// <summary>Submit, watch and save over sockets, against a gateway that checks each request as its page says.</summary>
public sealed class EndToEndTests
{
    private static readonly LinkedMedia Image1 = new(new Uri("https://example.com/image1.png"));
    private static readonly LinkedMedia Image2 = new(new Uri("https://example.com/image2.png"));
    private static readonly InlineMedia Bytes = new("image/png", new byte[] { 1, 2, 3 });

    private static readonly Dictionary<string, VeoRequest> Requests = new()
    {
        ["text"] = new() { Prompt = "A dog", AspectRatio = "9:16", NegativePrompt = "rain" },
        ["first frame"] = new() { Prompt = "A dog", FirstFrame = Image1 },
        ["first frame in bytes"] = new() { Prompt = "A dog", FirstFrame = Bytes },
        ["first and last frame"] = new() { Prompt = "A dog", FirstFrame = Image1, LastFrame = Image2 },
        ["first and last frame in bytes"] = new() { Prompt = "A dog", FirstFrame = Image1, LastFrame = Bytes },
        ["references"] = new() { Prompt = "A dog", ReferenceImages = [Image1, Image2] },
        ["references in bytes"] = new() { Prompt = "A dog", ReferenceImages = [Bytes, Image1, Bytes] },
        ["extension"] = new() { Prompt = "A dog", SourceVideo = new LinkedMedia(new Uri("https://example.com/source.mp4")) },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("SkillsVideo", null, "text")]
    [InlineData("SkillsVideo", null, "first frame")]
    [InlineData("SkillsVideo", null, "first frame in bytes")]
    [InlineData("SkillsVideo", null, "first and last frame")]
    [InlineData("SkillsVideo", null, "first and last frame in bytes")]
    [InlineData("SkillsVideo", null, "references")]
    [InlineData("SkillsVideo", null, "references in bytes")]
    [InlineData("SkillsVideo", "veo-3.1-lite", "text")]
    [InlineData("SkillsVideo", "veo-3.1-lite", "first frame")]
    [InlineData("SkillsVideo", "veo-3.1-lite", "first frame in bytes")]
    [InlineData("SkillsVideo", "veo-3.1-lite", "first and last frame in bytes")]
    [InlineData("UniAll", null, "text")]
    [InlineData("UniAll", null, "first frame")]
    [InlineData("UniAll", null, "first and last frame")]
    [InlineData("UniAll", "veo3.1-video", "references")]
    [InlineData("UniAll", null, "extension")]
    [InlineData("Vtrix", null, "text")]
    [InlineData("Vtrix", null, "first frame")]
    [InlineData("Vtrix", null, "first frame in bytes")]
    [InlineData("Vtrix", null, "first and last frame in bytes")]
    [InlineData("Vtrix", null, "references in bytes")]
    [InlineData("Vtrix", null, "extension")]
    [InlineData("Fal", null, "text")]
    [InlineData("Fal", null, "first frame")]
    [InlineData("Fal", null, "first frame in bytes")]
    [InlineData("Fal", "fal-ai/veo3.1/lite", "first and last frame in bytes")]
    [InlineData("Fal", "fal-ai/veo3.1", "references")]
    [InlineData("Fal", "fal-ai/veo3.1", "references in bytes")]
    [InlineData("Fal", null, "extension")]
    [InlineData("Kie", "veo3_lite", "first frame")]
    [InlineData("Kie", null, "first frame in bytes")]
    [InlineData("Kie", null, "first and last frame in bytes")]
    [InlineData("Kie", null, "references in bytes")]
    [InlineData("Replicate", null, "text")]
    [InlineData("Replicate", "google/veo-3.1-lite", "first frame")]
    [InlineData("Replicate", null, "first frame in bytes")]
    [InlineData("Replicate", null, "first and last frame in bytes")]
    [InlineData("Replicate", "google/veo-3.1", "references in bytes")]
    public async Task A_video_is_bought_once_waited_for_and_saved_whole(string provider, string? model, string from)
    {
        await using Stage stage = await Stage.StartAsync(provider);

        (VeoTask task, SavedVideo[] saved) = await stage.RunAsync(Requests[from] with { Model = model });

        AcceptedTask accepted = Assert.Single(stage.Gateway.Accepted);
        Assert.Equal((accepted.TaskId, "A dog", VeoTaskStatus.Succeeded), (task.Id, accepted.Prompt, task.Status));
        Assert.Equal(await stage.ClipAsync(task.Id!, 0), await File.ReadAllBytesAsync(Assert.Single(saved).FullName, Token));
        Assert.All(
            stage.Gateway.Requests.Where(request => request.Route is Route.Download),
            request => Assert.Null(request.Header("Authorization")));
    }

    [Theory]
    [InlineData("OpenRouter", null, "text")]
    [InlineData("OpenRouter", null, "first frame")]
    [InlineData("OpenRouter", null, "first frame in bytes")]
    [InlineData("OpenRouter", null, "first and last frame in bytes")]
    [InlineData("OpenRouter", null, "references in bytes")]
    [InlineData("OpenAIVideos", "LiteLLM", "text")]
    [InlineData("OpenAIVideos", "LiteLLM", "first frame in bytes")]
    [InlineData("OpenAIVideos", "NewApi", "text")]
    [InlineData("OpenAIVideos", "NewApi", "first frame")]
    [InlineData("OpenAIVideos", "NewApi", "first frame in bytes")]
    [InlineData("OpenAIVideos", "OpenAI", "first frame")]
    [InlineData("OpenAIVideos", "OpenAI", "first frame in bytes")]
    public async Task A_video_of_a_content_route_is_bought_once_and_fetched_with_the_key(string provider, string? relay, string from)
    {
        await using Stage stage = await Stage.StartAsync(provider, null, relay is null ? [] : [("Relay", relay)]);

        (VeoTask task, SavedVideo[] saved) = await stage.RunAsync(Requests[from]);

        AcceptedTask accepted = Assert.Single(stage.Gateway.Accepted);
        Assert.Equal((accepted.TaskId, "A dog", VeoTaskStatus.Succeeded), (task.Id, accepted.Prompt, task.Status));
        Assert.Equal(await stage.ClipAsync(task.Id!, 0), await File.ReadAllBytesAsync(Assert.Single(saved).FullName, Token));
        RecordedRequest[] downloads = [.. stage.Gateway.Requests.Where(request => request.Route is Route.Download)];
        Assert.NotEmpty(downloads);
        Assert.All(downloads, request => Assert.NotNull(request.Header("Authorization")));
        Assert.DoesNotContain(stage.Gateway.Requests, request => request.Method == "DELETE");
    }

    [Theory]
    [InlineData(null, null, null, "2.40 USD")]
    [InlineData("720p", 4, false, "0.32 USD")]
    [InlineData("1080p", 8, true, "0.96 USD")]
    [InlineData("4k", 8, true, "2.40 USD")]
    public async Task OpenRouter_says_what_a_video_costs_before_and_after(string? resolution, int? seconds, bool? audio, string price)
    {
        await using Stage stage = await Stage.StartAsync("OpenRouter", new GatewayOptions { Price = 0.77m, Credits = 12.5m });
        IPriceGateway gateway = Assert.IsType<IPriceGateway>(stage.Profile.Gateway, exactMatch: false);
        IBalanceGateway balance = Assert.IsType<IBalanceGateway>(stage.Profile.Gateway, exactMatch: false);
        VeoRequest request = Requests["text"] with { Resolution = resolution, Duration = seconds, Audio = audio };

        VeoCost? before = gateway.ReadPrice(await stage.AskAsync(gateway.Price(request, stage.Profile)), request, stage.Profile);
        (VeoTask task, _) = await stage.RunAsync(request);

        Assert.Equal((price, "0.77 USD"), (before!.ToString(), task.Cost!.ToString()));
        Assert.Equal(12.5m, balance.ReadBalance(await stage.AskAsync(balance.Balance(stage.Profile))).Amount);
        Assert.Single(stage.Gateway.Accepted);
    }

    [Fact]
    public async Task A_relay_lists_what_it_has()
    {
        await using Stage stage = await Stage.StartAsync("OpenAIVideos");
        IListGateway gateway = Assert.IsType<IListGateway>(stage.Profile.Gateway, exactMatch: false);
        VeoTask task = await stage.SubmitAsync(new VeoRequest { Prompt = "A dog", Duration = 8 });

        ListedTask listed = Assert.Single(gateway.ReadList(await stage.AskAsync(gateway.List(stage.Profile)))!);

        Assert.Equal(
            (task.Id, "A dog", "8"),
            (listed.Id, listed.Input!.Value.GetProperty("prompt").GetString(), listed.Input.Value.GetProperty("seconds").GetString()));
    }

    [Fact]
    public async Task Skills_video_makes_as_many_as_were_asked_for_and_says_what_they_cost()
    {
        await using Stage stage = await Stage.StartAsync("SkillsVideo");

        (VeoTask task, SavedVideo[] saved) = await stage.RunAsync(
            Requests["text"] with { Count = 3, Seed = -5, Audio = false, Duration = 8, Resolution = "720p" });

        Assert.Equal((3, "60 credits"), (saved.Length, task.Cost!.ToString()));
        Assert.Equal(await stage.ClipAsync(task.Id!, 2), await File.ReadAllBytesAsync(saved[2].FullName, Token));
    }

    [Fact]
    public async Task Files_reach_skills_video_in_their_order_with_links_between_them()
    {
        await using Stage stage = await Stage.StartAsync("SkillsVideo");

        await stage.RunAsync(Requests["references in bytes"] with { Count = 2, Audio = true, Seed = 7 });

        JsonElement request = Assert.Single(stage.Gateway.Accepted).Request;
        string[] links = [.. request.GetProperty("reference_image_urls").EnumerateArray().Select(link => link.GetString()!)];
        Assert.Equal((2, true, 7), (request.GetProperty("n").GetInt32(), request.GetProperty("generate_audio").GetBoolean(), request
            .GetProperty("seed")
            .GetInt32()));
        Assert.Equal(Image1.Uri.AbsoluteUri, links[1]);
        Assert.All(
            stage.Gateway.Uploads,
            file => Assert.Equal(("image/png", "AQID"), (file.ContentType, Convert.ToBase64String(file.Content.Span))));
        Assert.Equal(
            stage.Gateway.Uploads.Select(file => file.Path),
            new[] { links[0], links[2] }.Select(link => new Uri(link).AbsolutePath["/uploads/".Length..]));
    }

    [Theory]
    [InlineData("SkillsVideo", Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    [InlineData("SkillsVideo", Outcome.FailedUpstream, VeoTaskStatus.Failed, VeoErrorKind.UpstreamFailed)]
    [InlineData("UniAll", Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    [InlineData("Vtrix", Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    [InlineData("OpenAIVideos", Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    [InlineData("OpenRouter", Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    [InlineData("OpenRouter", Outcome.FailedUpstream, VeoTaskStatus.Failed, VeoErrorKind.UpstreamFailed)]
    [InlineData("Vtrix", Outcome.FailedUpstream, VeoTaskStatus.Failed, VeoErrorKind.UpstreamFailed)]
    public async Task A_task_that_does_not_end_well_says_why(string provider, Outcome outcome, string status, string kind)
    {
        await using Stage stage = await Stage.StartAsync(provider, new GatewayOptions { Outcome = outcome });

        VeoTask task = await stage.WatchAsync(await stage.SubmitAsync(Requests["text"]));

        Assert.Equal((status, kind), (task.Status, task.Error!.Kind));
    }

    [Theory]
    [InlineData("SkillsVideo")]
    [InlineData("UniAll")]
    [InlineData("Vtrix")]
    [InlineData("TokenBay")]
    [InlineData("OpenAIVideos")]
    [InlineData("OpenRouter")]
    public async Task A_success_without_a_video_anywhere_stays_a_success_that_is_not_saved(string provider)
    {
        await using Stage stage = await Stage.StartAsync(provider, new GatewayOptions { Outcome = Outcome.NoVideo });

        VeoTask task = await stage.WatchAsync(await stage.SubmitAsync(Requests["text"]));

        Assert.Equal((VeoTaskStatus.Succeeded, 0, (VeoError?)null), (task.Status, task.Videos.Count, task.Error));
    }

    [Theory]
    [InlineData("UniAll", false, false)]
    [InlineData("UniAll", true, false)]
    [InlineData("TokenBay", false, false)]
    [InlineData("TokenBay", true, false)]
    [InlineData("TokenBay", false, true)]
    [InlineData("OpenAIVideos", false, false)]
    [InlineData("OpenRouter", false, false)]
    public async Task A_success_without_a_link_is_saved_from_the_content_route(string provider, bool wrapped, bool isOpenAi)
    {
        await using Stage stage = await Stage.StartAsync(
            provider,
            new GatewayOptions { Outcome = Outcome.NoLink, WrapPolls = wrapped, OpenAiVideos = isOpenAi });

        (VeoTask task, SavedVideo[] saved) = await stage.RunAsync(Requests["text"]);

        Assert.Equal(VeoTaskStatus.Succeeded, task.Status);
        Assert.Equal(await stage.ClipAsync(task.Id!, 0), await File.ReadAllBytesAsync(Assert.Single(saved).FullName, Token));
    }

    [Theory]
    [InlineData("/v1/videos/{task_id}", false)]
    [InlineData("/v1/videos/{task_id}", true)]
    [InlineData("/v1/video/generations/{task_id}", true)]
    public async Task UniAll_is_asked_at_the_path_of_the_profile_and_read_in_both_shapes(string path, bool wrapped)
    {
        await using Stage stage = await Stage.StartAsync("UniAll", new GatewayOptions { WrapPolls = wrapped }, ("PollPath", path));

        (VeoTask task, _) = await stage.RunAsync(Requests["text"] with { Resolution = "1080p" });

        Assert.Equal(("veo3.1-fast-video-1080p", VeoTaskStatus.Succeeded), (task.Model, task.Status));
        Assert.All(
            stage.Gateway.Requests.Where(request => request.Route is Route.Poll),
            request => Assert.Equal("/uniall" + path.Replace("{task_id}", task.Id, StringComparison.Ordinal), request.PathAndQuery));
    }

    [Theory]
    [InlineData(Outcome.Success, VeoTaskStatus.Succeeded, null)]
    [InlineData(Outcome.Failed, VeoTaskStatus.Failed, VeoErrorKind.ContentRejected)]
    public async Task TokenBay_is_read_in_OpenAIs_words_too(Outcome outcome, string status, string? kind)
    {
        await using Stage stage = await Stage.StartAsync("TokenBay", new GatewayOptions { OpenAiVideos = true, Outcome = outcome });

        (VeoTask task, SavedVideo[] saved) = await stage.RunAsync(Requests["text"]);

        Assert.Equal((status, kind, outcome is Outcome.Success ? 1 : 0), (task.Status, task.Error?.Kind, saved.Length));
    }

    [Fact]
    public async Task Vtrix_takes_either_envelope_and_says_what_a_video_costs_before_and_after()
    {
        await using Stage stage = await Stage.StartAsync(
            "Vtrix",
            new GatewayOptions { FlatEnvelope = true, Price = 0.80m },
            ("Envelope", "flat"));
        IPriceGateway gateway = Assert.IsType<IPriceGateway>(stage.Profile.Gateway, exactMatch: false);
        VeoRequest request = Requests["text"] with { Resolution = "4k", PersonGeneration = "AllowAll" };

        VeoCost? before = gateway.ReadPrice(await stage.AskAsync(gateway.Price(request, stage.Profile)), request, stage.Profile);
        (VeoTask task, _) = await stage.RunAsync(request);

        Assert.Equal(("0.80 USD", "0.80 USD"), (before!.ToString(), task.Cost!.ToString()));
        Assert.Single(stage.Gateway.Accepted);
    }

    [Fact]
    public async Task Vtrix_may_know_no_price()
    {
        await using Stage stage = await Stage.StartAsync("Vtrix", new GatewayOptions { Price = null });
        IPriceGateway gateway = Assert.IsType<IPriceGateway>(stage.Profile.Gateway, exactMatch: false);
        Assert.Null(
            gateway.ReadPrice(await stage.AskAsync(gateway.Price(Requests["text"], stage.Profile)), Requests["text"], stage.Profile));
    }

    [Fact]
    public async Task Skills_video_tells_what_runs_and_what_is_left()
    {
        await using Stage stage = await Stage.StartAsync("SkillsVideo", new GatewayOptions { Credits = 12.5m });
        SkillsGateway gateway = new(stage.Profile.Gateway);
        VeoTask task = await stage.SubmitAsync(Requests["text"]);

        ListedTask listed = Assert.Single(gateway.List.ReadList(await stage.AskAsync(gateway.List.List(stage.Profile)))!);
        Assert.Equal((task.Id, "A dog"), (listed.Id, listed.Input!.Value.GetProperty("prompt").GetString()));
        await stage.WatchAsync(task);
        Assert.Empty(gateway.List.ReadList(await stage.AskAsync(gateway.List.List(stage.Profile)))!);
        Assert.Equal(12.5m, gateway.Balance.ReadBalance(await stage.AskAsync(gateway.Balance.Balance(stage.Profile))).Amount);
    }

    [Theory]
    [InlineData("SkillsVideo")]
    [InlineData("UniAll")]
    [InlineData("Vtrix")]
    public async Task A_wrong_key_is_refused_and_nothing_is_bought(string provider)
    {
        await using Stage stage = await Stage.StartAsync(provider, new GatewayOptions { ApiKey = "another-key" });

        SubmissionOutcome outcome = await stage.TrySubmitAsync(Requests["text"]);

        Assert.Equal((VeoErrorId.Unauthorized, true), (outcome.Error!.ErrorId, outcome.NothingBought));
        Assert.Empty(stage.Gateway.Accepted);
    }

    [Theory]
    [InlineData("SkillsVideo", "INSUFFICIENT_CREDITS", VeoErrorId.InsufficientCredits)]
    [InlineData("SkillsVideo", "CONTENT_REJECTED", VeoErrorId.ContentRejected)]
    [InlineData("SkillsVideo", "PROVIDER_UNAVAILABLE", VeoErrorId.SubmitUnknown)]
    [InlineData("UniAll", "insufficient_user_quota", VeoErrorId.InsufficientCredits)]
    [InlineData("UniAll", "do_request_failed", VeoErrorId.SubmitUnknown)]
    [InlineData("Vtrix", "40201", VeoErrorId.InsufficientCredits)]
    [InlineData("Vtrix", "500", VeoErrorId.SubmitUnknown)]
    public async Task A_refusal_in_the_gateways_own_words_is_understood(string provider, string code, string errorId)
    {
        await using Stage stage = await Stage.StartAsync(provider);
        stage.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode(code));

        Assert.Equal(errorId, (await stage.TrySubmitAsync(Requests["text"])).Error!.ErrorId);
    }

    [Theory]
    [InlineData("SkillsVideo", "502")]
    [InlineData("UniAll", "do_request_failed")]
    [InlineData("Vtrix", "500")]
    [InlineData("OpenAIVideos", "do_request_failed")]
    [InlineData("OpenRouter", "502")]
    public async Task An_id_beside_a_failure_is_taken(string provider, string code)
    {
        await using Stage stage = await Stage.StartAsync(provider);
        stage.Gateway.Faults.Add(Route.Submit, Fault.IdBesideError(code));

        Assert.Equal(VeoTaskStatus.Succeeded, (await stage.WatchAsync(await stage.SubmitAsync(Requests["text"]))).Status);
    }

    private sealed record SkillsGateway(IGateway Gateway)
    {
        public IListGateway List => Assert.IsType<IListGateway>(Gateway, exactMatch: false);

        public IBalanceGateway Balance => Assert.IsType<IBalanceGateway>(Gateway, exactMatch: false);
    }

    private sealed class Stage : IAsyncDisposable
    {
        private const string Key = "test-key";

        private readonly TempFolder _folder = new();
        private readonly FakeTimeProvider _clock = new();
        private readonly HttpTransport _transport;
        private readonly VeoEngine _engine;

        private Stage(LoopbackGateway server, IGateway gateway, Dictionary<string, string> settings)
        {
            Gateway = server;
            Profile = new GatewayProfile(
                new VeoProfile {
                    Name = "prod",
                    Provider = gateway.Table.Provider,
                    BaseUri = server.BaseOf(Enum.Parse<Protocol>(gateway.Table.Provider)),
                    Model = gateway.Table.HasOpenModelNames ? "veo of the house" : null,
                    Setting = settings },
                gateway,
                Key);
            _transport = new HttpTransport(_clock);
            _engine = new VeoEngine(
                _transport,
                TestLedger.Open(_folder.PathOf("ledger"), _clock),
                _clock,
                new EngineLog(_ => { }, _ => { }));
        }

        public LoopbackGateway Gateway { get; }

        public GatewayProfile Profile { get; }

        public static async Task<Stage> StartAsync(
            string provider,
            GatewayOptions? options = null,
            params (string Name, string Value)[] settings)
        {
            LoopbackGateway server = await LoopbackGateway.StartAsync(
                (options ?? new GatewayOptions()) with { MediaOnOtherOrigin = true },
                Token);
            if (provider == "OpenAIVideos" && settings.Length == 0) settings = [("Relay", "LiteLLM")];
            return new Stage(
                server,
                GatewayCatalog.Find(provider)!,
                settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        }

        public Task<WireResponse> AskAsync(WireRequest request)
            => _transport.SendAsync(Profile.Endpoint, request, TimeSpan.FromMinutes(1), Token);

        public async Task<SubmissionOutcome> TrySubmitAsync(VeoRequest request)
        {
            SubmissionOrder order = new() { Profiles = [Profile], Request = request };
            PurchaseRun.Check(order);
            return await _engine.NewRun().SubmitAsync(order, Token);
        }

        public async Task<VeoTask> SubmitAsync(VeoRequest request)
        {
            SubmissionOutcome outcome = await TrySubmitAsync(request);
            return outcome.Task ?? throw outcome.Error!;
        }

        public async Task<VeoTask> WatchAsync(VeoTask task)
        {
            PollResult? ended = null;
            TaskWatcher watcher = _engine.NewWatcher(TimeSpan.FromHours(1), interval: null, (_, result) => ended = result);
            watcher.Add(new TaskHandle(task, Profile));
            watcher.CompleteAdding();
            Task run = watcher.RunAsync(Token);

            // The clock goes on while the sockets take what time they need: far less than an answer is waited for.
            while (await Task.WhenAny(run, Task.Delay(5, Token)) != run) _clock.Advance(TimeSpan.FromSeconds(1));
            await run;
            return ended!.Error is { } error ? throw error : ended.Task;
        }

        public async Task<(VeoTask Task, SavedVideo[] Saved)> RunAsync(VeoRequest request)
        {
            VeoTask task = await WatchAsync(await SubmitAsync(request));
            VideoSaver saver = _engine.NewSaver();
            List<SavedVideo> saved = [];
            foreach (VeoVideo video in task.Videos)
            {
                SaveOrder order = new() { Task = task, Profile = Profile, Video = video, FinalPath = _folder.PathOf($"{video.Index}.mp4") };
                saved.Add(await saver.SaveAsync(order, progress: null, Token));
            }

            return (task, [.. saved]);
        }

        public async Task<byte[]> ClipAsync(string taskId, int index)
        {
            await using Stream clip = Gateway.OpenClip(taskId, index);
            using MemoryStream copy = new();
            await clip.CopyToAsync(copy, Token);
            return copy.ToArray();
        }

        public async ValueTask DisposeAsync()
        {
            _transport.Dispose();
            await Gateway.DisposeAsync();
            _folder.Dispose();
        }
    }
}
