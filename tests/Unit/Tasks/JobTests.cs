using System.Text.Json.Nodes;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>The list of work and its leases, over a store.</summary>
public abstract class JobTests : IAsyncLifetime
{
    private static readonly byte[] s_png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3];

    private readonly EngineLog _log = new(_ => { }, _ => { });
    private HttpTransport _transport = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected TempFolder Folder { get; } = new();

    private protected FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    private protected ILedger Ledger { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Ledger = await OpenAsync();
        _transport = new HttpTransport(Time);
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.EndCallAsync(CancellationToken.None);
        _transport.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_job_comes_back_as_the_row_that_was_added()
    {
        VeoRequest request = new()
        {
            Prompt = "A lighthouse", AspectRatio = "9:16", Duration = 8, Audio = false, Seed = 7, Count = 2,
            FirstFrame = new LinkedMedia(new Uri("https://pictures.example/a%3Bb.png")),
            ReferenceImages = [new LinkedMedia(new Uri("https://pictures.example/c.png"))],
            ProviderOption = new JsonObject { ["a"] = new JsonObject { ["b"] = new JsonArray(1, 2.5, "c", true) } },
        };
        SubmissionOrder order = Order("intro", request) with { Tag = ["night"], MaxCost = 2 };
        VeoJob added = await Jobs().AddAsync(order, new JobTerms { Priority = 3 }, Token);
        (VeoJob job, VeoException? error) = (await Leases().TakeAsync(["night"], [], Token))!.Value;
        Assert.Null(error);
        Assert.Equal((VeoJobState.Waiting, VeoJobState.Leased), (added.State, job.State));
        Assert.Equal(
            ("intro", "A lighthouse", "9:16", 8, "Off", 7, 2, 2m, 3),
            (job.JobKey, job.Prompt, job.AspectRatio, job.Duration, job.Audio, job.Seed, job.Count, job.MaxCost, job.Priority));
        Assert.Equal(
            ("https://pictures.example/a%3Bb.png", "https://pictures.example/c.png"),
            (job.FirstFrame, Assert.Single(job.ReferenceImage!)));
        Assert.Equal(["sandbox"], job.Profile);
        Assert.Equal(new object[] { 1m, 2.5m, "c", true }, ((System.Collections.Hashtable)job.ProviderOption!["a"]!)["b"]);
    }

    [Fact]
    public async Task The_same_key_with_another_request_is_a_conflict()
    {
        await Jobs().AddAsync(Order("intro", new VeoRequest { Prompt = "a" }), new JobTerms(), Token);
        VeoException error = await Assert.ThrowsAsync<VeoException>(
            () => Jobs().AddAsync(Order("intro", new VeoRequest { Prompt = "b" }), new JobTerms(), Token));
        Assert.Equal(VeoErrorId.JobKeyConflict, error.ErrorId);
    }

    [Fact]
    public async Task Bytes_and_secrets_are_no_jobs()
    {
        VeoException bytes = await Assert.ThrowsAsync<VeoException>(
            () => Jobs().AddAsync(Order("a", new VeoRequest { FirstFrame = new InlineMedia("image/png", s_png) }), new JobTerms(), Token));
        Assert.Equal(VeoRemedyAction.StoreMedia, Assert.Single(bytes.Faults).Action?.Action);
        VeoRequest signed = new() {
            FirstFrame = new LinkedMedia(new Uri("https://pictures.example/a.png?X-Amz-Signature=0123456789abcdef0123456789abcdef")) };
        VeoException secret = await Assert.ThrowsAsync<VeoException>(() => Jobs().AddAsync(Order("b", signed), new JobTerms(), Token));
        Assert.Contains("secret", secret.Message);
        VeoRequest large = new() { FirstFrame = new InlineMedia("image/png", new byte[JobList.MostStoredBytes + 1]) };
        VeoException much = await Assert.ThrowsAsync<VeoException>(
            () => Jobs().AddAsync(Order("c", large), new JobTerms { StoreMedia = true }, Token));
        Assert.Contains("20 MiB", much.Message);
        Assert.Null(await Leases().TakeAsync([], [], Token));
    }

    [Fact]
    public async Task Media_that_the_ledger_keeps_need_no_file()
    {
        FileMedia file = NewFile();
        await Jobs().AddAsync(Order("a", new VeoRequest { FirstFrame = file }), new JobTerms { StoreMedia = true }, Token);
        File.Delete(file.Path);
        (VeoJob job, VeoException? error) = (await Leases().TakeAsync([], [], Token))!.Value;
        Assert.Null(error);
        Assert.Equal("data:image/png;base64," + Convert.ToBase64String(s_png), job.FirstFrame);
    }

    [Theory]
    [InlineData(VeoErrorId.BudgetExceeded, VeoJobState.Waiting, 0)]
    [InlineData(VeoErrorId.SubmitRejected, VeoJobState.Failed, 0)]
    [InlineData(VeoErrorId.RequestInvalid, VeoJobState.Failed, 0)]
    [InlineData(VeoErrorId.NotSent, VeoJobState.Waiting, 1)]
    [InlineData(VeoErrorId.RateLimited, VeoJobState.Waiting, 1)]
    public async Task Why_nothing_was_bought_decides_what_becomes_of_a_job(string errorId, string state, int attempts)
    {
        await Jobs().AddAsync(Order("a", new VeoRequest { Prompt = "a" }), new JobTerms(), Token);
        VeoJob job = (await Leases().TakeAsync([], [], Token))!.Value.Job;
        string id = LedgerJob.IdOf(job.Profile, job.JobKey);
        await Jobs().NoteNotBoughtAsync(id, "another worker", new VeoException(errorId, "no"), Token);
        Assert.Equal(VeoJobState.Leased, (await OnlyAsync()).State);
        await Jobs().NoteNotBoughtAsync(id, job.LeasedBy!, new VeoException(errorId, "no"), Token);
        Assert.Equal((state, attempts, "no"), ((await OnlyAsync()).State, (await OnlyAsync()).Attempts, (await OnlyAsync()).Error));
    }

    private protected abstract Task<ILedger> OpenAsync();

    private protected JobList Jobs() => new(Ledger, new PurchaseRun(_transport, Ledger, Time, _log), _log);

    private protected JobLeases Leases() => new(Ledger, Time, _log, TimeSpan.FromMinutes(15));

    private protected static SubmissionOrder Order(string key, VeoRequest request)
        => new() { Profiles = [Shop.Sandbox()], JobKey = key, Request = request };

    private protected FileMedia NewFile()
    {
        string path = Folder.PathOf("frame.png");
        File.WriteAllBytes(path, s_png);
        return new FileMedia(path, "image/png");
    }

    private protected async Task<VeoJob> OnlyAsync() => Assert.Single((await Jobs().PageAsync(new JobQuery(), null, Token)).Jobs);
}

