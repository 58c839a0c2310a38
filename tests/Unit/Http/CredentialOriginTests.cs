using System.Text;
using VeoPS.Engine;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http;

/// <summary>
/// Everything that can go wrong with a submission, a question or a download, and every redirect, at each gateway: two
/// origins write down what they are sent, and the key is at one of them only.
/// </summary>
public sealed class CredentialOriginTests : IAsyncLifetime
{
    private const string Key = "sk-C4nary+/=x~Y";
    private const string Heart = "C4nary";

    private static readonly string[] Providers = ["Apikley", "Gemini", "SkillsVideo", "TokenBay", "UniAll", "Vtrix"];

    private static readonly int[] Redirects = [301, 302, 303, 307, 308];

    private readonly TempFolder _folder = new();
    private readonly SkippingClock _clock = new();
    private LoopbackGateway _gateway = null!;
    private HttpTransport _transport = null!;
    private VeoEngine _engine = null!;
    private int _runs;
    private int _away;

    public static TheoryData<string, Route, bool> Cases
    {
        get
        {
            TheoryData<string, Route, bool> cases = [];
            foreach (string provider in Providers)
            {
                foreach (Route route in new[] { Route.Submit, Route.Poll, Route.Download })
                {
                    cases.Add(provider, route, route == Route.Download);
                }

                cases.Add(provider, Route.Download, false);
            }

            return cases;
        }
    }

    public ValueTask InitializeAsync()
    {
        _transport = new HttpTransport(_clock);
        _engine = new VeoEngine(_transport, new NoLedger(), _clock, EngineLog.None);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Whatever_goes_wrong_the_key_is_at_its_own_origin_only(string provider, Route route, bool mediaElsewhere)
    {
        _gateway = await LoopbackGateway.StartAsync(
            new GatewayOptions { ApiKey = Key, PollsUntilDone = 1, MediaOnOtherOrigin = mediaElsewhere },
            DownloadStage.Token);
        GatewayProfile profile = Profile(provider);

        foreach ((string name, Fault fault) in Faults())
        {
            _gateway.Reset();
            _gateway.Faults.Add(route, fault, Strike.First(2));
            await RunAsync(profile);
            AssertAtHome(name);
        }

        Assert.True(_runs > 40);

        // A download follows a redirect, and nothing else does.
        if (route == Route.Download) Assert.True(_away > 10);
        else Assert.Equal(0, _away);
    }

    private IEnumerable<(string Name, Fault Fault)> Faults()
    {
        string away = _gateway.OtherOrigin.GetLeftPart(UriPartial.Authority);
        string host = _gateway.OtherOrigin.Authority;
        string home = _gateway.BaseUri.Authority;
        yield return ("none", Fault.LateAnswer(TimeSpan.Zero));
        foreach (int status in Redirects)
        {
            yield return ($"{status} to another host", Fault.RedirectToOtherHost(status));
            yield return ($"{status} in a loop", Fault.RedirectLoop(status));
            yield return ($"{status} to an address", Fault.Redirect($"{away}/media/x_0.mp4", status));
        }

        foreach (string location in new[] {
            $"//{host}/x.mp4",
            $"http://{home}@{host}/x.mp4",
            $"http:\\\\{host}\\x.mp4",
            $"http://{host}#@{home}/x.mp4",
            $"http://{host}/?u=http://{home}/",
            "/x.mp4",
            "x.mp4",
            "//",
            "",
            "https://",
            $"http://{home}:{Key}@{host}/x.mp4" })
        {
            yield return ($"to '{location}'", Fault.Redirect(location));
        }

        foreach (int status in new[] { 200, 201, 204, 206, 400, 401, 402, 403, 404, 407, 408, 409, 410, 416, 429, 500, 502, 503 })
            yield return ($"HTTP {status}", Fault.Status(status));
        yield return ("reset", Fault.Reset(accepted: true));
        yield return ("close", Fault.CloseAfterReading(accepted: true));
        yield return ("cut", Fault.CutWithLength(20));
        yield return ("cut in a chunk", Fault.CutChunked(20));
        yield return ("page", Fault.Html200(accepted: true));
        yield return ("no film", Fault.NotMp4());
        yield return ("gone", Fault.Gone());
        yield return ("rate", Fault.RateLimited());
        yield return ("range", Fault.WrongContentRange());
        yield return ("tag", Fault.ChangingETag());
    }

    private GatewayProfile Profile(string provider)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        return new GatewayProfile(
            new VeoProfile { Name = "prod", Provider = provider, BaseUri = _gateway.BaseOf(Enum.Parse<Protocol>(provider)) },
            gateway,
            Key);
    }

    // As far as it gets: what becomes of the order is what other tests look at.
    private async Task RunAsync(GatewayProfile profile)
    {
        _runs++;
        try
        {
            SubmissionOutcome outcome = await _engine.NewRun().SubmitAsync(
                new SubmissionOrder { Profiles = [profile], Request = new VeoRequest { Prompt = "A lighthouse" } },
                DownloadStage.Token);
            if (outcome.Task is not { } task) return;
            TaskHandle handle = new(task, profile);
            for (int asked = 0; asked < 3 && !VeoTaskStatus.IsFinal(handle.Task.Status); asked++)
                await _engine.Poller.AskAsync(handle, DownloadStage.Token);
            VideoSaver saver = _engine.NewSaver();
            foreach (VeoVideo video in handle.Task.Videos)
            {
                await saver.SaveAsync(
                    new SaveOrder
                    {
                        Task = handle.Task,
                        Profile = profile,
                        Video = video,
                        FinalPath = _folder.PathOf($"{_runs}_{video.Index}.mp4"),
                        FreshLink = token => _engine.Poller.FreshLinkAsync(handle, video.Index, token),
                    },
                    null,
                    DownloadStage.Token);
            }
        }
        catch (VeoException)
        {
            // Refused or broken, as it was made to be.
        }
    }

    private void AssertAtHome(string fault)
    {
        // The matrix is worth nothing where the key never left.
        Assert.Contains(_gateway.Requests, request => request.Headers.Values.Any(Has));
        foreach (RecordedRequest request in _gateway.Requests.Where(request => request.Origin != _gateway.BaseUri))
        {
            _away++;
            Assert.False(
                Has(request.PathAndQuery) || request.Headers.Any(header => Has(header.Key) || Has(header.Value)) || Has(request.BodyText),
                $"{fault}: the key went to {request.Origin} with {request.Method} {request.PathAndQuery}");
            Assert.Null(request.Header("Authorization"));
            Assert.Null(request.Header("x-goog-api-key"));
            Assert.Null(request.Header("Cookie"));
            Assert.Null(request.Header("Referer"));
        }
    }

    private static bool Has(string text) =>
        text.Contains(Heart, StringComparison.Ordinal)
            || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(Key)), StringComparison.Ordinal);
}
