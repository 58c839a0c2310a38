using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

/// <summary>One order at one gateway: what is recorded, what is sent, and what comes back.</summary>
public sealed class SubmissionTests
{
    public static TheoryData<Protocol, string, string, string> Refusals => new()
    {
        { Protocol.Apikley, "401", "You do not have access permissions", VeoErrorId.Unauthorized },
        { Protocol.Apikley, "402", "Insufficient Credits", VeoErrorId.InsufficientCredits },
        { Protocol.Apikley, "433", "points used by apiKey has exceeded the daily limit", VeoErrorId.InsufficientCredits },
        { Protocol.Apikley, "429", "Insufficient credits", VeoErrorId.InsufficientCredits },
        { Protocol.Apikley, "400", "Your prompt was flagged by Website as violating content policies.", VeoErrorId.ContentRejected },
        { Protocol.Apikley, "400", "models/veo3 is no longer available", VeoErrorId.ModelRetired },
        { Protocol.Apikley, "451", "Failed to fetch the image.", VeoErrorId.SubmitRejected },
        { Protocol.Apikley, "422", "Validation Error", VeoErrorId.SubmitRejected },
        { Protocol.Apikley, "501", "Generation Failed", VeoErrorId.SubmitRejected },
        { Protocol.Apikley, "505", "Feature Disabled", VeoErrorId.SubmitRejected },
        { Protocol.TokenBay, "invalid_api_key", "Invalid token", VeoErrorId.Unauthorized },
        { Protocol.TokenBay, "insufficient_user_quota", "user quota is not enough", VeoErrorId.InsufficientCredits },
        { Protocol.TokenBay, "prompt_blocked", "Blocked.", VeoErrorId.ContentRejected },
        { Protocol.TokenBay, "sensitive_words_detected", "Blocked.", VeoErrorId.ContentRejected },
        { Protocol.TokenBay, "model_not_found", "The model veo-3.1 has been retired", VeoErrorId.ModelRetired },
        { Protocol.TokenBay, "invalid_request", "duration must be 4, 6 or 8", VeoErrorId.SubmitRejected },
        { Protocol.TokenBay, "access_denied", "No.", VeoErrorId.SubmitRejected },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_whose_reader_fails_is_unknown_kept_and_never_sent_again(bool rateLimited)
    {
        await using Shop shop = await Shop.OpenAsync(new LeapingClock());
        if (rateLimited) shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited());

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(shop.Profile(new FailingReader(GatewayCatalog.Find("Apikley")!))));

        Assert.Equal(VeoErrorId.SubmitUnknown, outcome.Error!.ErrorId);
        Assert.Single(shop.Submits);
        VeoTask kept = Assert.Single(shop.Recorded).Task;
        Assert.Equal(VeoTaskStatus.Unknown, kept.Status);
        if (!rateLimited) Assert.Contains(Assert.Single(shop.Gateway.Accepted).TaskId, kept.Raw!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task It_is_on_disk_before_it_is_sent_and_its_id_before_it_is_returned(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));
        SubmissionOrder order = Shop.Order(shop.Profile(protocol)) with { Tag = ["fog", "sea"], Request = new VeoRequest {
            Prompt = "A lighthouse",
            Seed = 12345 } };
        bool keptWhenSaid = false;
        shop.Verbose = text => keptWhenSaid |= text.Contains("was accepted as", StringComparison.Ordinal)
            && shop.Recorded.Single().Task.Id is not null;

        Task<SubmissionOutcome> buying = shop.BuyAsync(order);
        await hold.Reached;

        LedgerEntry sent = Assert.Single(shop.Recorded);
        Assert.Equal((VeoTaskStatus.Submitting, null), (sent.Task.Status, sent.Task.Id));
        Assert.Equal(
            ("prod", protocol.ToString(), "A lighthouse", 12345L),
            (sent.Task.Profile, sent.Task.Provider, sent.Task.Prompt, sent.Seed));
        Assert.Equal(["fog", "sea"], sent.Task.Tag);
        Assert.Equal(shop.Gateway.BaseUri.GetLeftPart(UriPartial.Authority), sent.Origin);