/// <summary>On one machine.</summary>
public sealed class SqliteJobTests : JobTests
{
    [Fact]
    public async Task A_lease_is_renewed_while_its_worker_lives_and_falls_free_when_it_does_not()
    {
        await Jobs().AddAsync(Order("a", new VeoRequest { Prompt = "a" }), new JobTerms(), Token);
        JobLeases worker = Leases();
        Assert.NotNull(await worker.TakeAsync([], [], Token));
        DateTime until = (await OnlyAsync()).LeasedUntil!.Value;
        Time.Advance(TimeSpan.FromMinutes(5));
        await WaitUntilAsync(async () => (await OnlyAsync()).LeasedUntil == until.AddMinutes(5));
        await worker.EndAsync(Token);
        Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Null(await Leases().TakeAsync([], [], Token));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await Leases().TakeAsync([], [], Token))!.Value.Job.Attempts);
    }

    [Fact]
    public async Task A_file_that_is_gone_or_another_fails_the_job_and_not_the_worker()
    {
        FileMedia file = NewFile();
        await Jobs().AddAsync(Order("a", new VeoRequest { FirstFrame = file }), new JobTerms(), Token);
        File.WriteAllText(file.Path, "another");
        VeoException error = (await Leases().TakeAsync([], [], Token))!.Value.Error!;
        Assert.Contains(file.Path, error.Message);
        Assert.Contains("nothing was bought", error.Message);
        Assert.Equal(VeoJobState.Failed, (await OnlyAsync()).State);
        Assert.Null(await Leases().TakeAsync([], [], Token));
    }

    private protected override Task<ILedger> OpenAsync() => Task.FromResult(TestLedger.Open(Folder.PathOf("home"), Time));

    // The renewal is another thread's; it is waited for as long as that needs.
    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Yield();
    }
}

/// <summary>On a fleet.</summary>
public sealed class PostgresJobTests : JobTests
{
    [Fact]
    public async Task A_file_of_one_machine_is_no_job_for_a_fleet()
    {
        VeoException error = await Assert.ThrowsAsync<VeoException>(
            () => Jobs().AddAsync(Order("a", new VeoRequest { FirstFrame = NewFile() }), new JobTerms(), Token));
        Assert.Equal(VeoErrorId.RequestInvalid, error.ErrorId);
        Assert.Equal(VeoRemedyAction.StoreMedia, Assert.Single(error.Faults).Action?.Action);
    }

    private protected override async Task<ILedger> OpenAsync()
    {
        string address = await PostgresCluster.Require().NewDatabaseAsync();
        return PostgresLedger.Make(
            address,
            StateFolder.Resolve(name => name == "VEOPS_HOME" ? Folder.PathOf("home") : null),
            _ => null,
            Time);
    }
}
