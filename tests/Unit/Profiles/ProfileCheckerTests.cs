using System.Net;
using System.Net.Sockets;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Profiles;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Profiles;

public sealed class ProfileCheckerTests : IAsyncDisposable
{
    private const string Key = "a-key-of-ours";

    private readonly FakeTimeProvider _clock = new();
    private readonly HttpTransport _transport;
    private LoopbackGateway? _gateway;

    public ProfileCheckerTests()
    {
        _clock.SetUtcNow(DateTimeOffset.UtcNow);
        _transport = new HttpTransport(_clock);
    }

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        if (_gateway is not null) await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData(Protocol.Apikley, "returned the balance")]
    [InlineData(Protocol.SkillsVideo, "returned the balance")]
    [InlineData(Protocol.TokenBay, "looked up a task")]
    [InlineData(Protocol.UniAll, "looked up a task")]
    [InlineData(Protocol.Vtrix, "looked up a task")]
    [InlineData(Protocol.Gemini, "looked up a task")]
    [InlineData(Protocol.Fal, "returned the balance")]
    [InlineData(Protocol.Kie, "returned the balance")]
    [InlineData(Protocol.Replicate, "listed the running tasks")]
    public async Task A_key_that_a_gateway_takes_is_found_to_be_good_and_nothing_is_bought(Protocol protocol, string how)
    {
        IReadOnlyList<VeoProfileCheck> checks = await CheckAsync(protocol, Key);

        VeoProfileCheck key = Assert.Single(checks, check => check.Check == ProfileChecks.Key);
        Assert.True(key.Ok, key.Detail);
        Assert.Contains(how, key.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(checks, check => check.Ok is false);
        Assert.DoesNotContain(_gateway!.Requests, request => request.Route == Route.Submit);
    }

    [Theory]
    [InlineData(Protocol.Apikley)]
    [InlineData(Protocol.SkillsVideo)]
    [InlineData(Protocol.TokenBay)]
    [InlineData(Protocol.UniAll)]
    [InlineData(Protocol.Vtrix)]
    [InlineData(Protocol.Gemini)]
    [InlineData(Protocol.Fal)]
    [InlineData(Protocol.Kie)]
    [InlineData(Protocol.Replicate)]
    public async Task A_key_that_a_gateway_refuses_is_found_to_be_bad(Protocol protocol)
    {
        VeoProfileCheck key = Of(await CheckAsync(protocol, "another-key"), ProfileChecks.Key);

        Assert.False(key.Ok, key.Detail);
        Assert.Equal(VeoRemedy.ChangeProfile("prod", "ApiKey"), key.Action);
    }

    [Fact]
    public async Task Where_every_key_gets_the_same_answer_nothing_is_said_of_the_key()
    {
        await StartAsync();
        _gateway!.Faults.Add(Route.Poll, Fault.Status(404, "{}", "application/json"));

        VeoProfileCheck key = Of(await CheckAsync(Protocol.TokenBay, Key), ProfileChecks.Key);

        Assert.Null(key.Ok);
        Assert.Contains("do not show", key.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_with_nothing_left_is_not_well_though_its_key_is()
    {
        await StartAsync(new GatewayOptions { ApiKey = Key, Credits = 0 });

        IReadOnlyList<VeoProfileCheck> checks = await CheckAsync(Protocol.Apikley, Key);

        Assert.True(Of(checks, ProfileChecks.Key).Ok);
        Assert.Equal((false, "0 credits left."), (Of(checks, ProfileChecks.Balance).Ok, Of(checks, ProfileChecks.Balance).Detail));
    }

    [Fact]
    public async Task Without_a_key_the_rest_is_looked_at_and_the_key_is_not()
    {
        IReadOnlyList<VeoProfileCheck> checks = await CheckAsync(Protocol.Apikley, key: null);

        Assert.True(Of(checks, ProfileChecks.Address).Ok);
        Assert.Null(Of(checks, ProfileChecks.Key).Ok);
        Assert.Null(Of(checks, ProfileChecks.Balance).Ok);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(-4, true)]
    [InlineData(6, false)]
    [InlineData(-6, false)]
    public async Task A_clock_that_is_minutes_off_is_told(int minutes, bool isWell)
    {
        _clock.SetUtcNow(DateTimeOffset.UtcNow.AddMinutes(minutes));

        VeoProfileCheck clock = Of(await CheckAsync(Protocol.TokenBay, Key), ProfileChecks.Clock);

        Assert.Equal(isWell, clock.Ok);
        if (!isWell) Assert.Contains(minutes < 0 ? "behind" : "ahead", clock.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-3)]
    public async Task A_clock_that_is_less_than_five_seconds_off_is_called_right(int seconds)
    {
        _clock.SetUtcNow(DateTimeOffset.UtcNow.AddSeconds(seconds));

        VeoProfileCheck clock = Of(await CheckAsync(Protocol.TokenBay, Key), ProfileChecks.Clock);

        Assert.Equal((true, "This machine's clock is correct: within 5 s of the gateway's clock."), (clock.Ok, clock.Detail));
    }

    [Theory]
    [InlineData(Protocol.TokenBay, "/v1/videos/task_")]
    [InlineData(Protocol.Vtrix, "/model/v1/generation/task/veops-check-")]
    [InlineData(Protocol.Gemini, "/v1beta/models/veo-3.1-fast-generate-preview/operations/")]
    public async Task A_task_that_nobody_has_is_asked_for_by_an_id_in_the_gateways_own_form(Protocol protocol, string path)
    {
        await CheckAsync(protocol, Key);

        RecordedRequest[] polls = [.. _gateway!.Requests.Where(request => request.Route == Route.Poll)];
        Assert.Equal(2, polls.Length); // With the key, and with one that nobody has.
        Assert.All(polls, poll => Assert.StartsWith(path, poll.PathAndQuery, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_an_address_that_is_not_well()
    {
        IReadOnlyList<VeoProfileCheck> checks = await CheckAsync(
            Profile(new Uri($"http://127.0.0.1:{ClosedPort()}"), Protocol.TokenBay, Key),
            hasKey: true);

        Assert.False(Of(checks, ProfileChecks.Address).Ok);
        Assert.All(
            [ProfileChecks.Tls, ProfileChecks.Clock, ProfileChecks.Key, ProfileChecks.Balance],
            check => Assert.Null(Of(checks, check).Ok));
    }

    [Fact]
    public async Task A_name_that_no_resolver_knows_is_an_address_that_is_not_well() =>
        Assert.False(Of(
            await CheckAsync(Profile(new Uri("https://gateway.invalid"), Protocol.TokenBay, Key), hasKey: true),
            ProfileChecks.Address).Ok);

    [Fact]
    public async Task A_port_that_speaks_no_TLS_takes_connections_and_is_not_well()
    {
        await StartAsync();

        IReadOnlyList<VeoProfileCheck> checks = await CheckAsync(
            Profile(new UriBuilder(_gateway!.BaseUri) { Scheme = "https" }.Uri, Protocol.TokenBay, Key),
            hasKey: true);

        Assert.Equal((true, false), (Of(checks, ProfileChecks.Address).Ok, Of(checks, ProfileChecks.Tls).Ok));
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public async Task The_key_goes_along_only_where_it_is_asked_about()
    {
        await CheckAsync(Protocol.Apikley, Key);

        Assert.All(
            _gateway!.Requests,
            request => Assert.Equal(request.PathAndQuery != "/", request.Header("Authorization") == "Bearer " + Key));
    }

    [Fact]
    public async Task The_sandbox_needs_nothing()
    {
        VeoProfileCheck check = Assert.Single(await CheckAsync(new ProfileResolver(_ => null).Resolve("sandbox"), hasKey: true));

        Assert.Equal((ProfileChecks.Address, true), (check.Check, check.Ok));
    }

    [Fact]
    public async Task A_gateway_that_does_not_answer_can_be_let_go_of()
    {
        await StartAsync();
        Hold hold = new();
        _gateway!.Faults.Add(Route.Any, Fault.LateAnswer(hold));
        using CancellationTokenSource stop = new();

        Task<IReadOnlyList<VeoProfileCheck>> checks = new ProfileChecker(_transport, _clock).CheckAsync(
            Profile(_gateway.BaseUri, Protocol.TokenBay, Key),
            hasKey: true,
            stop.Token);
        await hold.Reached.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => checks);
    }

    [Fact]
    public void A_folder_is_looked_at_by_writing_to_it_and_nothing_is_left()
    {
        using TempFolder folder = new();

        Assert.True(ProfileChecks.Folder("prod", name => name == "VEOPS_HOME" ? folder.PathOf("new") : null).Ok);
        Assert.Empty(Directory.GetFiles(folder.PathOf("new")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_or_told_is_not_well()
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.PathOf("file"), "");

        Assert.All(new Func<string, string?>[] { _ => null, name => name == "VEOPS_HOME" ? folder.PathOf("file") : null }, environment =>
        {
            VeoProfileCheck check = ProfileChecks.Folder("prod", environment);
            Assert.False(check.Ok);
            Assert.Contains("VEOPS_HOME", check.Remedy, StringComparison.Ordinal);
        });
    }

    private static VeoProfileCheck Of(IEnumerable<VeoProfileCheck> checks, string check)
        => Assert.Single(checks, each => each.Check == check);

    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static GatewayProfile Profile(Uri baseUri, Protocol protocol, string? key) =>
        new(
            new VeoProfile { Name = "prod", Provider = protocol.ToString(), BaseUri = baseUri, Source = ProfileSource.Vault },
            GatewayCatalog.Find(protocol.ToString())!,
            key);

    private async Task StartAsync(GatewayOptions? options = null) =>
        _gateway = await LoopbackGateway.StartAsync(options ?? new GatewayOptions { ApiKey = Key }, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<VeoProfileCheck>> CheckAsync(Protocol protocol, string? key)
    {
        if (_gateway is null) await StartAsync();
        return await CheckAsync(Profile(_gateway!.BaseOf(protocol), protocol, key), key is not null);
    }

    private Task<IReadOnlyList<VeoProfileCheck>> CheckAsync(GatewayProfile profile, bool hasKey) =>
        new ProfileChecker(_transport, _clock).CheckAsync(profile, hasKey, TestContext.Current.CancellationToken);
}
