using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>
/// Everything that can go wrong with a submission at once, at every gateway. Whatever it is: no order is taken twice, and an
/// id that could be read is in the ledger.
/// </summary>
/// <remarks>A gateway that says "not taken" and takes it all the same is left out: nobody can tell that from the truth.</remarks>
public sealed class FaultMatrixTests(ITestOutputHelper output)
{
    private static readonly Protocol[] Gateways = Enum.GetValues<Protocol>();

    internal const string Key = "g-test-key";
    private const string Html = "<html><body>oops</body></html>";

    /// <summary>What becomes of an order: taken at once, taken the second time, refused, or unknown.</summary>
    public enum Fate
    {
        Taken,
        TakenAgain,
        Refused,
        Unknown,
    }

    private static readonly FaultLine[] Lines =
    [
        // The connection.
        new("late answer", _ => Fault.LateAnswer(Released()), true, Fate.Taken),
        new("no answer within the limit", _ => Fault.LateAnswer(new Hold()), true, Fate.Unknown),
        .. Both(accepted => new("close after reading", _ => Fault.CloseAfterReading(accepted), accepted, Fate.Unknown)),
        .. Both(accepted => new("reset", _ => Fault.Reset(accepted), accepted, Fate.Unknown)),
        new("answer cut with a length", _ => Fault.CutWithLength(20), true, Fate.Unknown),
        new("answer cut before its body", _ => Fault.CutWithLength(0), true, Fate.Unknown),
        new("answer cut without a length", _ => Fault.CutWithoutLength(20), true, Fate.Unknown),
        new("answer whole without a length", _ => Fault.CutWithoutLength(100_000), true, Fate.Taken),
        new("answer cut in a chunk", _ => Fault.CutChunked(20), true, Fate.Unknown),
        new("answer stalls and goes on", _ => Fault.Stall(20, Released()), true, Fate.Taken),
        new("answer stalls for ever", _ => Fault.Stall(20, new Hold()), true, Fate.Unknown),

        // The rate.
        new("429", _ => Fault.RateLimited(), false, Fate.TakenAgain),
        new("429 with seconds", _ => Fault.RateLimited(TimeSpan.FromSeconds(30)), false, Fate.TakenAgain),
        new("429 with a date", shop => Fault.RateLimited(shop.Time.GetUtcNow().AddSeconds(30)), false, Fate.TakenAgain),

        // Vtrix has a code of its own, and no page for it; fal has a sentence alone.
        .. Gateways.Select(each => new FaultLine(
            "429 in the body",
            _ => Fault.RateLimitedInBody(),
            false,
            each is Protocol.Vtrix or Protocol.Fal ? Fate.Refused : Fate.TakenAgain,
            each)),
        new("429 with a page", _ => Fault.Status(429, Html, "text/html"), false, Fate.TakenAgain),

        // HTTP statuses with nothing to read.
        .. Statuses([200, 201, 202, 204, 206], Fate.Unknown),
        .. Statuses([408, 409], Fate.Unknown),
        .. Statuses([500, 501, 502, 503, 504, 505, 520, 524, 599], Fate.Unknown),
        .. Statuses([300, 304, 305, 399], Fate.Refused),
        .. Statuses([400, 401, 402, 403, 404, 405, 410, 413, 415, 422, 451, 455, 499], Fate.Refused),
        .. new[] { 301, 302, 303, 307, 308 }.Select(
            status => new FaultLine($"{status} to another host", _ => Fault.RedirectToOtherHost(status), false, Fate.Refused)),
        .. new[] { 301, 302, 303, 307, 308 }.Select(
            status => new FaultLine($"{status} in a loop", _ => Fault.RedirectLoop(status), false, Fate.Refused)),
        new("302 to nowhere", _ => Fault.Redirect("//"), false, Fate.Refused),
        new("307 to a file", _ => Fault.Redirect("file:///etc/passwd", 307), false, Fate.Refused),

        // Apikley's codes.
        .. Codes(Protocol.Apikley, ["400", "401", "402", "404", "422", "433", "451", "501", "505"], Fate.Refused),
        .. Codes(Protocol.Apikley, ["500"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.Apikley, ["408", "409", "500", "502", "504", "599", "1001"], Fate.Unknown),
        .. Codes(Protocol.Apikley, ["429", "455"], Fate.TakenAgain),

        // TokenBay's codes, under 200.
        .. Codes(
            Protocol.TokenBay,
            ["invalid_request", "invalid_api_key", "insufficient_user_quota", "prompt_blocked", "get_channel_failed", "access_denied"],
            Fate.Refused),
        .. Codes(
            Protocol.TokenBay,
            ["do_request_failed", "invalid_response", "read_response_body_failed", "unmarshal_response_failed"],
            Fate.Unknown,
            accepted: true),
        .. Codes(
            Protocol.TokenBay,
            ["do_request_failed", "invalid_response", "read_response_body_failed", "unmarshal_response_failed", "409", "500"],
            Fate.Unknown),
        .. Codes(Protocol.TokenBay, ["rate_limit_exceeded", "429"], Fate.TakenAgain),

        // A relay's codes, as OpenAI's form has them, with statuses of their own.
        .. Codes(
            Protocol.OpenAIVideos,
            ["invalid_request", "invalid_api_key", "insufficient_user_quota", "prompt_blocked", "access_denied"],
            Fate.Refused),
        .. Codes(
            Protocol.OpenAIVideos,
            ["do_request_failed", "invalid_response", "read_response_body_failed", "unmarshal_response_failed"],
            Fate.Unknown,
            accepted: true),
        .. Codes(
            Protocol.OpenAIVideos,
            ["do_request_failed", "invalid_response", "read_response_body_failed", "unmarshal_response_failed"],
            Fate.Unknown),
        .. Codes(Protocol.OpenAIVideos, ["get_channel_failed", "channel_no_available_key", "rate_limit_exceeded"], Fate.TakenAgain),

        // OpenRouter's codes are HTTP statuses.
        .. Codes(Protocol.OpenRouter, ["400", "401", "402", "403", "404"], Fate.Refused),
        .. Codes(Protocol.OpenRouter, ["408", "500", "502", "503", "504", "524"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.OpenRouter, ["408", "500", "502", "503", "504", "524"], Fate.Unknown),
        .. Codes(Protocol.OpenRouter, ["429"], Fate.TakenAgain),

        // UniAll's codes, as new-api's task routes give them.
        .. Codes(
            Protocol.UniAll,
            ["invalid_request", "insufficient_user_quota", "prompt_blocked", "access_denied", "task_not_exist"],
            Fate.Refused),
        .. Codes(
            Protocol.UniAll,
            ["do_request_failed", "invalid_response", "read_response_body_failed", "unmarshal_response_failed"],
            Fate.Unknown,
            accepted: true),
        .. Codes(
            Protocol.UniAll,
            ["do_request_failed", "invalid_response", "read_response_body_failed", "unmarshal_response_failed"],
            Fate.Unknown),
        .. Codes(Protocol.UniAll, ["get_channel_failed", "channel_no_available_key", "rate_limit_exceeded"], Fate.TakenAgain),

        // skills.video's codes, with the family before them and without.
        .. Codes(
            Protocol.SkillsVideo,
            [
                "INVALID_INPUT", "UNSUPPORTED_MODEL", "UNAUTHORIZED", "INSUFFICIENT_CREDITS", "NOT_FOUND", "CONTENT_REJECTED",
                "VIDEO_GENERATION_CONTENT_REJECTED",
            ],
            Fate.Refused),
        .. Codes(Protocol.SkillsVideo, ["FAILED", "PROVIDER_UNAVAILABLE", "TIMEOUT"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.SkillsVideo, ["FAILED", "PROVIDER_UNAVAILABLE", "TIMEOUT", "VIDEO_GENERATION_TIMEOUT"], Fate.Unknown),
        .. Codes(Protocol.SkillsVideo, ["RATE_LIMITED", "VIDEO_GENERATION_RATE_LIMITED"], Fate.TakenAgain),

        // Vtrix's codes: HTTP statuses, and numbers of its own.
        .. Codes(Protocol.Vtrix, ["400", "401", "403", "404", "40201", "110001", "002014001"], Fate.Refused),
        .. Codes(Protocol.Vtrix, ["500"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.Vtrix, ["500"], Fate.Unknown),
        .. Codes(Protocol.Vtrix, ["429", "1002"], Fate.TakenAgain),

        // fal's statuses, and the words of its models' errors.
        .. Codes(Protocol.Fal, ["400", "401", "403", "404", "413", "422", "value_error", "content_policy_violation"], Fate.Refused),
        .. Codes(Protocol.Fal, ["500", "503", "504", "internal_server_error", "generation_timeout"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.Fal, ["500", "503", "504", "internal_server_error", "generation_timeout"], Fate.Unknown),
        .. Codes(Protocol.Fal, ["429"], Fate.TakenAgain),

        // kie.ai's codes: Apikley's, but for 501, which may come once a task is there.
        .. Codes(Protocol.Kie, ["400", "401", "402", "404", "422", "433", "451", "505"], Fate.Refused),
        .. Codes(Protocol.Kie, ["500", "501"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.Kie, ["408", "500", "501", "1001"], Fate.Unknown),
        .. Codes(Protocol.Kie, ["429", "455"], Fate.TakenAgain),
        new(
            "a field is said to be missing",
            _ => Fault.GatewayCode("500", "prompt: This field is required"),
            false,
            Fate.Refused,
            Protocol.Kie),

        // Replicate's statuses.
        .. Codes(Protocol.Replicate, ["400", "401", "402", "403", "404", "422"], Fate.Refused),
        .. Codes(Protocol.Replicate, ["500", "502", "503"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.Replicate, ["500", "502", "503"], Fate.Unknown),
        .. Codes(Protocol.Replicate, ["429"], Fate.TakenAgain),

        // Google's codes. A quota of the minute passes; what is paid for by the day or by the account does not.
        .. new[] { Protocol.Gemini, Protocol.Vertex }.SelectMany(Google),

        // The body.
        .. Both(accepted => new("a page under 200", _ => Fault.Html200(accepted), accepted, Fate.Unknown)),
        // An id that came whole before the cut is taken. Where the first half has none, nothing can be told.
        .. Gateways.Select(each => new FaultLine(
            "half the answer as if it were all",
            _ => Fault.TruncatedJson(),
            true,
            each is Protocol.Apikley or Protocol.Kie or Protocol.Gemini or Protocol.Vertex ? Fate.Unknown : Fate.Taken,
            each)),
        .. Both(accepted => new("neither id nor error", _ => Fault.NoIdNoError(accepted), accepted, Fate.Unknown)),
        .. new[] { "500", "429", "401", "455" }.Select(
            code => new FaultLine($"an id beside the error {code}", _ => Fault.IdBesideError(code), true, Fate.Taken)),
        new("a page that claims to be a film", _ => Fault.NotMp4("video/mp4"), false, Fate.Unknown),
        new("another file", _ => Fault.OtherFile([0x1A, 0x45, 0xDF, 0xA3]), false, Fate.Unknown),
        new("white space behind the answer", _ => Fault.Tail((byte)' ', (byte)'\n'), true, Fate.Taken),

        // Servers that are up, and what stands before them.
        new("a body that nobody reads", _ => Fault.NeverReads(new Hold()), false, Fate.Unknown),
        new("a refusal before the body, and a close", _ => Fault.AnswersEarly(), false, Fate.Refused),
        new("an answer by the byte", _ => Fault.Drips(TimeSpan.Zero), true, Fate.Taken),
        .. new[] { "gzip", "deflate", "br" }.Select(
            encoding => new FaultLine($"an answer in {encoding}", _ => Fault.Compressed(encoding), true, Fate.Taken)),
        new("a whole answer and no end", _ => Fault.BreaksAfterDocument(), true, Fate.Taken),
        .. new[] { 301, 302, 303, 307, 308 }.Select(
            status => new FaultLine($"{status} within the origin", _ => Fault.RedirectWithin(status), false, Fate.Refused)),
        new("a challenge page", _ => Fault.ChallengePage(), false, Fate.Refused),
        .. new[] { "79228162514264337593543950335", "1e999", "-1" }.Select(
            amount => new FaultLine($"amounts of {amount}", _ => Fault.AmountsOutOfRange(amount), true, Fate.Taken)),
        new("not there yet", _ => Fault.LateFile(TimeSpan.FromMinutes(1)), false, Fate.Refused),

        // Faults of polls and downloads, which leave a submission as it is.
        new("unknown status", _ => Fault.UnknownStatus(), true, Fate.Taken),
        new("success without a video", _ => Fault.SuccessWithoutVideo(), true, Fate.Taken),
        new("success without a link", _ => Fault.SuccessWithoutLink(), true, Fate.Taken),
        new("another content range", _ => Fault.WrongContentRange(), true, Fate.Taken),
        new("another entity tag", _ => Fault.ChangingETag(), true, Fate.Taken),
        new("the range ignored", _ => Fault.IgnoreRange(), true, Fate.Taken),
        new("gone", _ => Fault.Gone(), true, Fate.Taken),
    ];

    // TokenBay's codes as they come with statuses of their own.
    private static readonly FaultLine[] LinesWithRealStatuses =
    [
        .. Codes(Protocol.TokenBay, ["get_channel_failed", "channel_no_available_key", "rate_limit_exceeded"], Fate.TakenAgain),
        .. Codes(Protocol.TokenBay, ["insufficient_user_quota", "invalid_request"], Fate.Refused),
        .. Codes(Protocol.TokenBay, ["do_request_failed", "invalid_response"], Fate.Unknown, accepted: true),
        .. Codes(Protocol.Apikley, ["402", "422", "501", "505"], Fate.Refused),
        .. Codes(Protocol.Apikley, ["429", "455"], Fate.TakenAgain),
        .. Codes(Protocol.Apikley, ["500"], Fate.Unknown, accepted: true),
    ];

    public static TheoryData<Protocol, string, bool, bool, Fate> Cases
    {
        get
        {
            TheoryData<Protocol, string, bool, bool, Fate> cases = [];
            foreach (bool realStatuses in new[] { false, true })
            {
                foreach (FaultLine line in realStatuses ? LinesWithRealStatuses : Lines)
                {
                    foreach (Protocol protocol in Gateways)
                    {
                        if (line.Only is null || line.Only == protocol)
                            cases.Add(protocol, line.Name, line.Accepted, realStatuses, line.Fate);
                    }
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fault_has_one_fate_and_nothing_is_bought_twice(
        Protocol protocol,
        string fault,
        bool accepted,
        bool realStatuses,
        Fate fate)
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock, new GatewayOptions { ApiKey = Key, RealStatusCodes = realStatuses });
        Fault struck = (realStatuses ? LinesWithRealStatuses : Lines).Single(
            line => line.Name == fault && line.Accepted == accepted && (line.Only ?? protocol) == protocol).Make(shop);
        shop.Gateway.Faults.Add(Route.Submit, struck, Strike.Once);

        Task<SubmissionOutcome> buying = shop.BuyAsync(Shop.Order(ProfileAt(shop, protocol)));
        if (fate == Fate.Unknown && struck.Hold is { } never)
        {
            await never.Reached;
            await clock.EndLimitAsync();
        }

        SubmissionOutcome outcome = await buying;
        VeoTask recorded = Assert.Single(shop.Recorded).Task;

        (string status, string? errorId, int sent) = fate switch
        {
            Fate.Taken => (VeoTaskStatus.Queued, null, 1),
            Fate.TakenAgain => (VeoTaskStatus.Queued, null, 2),
            Fate.Unknown => (VeoTaskStatus.Unknown, VeoErrorId.SubmitUnknown, 1),
            _ => (VeoTaskStatus.Failed, outcome.Error?.ErrorId, 1),
        };
        // Some receipts say that it runs already.
        string seen = recorded.Status == VeoTaskStatus.Running ? VeoTaskStatus.Queued : recorded.Status;
        Assert.Equal((status, errorId, sent), (seen, outcome.Error?.ErrorId, shop.Submits.Count));
        ValueAssert.Equal(recorded, outcome.Task ?? outcome.Error!.Task);
        Assert.Equal(fate == Fate.Refused, outcome.NothingBought);
        Assert.Equal(accepted || fate is Fate.Taken or Fate.TakenAgain ? 1 : 0, shop.Gateway.Accepted.Count);
        if (fate is Fate.Taken or Fate.TakenAgain)
            ValueAssert.Equal(recorded, shop.OpenLedger().Find("prod", IdOf(shop.Gateway.Accepted[0]))!.Task);
        else Assert.Null(recorded.Id);
    }

    [Fact]
    public void The_matrix_names_each_line_once_and_has_every_fate_at_every_gateway()
    {
        Assert.Distinct(Cases.Select(row => row.Data));
        Assert.All(Gateways, protocol =>
        {
            (Protocol, string, bool Accepted, bool, Fate Fate)[] rows = [.. Cases.Select(row => row.Data)
                .Where(row => row.Item1 == protocol)];
            string fates = string.Join(", ", Enum.GetValues<Fate>().Select(fate => $"{rows.Count(row => row.Fate == fate)} {fate}"));
            output.WriteLine($"{protocol}: {rows.Length} orders, each with one fault: {fates}; "
                + $"{rows.Count(row => row.Accepted || row.Fate is Fate.Taken or Fate.TakenAgain)} accepted");
            Assert.All(Enum.GetValues<Fate>(), fate => Assert.Contains(rows, row => row.Fate == fate));
        });
        output.WriteLine($"{Cases.Count} orders at {Gateways.Length} gateways");
    }

    [Fact]
    public async Task No_fault_that_the_gateway_can_play_is_missing()
    {
        await using Shop shop = await Shop.OpenAsync(new LeapingClock());
        using HttpClient client = new();
        using StringContent none = new("""[{"route":"submit","fault":"none"}]""", Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await client.PostAsync(
            new Uri(shop.Gateway.BaseUri, "_control/faults"),
            none,
            TestContext.Current.CancellationToken);

        string said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        string[] names = said[(said.IndexOf("There are: ", StringComparison.Ordinal) + "There are: ".Length)..].Split(['.', '"'])[0]
            .Split(", ");
        Assert.True(names.Length > 20, said);
        Assert.All(Gateways, protocol => Assert.Empty(
            names.Except(Lines.Where(line => (line.Only ?? protocol) == protocol).Select(line => line.Make(shop).Name))));
    }

    [Theory]
    [InlineData(Protocol.Apikley, 1)]
    [InlineData(Protocol.TokenBay, 2)]
    [InlineData(Protocol.SkillsVideo, 3)]
    [InlineData(Protocol.UniAll, 4)]
    [InlineData(Protocol.Vtrix, 5)]
    [InlineData(Protocol.Gemini, 6)]
    [InlineData(Protocol.Vertex, 7)]
    [InlineData(Protocol.Fal, 8)]
    [InlineData(Protocol.Replicate, 9)]
    [InlineData(Protocol.Kie, 10)]
    [InlineData(Protocol.OpenAIVideos, 8)]
    [InlineData(Protocol.OpenRouter, 9)]
    public async Task Of_two_hundred_orders_at_a_faulty_gateway_none_is_bought_twice_and_none_is_lost(Protocol protocol, int seed)
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock, new GatewayOptions { ApiKey = Key });
        GatewayProfile profile = ProfileAt(shop, protocol);
        // What never answers is left out: it would take an end of time for each.
        FaultLine[] lines = [.. Lines.Where(line => (line.Only ?? protocol) == protocol
            && !line.Name.Contains("for ever", StringComparison.Ordinal)
            && !line.Name.Contains("nobody reads", StringComparison.Ordinal)
            && !line.Name.Contains("within the limit", StringComparison.Ordinal))];
        shop.Gateway.Faults.OneIn(5, seed, Route.Submit, [.. lines.Select(line => line.Make(shop))]);
        Dictionary<string, SubmissionOutcome> outcomes = [];

        for (int i = 0; i < 200; i++)
        {
            string prompt = $"Shot {i}";
            outcomes[prompt] = await shop.BuyAsync(Shop.Order(profile, prompt, jobKey: prompt));
        }

        int struck = shop.Submits.Count(request => request.Fault is not null);
        Assert.True(struck >= 40);
        Assert.Distinct(shop.Gateway.Accepted.Select(task => task.Prompt));
        Dictionary<string, VeoTask> ledger = shop.Recorded.ToDictionary(entry => entry.Task.Prompt!, entry => entry.Task);
        Assert.Equal(200, ledger.Count);
        Assert.All(
            outcomes, order => ValueAssert.Equal(ledger[order.Key], order.Value.Task ?? order.Value.Error!.Task));
        Assert.All(shop.Gateway.Accepted, bought =>
        {
            VeoTask task = ledger[bought.Prompt];
            bool isTaken = task.Status is VeoTaskStatus.Queued or VeoTaskStatus.Running && task.Id == IdOf(bought);
            Assert.True(task.Status == VeoTaskStatus.Unknown ? task.Id is null : isTaken, $"{bought.Prompt}: {task}");
        });
        Assert.All(
            ledger.Values.Where(task => task.Id is not null),
            task => Assert.Contains(shop.Gateway.Accepted, bought => IdOf(bought) == task.Id && bought.Prompt == task.Prompt));

        // Run again, as after a crash: what was bought, or may have been, is not bought again.
        shop.Gateway.Faults.Clear();
        int accepted = shop.Gateway.Accepted.Count, refused = ledger.Values.Count(task => task.Status == VeoTaskStatus.Failed);
        output.WriteLine($"{protocol}: 200 orders, {struck} faults struck, {accepted} accepted, "
            + $"{ledger.Values.Count(task => task.Id is not null)} with their id in the ledger, "
            + $"{ledger.Values.Count(task => task.Status == VeoTaskStatus.Unknown)} unknown, {refused} refused");
        for (int i = 0; i < 200; i++)
        {
            string prompt = $"Shot {i}";
            SubmissionOutcome again = await shop.BuyAsync(Shop.Order(profile, prompt, jobKey: prompt));
            if (ledger[prompt].Status == VeoTaskStatus.Unknown) Assert.Equal(VeoErrorId.SubmitUnknown, again.Error!.ErrorId);
            else if (ledger[prompt].Id is { } id) Assert.Equal(id, again.Task!.Id);
        }

        Assert.Equal(accepted + refused, shop.Gateway.Accepted.Count);
        Assert.Distinct(shop.Gateway.Accepted.Select(task => task.Prompt));
    }

    /// <summary>A profile of any gateway at the shop's own.</summary>
    internal static GatewayProfile ProfileAt(Shop shop, Protocol protocol)
    {
        VeoProfile profile = new()
        {
            Name = "prod",
            Provider = protocol.ToString(),
            BaseUri = shop.Gateway.BaseOf(protocol),
            Model = protocol is Protocol.OpenAIVideos ? "veo-3.1-fast-generate-001" : null,
            Setting = protocol is Protocol.Vertex ? new Dictionary<string, string> { ["Project"] = "p1" } : [],
        };
        return new GatewayProfile(profile, GatewayCatalog.Find(protocol.ToString())!, Key);
    }

    // Google's are the names of operations.
    private static string IdOf(AcceptedTask task) => task.Protocol switch
    {
        Protocol.Gemini => $"models/{task.Request.GetProperty("model").GetString()}/operations/{task.TaskId}",
        Protocol.Vertex => $"{task.Request.GetProperty("model").GetString()}/operations/{task.TaskId}",
        _ => task.TaskId,
    };

    private static IEnumerable<FaultLine> Google(Protocol protocol) =>
    [
        .. Codes(protocol, ["INVALID_ARGUMENT", "FAILED_PRECONDITION", "UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND"], Fate.Refused),
        new(
            "the day's quota is spent",
            _ => Fault.GatewayCode("RESOURCE_EXHAUSTED", "Quota exceeded for requests per day per project."),
            false,
            Fate.Refused,
            protocol),
        .. Codes(protocol, ["INTERNAL", "UNAVAILABLE"], Fate.Unknown, accepted: true),
        .. Codes(protocol, ["INTERNAL", "UNAVAILABLE"], Fate.Unknown),
        .. Codes(protocol, ["RESOURCE_EXHAUSTED"], Fate.TakenAgain),
    ];

    private static IEnumerable<FaultLine> Both(Func<bool, FaultLine> line) => [line(true), line(false)];

    private static IEnumerable<FaultLine> Statuses(int[] statuses, Fate fate) =>
        from status in statuses
        from accepted in fate == Fate.Refused ? new[] { false } : [true, false]
        select new FaultLine(
            $"HTTP {status}",
            _ => status is 204 or 304 ? Fault.Status(status, accepted: accepted) : Fault.Status(status, Html, "text/html", accepted),
            accepted,
            fate);

    private static IEnumerable<FaultLine> Codes(Protocol protocol, string[] codes, Fate fate, bool accepted = false) =>
        codes.Select(code => new FaultLine($"code {code}", _ => Fault.GatewayCode(code, accepted: accepted), accepted, fate, protocol));

    private static Hold Released()
    {
        Hold hold = new();
        hold.Release();
        return hold;
    }

    /// <summary>A line of the matrix.</summary>
    /// <param name="Name">What goes wrong.</param>
    /// <param name="Make">Makes it go wrong.</param>
    /// <param name="Accepted">Whether the gateway takes the order all the same.</param>
    /// <param name="Fate">What becomes of the order.</param>
    /// <param name="Only">The one protocol that has it.</param>
    private sealed record FaultLine(string Name, Func<Shop, Fault> Make, bool Accepted, Fate Fate, Protocol? Only = null);
}
