using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>It has no way to the network: whatever it refuses is refused without any request.</summary>
public sealed class TaskFinderTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 11, 20, 6, 0, 0, DateTimeKind.Utc);

    private readonly TempFolder _home = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private readonly ILedger _ledger;
    private readonly TaskFinder _finder;

    public TaskFinderTests()
    {
        _ledger = TestLedger.Open(_home.FullName, _clock);
        _finder = new TaskFinder(_ledger, name => name switch
        {
            null or "prod" => Profile("prod", new ApikleyGateway(), "https://api.example"),
            "second" => Profile("second", new ApikleyGateway(), "https://api.example/veo"),
            "elsewhere" => Profile("elsewhere", new ApikleyGateway(), "https://other.example"),
            "port" => Profile("port", new ApikleyGateway(), "https://api.example:8443"),
            "tokenbay" => Profile("tokenbay", new TokenBayGateway(), "https://api.example"),
            _ => throw new VeoException(VeoErrorId.ProfileNotFound, $"There is no profile '{name}'."),
        });
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    public void A_submission_id_finds_the_task_and_its_profile()
    {
        LedgerEntry entry = Kept();

        TaskHandle handle = _finder.Find(entry.Task.SubmissionId, profile: null);

        ValueAssert.Equal(entry.Task, handle.Task);
        Assert.Equal(("prod", entry.Seed), (handle.Profile.Name, handle.Seed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("prod")]
    public void A_gateways_id_finds_it_with_its_profile_and_alone(string? profile)
    {
        LedgerEntry entry = Kept();

        ValueAssert.Equal(entry.Task, _finder.Find("task-1", profile).Task);
    }

    [Fact]
    public void Since_when_its_link_is_missing_comes_along()
    {
        LedgerEntry entry = Kept();
        _ledger.Update(entry.Task.SubmissionId, before => before with { LinkMissingSince = Start });

        Assert.Equal(Start, _finder.Find("task-1", null).LinkMissingSince);
    }

    [Theory]
    [InlineData(null, "prod")]
    [InlineData("tokenbay", "tokenbay")]
    public void An_id_that_nobody_kept_is_asked_for_at_the_profile_that_is_named_or_meant(string? profile, string expected)
    {
        TaskHandle handle = _finder.Find("never-seen", profile);

        Assert.Equal(
            ("never-seen", expected, VeoTaskStatus.Queued, ""),
            (handle.Task.Id, handle.Task.Profile, handle.Task.Status, handle.Task.SubmissionId));
        Assert.Equal(default, handle.Task.Created);
    }

    [Fact]
    public void An_id_of_a_profile_that_is_gone_says_so()
    {
        Add(task => new VeoTask(task) { Id = "task-1", Profile = "gone" });

        Assert.Equal(VeoErrorId.ProfileNotFound, Assert.Throws<VeoException>(() => _finder.Find("task-1", null)).ErrorId);
    }

    [Theory]
    [InlineData("elsewhere")]
    [InlineData("port")]
    [InlineData("tokenbay")]
    public void A_task_is_not_asked_for_at_another_origin_or_gateway(string profile)
    {
        LedgerEntry entry = Kept();

        Refused(() => _finder.Find(entry.Task.SubmissionId, profile));
        Refused(() => _finder.Find(entry.Task, profile));

        void Refused(Action find)
        {
            VeoException error = Assert.Throws<VeoException>(find);
            Assert.Equal((VeoErrorId.RequestInvalid, "task-1"), (error.ErrorId, error.Task!.Id));
            Assert.Contains("https://api.example", error.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing was sent", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_profile_that_now_points_elsewhere_is_refused_too()
    {
        Add(task => new VeoTask(task) { Id = "task-1", Profile = "elsewhere" });

        Assert.Equal(VeoErrorId.RequestInvalid, Assert.Throws<VeoException>(() => _finder.Find("task-1", null)).ErrorId);
    }

    [Fact]
    public void Another_profile_of_the_same_gateway_and_origin_will_do()
    {
        LedgerEntry entry = Kept();

        Assert.Equal("second", _finder.Find(entry.Task, "second").Profile.Name);
        Assert.Equal("second", _finder.Find(entry.Task.SubmissionId, "second").Profile.Name);
    }

    [Fact]
    public void A_live_task_stays_as_it_is_with_its_signed_links()
    {
        LedgerEntry entry = Kept(task =>
            new VeoTask(task) { Status = VeoTaskStatus.Succeeded, Videos = Videos("https://cdn.example/v?sig=1") });

        Assert.Equal("https://cdn.example/v?sig=1", _finder.Find(entry.Task, null).Task.Videos[0].Uri!.AbsoluteUri);
    }

    [Fact]
    public void A_live_task_that_has_ended_stays_so_where_the_ledger_has_not_seen_it()
    {
        LedgerEntry entry = Kept();

        Assert.Equal(VeoTaskStatus.Succeeded, _finder.Find(new VeoTask(entry.Task) { Status = VeoTaskStatus.Succeeded }, null).Task.Status);
    }

    [Theory]
    [InlineData(VeoTaskStatus.Succeeded)]
    [InlineData(VeoTaskStatus.Failed)]
    [InlineData(VeoTaskStatus.Filtered)]
    public void A_task_that_the_ledger_saw_end_has_ended(string status)
    {
        VeoTask live = Kept().Task;
        _ledger.Update(live.SubmissionId, before => before with { Task = new VeoTask(before.Task) { Status = status } });

        Assert.Equal(status, _finder.Find(live, null).Task.Status);
    }

    [Fact]
    public void A_task_whose_id_was_read_later_gets_it_from_the_ledger()
    {
        LedgerEntry entry = Kept();

        TaskHandle handle = _finder.Find(new VeoTask(entry.Task) { Id = null, Status = VeoTaskStatus.Unknown }, null);

        Assert.Equal(("task-1", VeoTaskStatus.Queued), (handle.Task.Id, handle.Task.Status));
    }

    [Fact]
    public void Of_a_task_that_came_from_a_file_the_ledger_knows_the_rest()
    {
        LedgerEntry entry = Kept();

        VeoTask bare = new() { Id = "task-1", Profile = "prod", Status = VeoTaskStatus.Queued };
        ValueAssert.Equal(entry.Task, _finder.Find(bare, null).Task);
        VeoTask named = new(bare) { SubmissionId = entry.Task.SubmissionId };
        ValueAssert.Equal(entry.Task, _finder.Find(named, null).Task);
    }

    [Fact]
    public void A_task_that_was_polled_since_is_taken_as_it_was_polled()
    {
        VeoTask live = Kept().Task;
        live = new VeoTask(live) { Updated = live.Updated.AddMinutes(1), Progress = 50, Status = VeoTaskStatus.Running };

        ValueAssert.Equal(live, _finder.Find(live, null).Task);
    }

    [Fact]
    public void A_task_that_no_ledger_knows_is_asked_for_at_its_own_profile_or_the_one_that_is_named()
    {
        VeoTask live = new() { Id = "x", Profile = "tokenbay", Status = VeoTaskStatus.Queued };

        Assert.Equal("tokenbay", _finder.Find(live, null).Profile.Name);
        Assert.Equal("second", _finder.Find(live, "second").Profile.Name);
    }

    private static GatewayProfile Profile(string name, IGateway gateway, string baseUri) =>
        new(new VeoProfile { Name = name, Provider = gateway.Table.Provider, BaseUri = new Uri(baseUri) }, gateway, "a-key-of-ours");

    private static VeoList<VeoVideo> Videos(string uri) => new([new VeoVideo { Uri = new Uri(uri) }]);

    private LedgerEntry Add(Func<VeoTask, VeoTask> change)
    {
        VeoTask task = new()
        {
            SubmissionId = SubmissionId.New(_clock.GetUtcNow()),
            Profile = "prod",
            Provider = "Apikley",
            Prompt = "A lighthouse in the fog",
            Created = Start,
            Updated = Start,
        };
        LedgerEntry entry = new() { Task = change(task), Origin = "https://api.example" };
        _ledger.Add(entry);
        return entry;
    }

    private LedgerEntry Kept(Func<VeoTask, VeoTask>? change = null) => Add(task =>
    {
        task = new VeoTask(task) { Id = "task-1", Status = VeoTaskStatus.Queued,
            Model = "veo3", JobKey = "shot-1", Tag = new VeoList<string>(["night"]) };
        return change is null ? task : change(task);
    });
}