        hold.Release();
        VeoTask task = (await buying).Task!;
        Assert.Equal(Assert.Single(shop.Gateway.Accepted).TaskId, task.Id);
        Assert.Equal((VeoTaskStatus.Queued, sent.Task.SubmissionId), (task.Status, task.SubmissionId));
        ValueAssert.Equal(task, Assert.Single(shop.Recorded).Task);
        ValueAssert.Equal(task, shop.OpenLedger().Find("prod", task.Id!)!.Task);
        Assert.True(keptWhenSaid);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task Where_the_ledger_cannot_be_written_nothing_is_sent(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        File.WriteAllText(shop.Folder, "no folder");

        SubmissionOutcome plain = await shop.BuyAsync(Shop.Order(shop.Profile(protocol)));
        SubmissionOutcome keyed = await shop.BuyAsync(Shop.Order(shop.Profile(protocol), jobKey: "shot 1"));

        Assert.Equal(VeoErrorId.LedgerUnavailable, plain.Error!.ErrorId);
        Assert.Equal(VeoErrorId.LedgerUnavailable, keyed.Error!.ErrorId);
        Assert.Contains("VEOPS_HOME", plain.Error.Message, StringComparison.Ordinal);
        Assert.Empty(shop.Gateway.Requests);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_has_the_error_id_of_its_kind_and_bought_nothing(
        Protocol protocol,
        string code,
        string message,
        string errorId)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.GatewayCode(code, message));

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(shop.Profile(protocol)));

        Assert.Equal(errorId, outcome.Error!.ErrorId);
        Assert.True(outcome.NothingBought);
        Assert.Contains("Nothing was bought.", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Contains(message.TrimEnd('.'), outcome.Error.Message, StringComparison.Ordinal);
        Assert.Single(shop.Submits);
        VeoTask recorded = Assert.Single(shop.Recorded).Task;
        ValueAssert.Equal(recorded, outcome.Error.Task);
        Assert.Equal((VeoTaskStatus.Failed, null, code), (recorded.Status, recorded.Id, recorded.Error!.Code));
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task A_wrong_key_is_told_with_the_profile_and_never_shown(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        const string Wrong = "sk-of-somebody-else-0123456789";
        shop.Gateway.Faults.Add(
            Route.Submit,
            Fault.GatewayCode(protocol == Protocol.Apikley ? "401" : "invalid_api_key", $"The key {Wrong} is not known."));

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(shop.Profile(protocol, key: Wrong)));

        Assert.Equal(VeoErrorId.Unauthorized, outcome.Error!.ErrorId);
        Assert.Contains("'prod'", outcome.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Wrong, outcome.Error.Message, StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(shop.Folder, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain(Wrong, OpenFile.Read(file), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Protocol.Apikley, false)]
    [InlineData(Protocol.TokenBay, false)]
    [InlineData(Protocol.Apikley, true)]
    [InlineData(Protocol.TokenBay, true)]
    public async Task What_was_turned_away_is_sent_again_after_the_time_that_was_asked_for(Protocol protocol, bool asDate)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        TimeSpan asked = TimeSpan.FromSeconds(10);
        shop.Gateway.Faults
            .Add(Route.Submit, asDate ? Fault.RateLimited(clock.GetUtcNow() + asked) : Fault.RateLimited(asked), Strike.Once);

        Task<SubmissionOutcome> buying = shop.BuyAsync(Shop.Order(shop.Profile(protocol)));
        Assert.Contains("tries again", await shop.NextWarningAsync(), StringComparison.Ordinal);
        await clock.WaitForTimersAsync(2); // The next try, and the heartbeat.

        clock.Advance(asked - TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, clock.ArmedTimers);
        Assert.Single(shop.Submits);
        Assert.Equal(VeoTaskStatus.Submitting, Assert.Single(shop.Recorded).Task.Status);

        clock.Advance(TimeSpan.FromSeconds(1.1)); // The rest, and the jitter.
        VeoTask task = (await buying).Task!;

        Assert.Equal(Assert.Single(shop.Gateway.Accepted).TaskId, task.Id);
        Assert.Equal(shop.Submits[0].BodyText, shop.Submits[1].BodyText);
        Assert.Single(shop.Recorded);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task A_rate_limit_that_does_not_pass_ends_after_five_minutes(Protocol protocol)
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited(), Strike.First(2)).Add(Route.Submit, Fault.RateLimitedInBody());

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(shop.Profile(protocol)));

        Assert.Equal(VeoErrorId.RateLimited, outcome.Error!.ErrorId);
        Assert.True(outcome.NothingBought);
        Assert.Equal(PurchaseRun.DefaultRetryTimeout, clock.Elapsed);
        Assert.InRange(shop.Submits.Count, 300 / 16, 3000);
        Assert.Empty(shop.Gateway.Accepted);
        Assert.Equal(VeoTaskStatus.Failed, Assert.Single(shop.Recorded).Task.Status);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task A_refused_connection_is_tried_again_for_five_minutes_and_bought_nothing(Protocol protocol)
    {
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        int again = 0;
        shop.Verbose = text => again += text.Contains("sends it again", StringComparison.Ordinal) ? 1 : 0;

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(shop.Profile(protocol, baseUri: shop.ClosedPort)));

        Assert.Equal(VeoErrorId.NotSent, outcome.Error!.ErrorId);
        Assert.Contains(shop.ClosedPort.Authority, outcome.Error.Message, StringComparison.Ordinal);
        Assert.True(outcome.NothingBought);
        Assert.Equal(PurchaseRun.DefaultRetryTimeout, clock.Elapsed);
        Assert.True(again >= 300 / 16, $"Tried {again} times again.");
        Assert.Contains(shop.ClosedPort.Authority, Assert.Single(shop.Warnings), StringComparison.Ordinal);
        Assert.Equal(VeoTaskStatus.Failed, Assert.Single(shop.Recorded).Task.Status);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task A_time_out_is_unknown_and_not_sent_again(Protocol protocol)
    {
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));

        Task<SubmissionOutcome> buying = shop.BuyAsync(Shop.Order(shop.Profile(protocol)));
        await hold.Reached;
        await clock.WaitForTimersAsync(2);
        clock.Advance(Sending.AnswerLimit);
        SubmissionOutcome outcome = await buying;

        Assert.Equal(VeoErrorId.SubmitUnknown, outcome.Error!.ErrorId);
        Assert.False(outcome.NothingBought);
        Assert.Contains(outcome.Error.Task!.SubmissionId, outcome.Error.Message, StringComparison.Ordinal);
        Assert.Single(shop.Submits);
        Assert.Equal(VeoTaskStatus.Unknown, Assert.Single(shop.Recorded).Task.Status);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task A_ledger_that_refuses_after_the_purchase_does_not_hide_it(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));

        (ILedger ledger, Action breakLedger) = shop.BreakableLedger();
        Task<SubmissionOutcome> buying = Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(shop.Profile(protocol)));
        await hold.Reached;
        breakLedger();
        hold.Release();
        VeoTask task = (await buying).Task!;

        Assert.Equal(Assert.Single(shop.Gateway.Accepted).TaskId, task.Id);
        string warning = Assert.Single(shop.Warnings);
        Assert.Contains(task.Id!, warning, StringComparison.Ordinal);
        Assert.Contains("prod", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task An_id_is_written_down_anew_where_its_record_was_cleared_meanwhile(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        Hold hold = new();
        shop.Gateway.Faults.Add(Route.Submit, Fault.LateAnswer(hold));

        Task<SubmissionOutcome> buying = shop.BuyAsync(Shop.Order(shop.Profile(protocol)));
        await hold.Reached;
        Assert.True(shop.OpenLedger().Remove(Assert.Single(shop.Recorded).Task.SubmissionId));
        hold.Release();
        VeoTask task = (await buying).Task!;

        ValueAssert.Equal(task, shop.OpenLedger().Find("prod", task.Id!)!.Task);
        Assert.Empty(shop.Warnings);
    }

    [Fact]
    public async Task A_ledger_that_refuses_between_two_tries_ends_them_with_nothing_bought()
    {
        await using Shop shop = await Shop.OpenAsync(new LeapingClock());
        shop.Gateway.Faults.Add(Route.Submit, Fault.RateLimited());
        (ILedger ledger, Action breakLedger) = shop.BreakableLedger();
        shop.Warning = text =>
        {
            if (text.Contains("tries again", StringComparison.Ordinal)) breakLedger();
        };

        SubmissionOutcome outcome = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(shop.Profile()));

        Assert.Equal(VeoErrorId.LedgerUnavailable, outcome.Error!.ErrorId);
        Assert.Contains("Nothing was bought.", outcome.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("continues", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Single(shop.Submits);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.TokenBay)]
    public async Task What_an_answer_said_is_kept_redacted(Protocol protocol)
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.Status(
            200,
            """{"note":"key test-key-of-mine","url":"https://b.example/a?n=1\u0026X-Amz-Signature=0123abcd"}""",
            "application/json",
            accepted: true));

        SubmissionOutcome outcome = await shop.BuyAsync(Shop.Order(shop.Profile(protocol)));

        string raw = Assert.Single(shop.Recorded).Task.Raw!;
        Assert.Equal(outcome.Error!.Task!.Raw, raw);
        Assert.Equal("""{"note":"key ***-of-mine","url":"https://b.example/a?n=1\u0026X-Amz-Signature=***"}""", raw);
    }
}
