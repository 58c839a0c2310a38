using System.Net.Http.Headers;
using System.Text;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Downloads;

/// <summary>A gateway with one finished task, a folder, and a downloader between the two.</summary>
internal sealed class DownloadStage : IAsyncDisposable
{
    private const string Key = "test-key";

    private readonly TempFolder _folder = new();
    private readonly HttpTransport _transport;

    private DownloadStage(LoopbackGateway gateway, Protocol protocol)
    {
        Gateway = gateway;
        IGateway wire = protocol is Protocol.Apikley ? new ApikleyGateway() : new TokenBayGateway();
        Profile = new GatewayProfile(
            new VeoProfile { Name = "prod", Provider = wire.Table.Provider, BaseUri = gateway.BaseUri },
            wire,
            Key);
        _transport = new HttpTransport(Clock);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public LoopbackGateway Gateway { get; }

    public SkippingClock Clock { get; } = new();

    public GatewayProfile Profile { get; }

    public string TaskId { get; private set; } = "";

    public string FinalPath => _folder.PathOf("film.mp4");

    public string PartPath => FinalPath + ".part";

    public string RecordPath => FinalPath + ".part.json";

    public byte[] Clip
    {
        get
        {
            using MemoryStream copy = new();
            using Stream clip = Gateway.OpenClip(TaskId);
            clip.CopyTo(copy);
            return copy.ToArray();
        }
    }

    public Uri Link { get; private set; } = null!;

    public SaveOrder Order => new()
    {
        Task = new VeoTask { SubmissionId = "none", Id = TaskId, Profile = "prod", Status = VeoTaskStatus.Succeeded },
        Profile = Profile,
        Video = new VeoVideo { Uri = Link },
        FinalPath = FinalPath,
        StallTimeout = TimeSpan.FromMinutes(1),
    };

    public IReadOnlyList<RecordedRequest> Downloads => [.. Gateway.Requests.Where(request => request.Route is Route.Download)];

    public IReadOnlyList<string> Files
        => [.. Directory.EnumerateFileSystemEntries(_folder.FullName).Select(path => Path.GetFileName(path)).Order()];

    public static async Task<DownloadStage> StartAsync(Protocol protocol = Protocol.Apikley, long clipBytes = 300_000)
    {
        LoopbackGateway gateway = await LoopbackGateway.StartAsync(
            new GatewayOptions { ApiKey = Key, ClipBytes = clipBytes, PollsUntilDone = 1 },
            Token);
        DownloadStage stage = new(gateway, protocol);
        stage.TaskId = await stage.SubmitAsync(protocol);
        stage.Link = (await stage.AskAgainAsync(Token))!;
        return stage;
    }

    public string PathOf(params string[] parts) => _folder.PathOf(parts);

    /// <summary>One run: a cmdlet call, or another process.</summary>
    public VideoSaver NewSaver(ILedger? ledger = null, HttpTransport? transport = null) => new(transport ?? _transport, ledger, Clock);

    public Task<SavedVideo> DownloadAsync(
        SaveOrder? order = null,
        Action<DownloadProgress>? progress = null,
        CancellationToken? cancellationToken = null) =>
        NewSaver().SaveAsync(order ?? Order, progress is null ? null : new Told(progress), cancellationToken ?? Token);

    public async Task<VeoException> FailAsync(string errorId, SaveOrder? order = null)
    {
        VeoException exception = await Assert.ThrowsAsync<VeoException>(() => DownloadAsync(order));
        Assert.Equal(errorId, exception.ErrorId);
        Assert.Contains("paid for", exception.Message, StringComparison.Ordinal);
        return exception;
    }

    /// <summary>What the cmdlet does where a link does not work: a poll.</summary>
    public async Task<Uri?> AskAgainAsync(CancellationToken cancellationToken)
    {
        WireResponse response = await _transport.SendAsync(
            Profile.Endpoint,
            Profile.Gateway.Poll(TaskId, Profile),
            TimeSpan.FromMinutes(1),
            cancellationToken);
        TaskSnapshot? snapshot = Profile.Gateway.ReadPoll(response).Snapshot;
        return snapshot?.Videos.Count > 0 ? new Uri(Profile.BaseUri, snapshot.Videos[0].Link) : null;
    }

    public void AssertSaved(SavedVideo result)
    {
        Assert.Equal(Clip, File.ReadAllBytes(FinalPath));
        Assert.Equal(FinalPath, result.FullName);
        Assert.Equal(Clip.Length, result.Length);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Clip)), result.Sha256);
        Assert.Equal(["film.mp4"], Files);
    }

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await Gateway.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string> SubmitAsync(Protocol protocol)
    {
        (string path, string body) = protocol is Protocol.Apikley
            ? ("/api/v1/veo/generate", """{"prompt":"a lighthouse"}""")
            : ("/v1/videos", """{"prompt":"a lighthouse","model":"veo-3.1-generate-preview"}""");
        using HttpClient client = new();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync(new Uri(Gateway.BaseUri, path), content, Token);
        return Assert.Single(Gateway.Accepted).TaskId;
    }

    private sealed class Told(Action<DownloadProgress> tell) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => tell(value);
    }
}
