using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Ledger;

public sealed class FileLedgerTests : IDisposable
{
    private readonly FileLedgerFixture _fixture = new();

    private FileLedger Ledger => _fixture.Ledger;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Nothing_is_on_disk_before_the_first_task()
    {
        Assert.Null(Ledger.Find(Ledger.NewSubmissionId()));
        Assert.Null(Ledger.Find("prod", "task-1"));
        Assert.Null(Ledger.LastClaim("scope", "key"));
        Assert.Empty(Ledger.List(new LedgerQuery()));

        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Home.FullName));
    }

    [Fact]
    public void A_submission_id_names_its_moment_in_UTC_and_sorts_by_it()
    {
        string first = Ledger.NewSubmissionId();
        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
        string second = Ledger.NewSubmissionId();

        Assert.Matches("^veo-20261120-060000000-[0-9a-f]{12}$", first);
        Assert.True(string.CompareOrdinal(first, second) < 0);
    }

    [Fact]
    public void A_task_comes_back_as_it_was_recorded_in_another_process()
    {
        DateTime now = _fixture.Clock.GetUtcNow().UtcDateTime;
        LedgerEntry entry = FileLedgerFixture.NewEntry(Ledger, _fixture.Clock.GetUtcNow()) with
        {
            RequestHash = "abc",
            LinkMissingSince = now,
            Saved = new VeoList<SavedFile>([new SavedFile(0, null, "/videos/a[1].mp4", 5_000_000_000, "00ff", now)]),
        };
        entry = entry with
        {
            Task = entry.Task with
            {
                Id = "002014001",
                Model = "veo3_fast",
                Status = VeoTaskStatus.Succeeded,
                Progress = 100,
                Prompt = "Маяк «в тумане» 🌫 <b>\n",
                JobKey = "shot-1",
                Tag = new VeoList<string>(["night", "fog"]),
                Completed = now,
                Videos = new VeoList<VeoVideo>([new VeoVideo { Index = 0, Uri = new Uri("https://cdn.example/v.mp4"), Resolution = "4k", Duration = 8.5m, MimeType = "video/mp4", Expires = now }]),
                Cost = new VeoCost { Amount = 0.80m, Unit = "USD", Basis = "price", AsOf = now },
                Error = new VeoError { Code = "007", Message = "almost", Kind = VeoErrorKind.Network, Retryable = true },
                RawStatus = "SUCCESS",
                Raw = """{"a":1}""",
            },
        };

        Ledger.Add(entry);
        LedgerEntry? found = _fixture.Open().Find(entry.Task.SubmissionId);

        Assert.Equal(entry, found);
        Assert.Equal(DateTimeKind.Utc, found!.Task.Created.Kind);
        Assert.Equal("0.80 USD", found.Task.Cost!.ToString());
    }

    [Fact]
    public void A_task_lies_in_its_days_folder()
    {
        LedgerEntry entry = _fixture.Add();

        Assert.Equal(_fixture.Home.PathOf("tasks", "2026-11-20", entry.Task.SubmissionId + ".json"), _fixture.DocumentOf(entry));
    }

    [Fact]
    public void A_name_is_recorded_once()
    {
        LedgerEntry entry = _fixture.Add();

        VeoException fault = Assert.Throws<VeoException>(() => Ledger.Add(entry));

        Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
    }

    [Fact]
    public void An_id_is_found_as_soon_as_an_update_brought_it()
    {
        LedgerEntry entry = _fixture.Add();

        Ledger.Update(entry.Task.SubmissionId, before => before with { Task = before.Task with { Id = "Task-1", Status = VeoTaskStatus.Queued } });

        FileLedger other = _fixture.Open();
        Assert.Equal(VeoTaskStatus.Queued, other.Find("prod", "Task-1")!.Task.Status);
        Assert.Equal(entry.Task.SubmissionId, other.FindAnyProfile("Task-1")!.Task.SubmissionId);
    }

    [Fact]
    public void Profiles_compare_without_case_and_ids_with_it()
    {
        _fixture.Add(task => task with { Id = "Task-1" });

        Assert.NotNull(Ledger.Find("PROD", "Task-1"));
        Assert.Null(Ledger.Find("prod", "task-1"));
        Assert.Null(Ledger.Find("other", "Task-1"));
    }

    [Fact]
    public void One_id_in_two_profiles_is_found_in_each_and_the_newest_without_a_profile()
    {
        LedgerEntry older = _fixture.Add(task => task with { Id = "1", Profile = "a" });
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        LedgerEntry newer = _fixture.Add(task => task with { Id = "1", Profile = "b" });

        Assert.Equal(older, Ledger.Find("a", "1"));
        Assert.Equal(newer, Ledger.Find("b", "1"));
        Assert.Equal(newer, Ledger.FindAnyProfile("1"));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("con")]
    [InlineData("a/b\\c:d*e?")]
    [InlineData("")]
    public void An_id_of_any_text_is_data_and_never_a_path(string id)
    {
        LedgerEntry entry = _fixture.Add(task => task with { Id = id });

        Assert.Equal(entry, Ledger.Find("prod", id));
        Assert.Null(Ledger.Find(id));
        Assert.Null(Ledger.Update(id, before => before));
    }

    [Theory]
    [InlineData("veo-20261120-060000000-0123456789AB")]
    [InlineData("veo-20261320-060000000-0123456789ab")]
    [InlineData("veo-20261120-060000000-0123456789a/")]
    [InlineData("veo-20261120-060000000-0123456789ab.json")]
    public void Only_a_name_of_the_ledgers_own_form_is_recorded(string name)
    {
        LedgerEntry entry = FileLedgerFixture.NewEntry(Ledger, _fixture.Clock.GetUtcNow());

        Assert.Throws<ArgumentException>(() => Ledger.Add(entry with { Task = entry.Task with { SubmissionId = name } }));
        Assert.Null(Ledger.Find(name));
    }

    [Fact]
    public void An_update_of_a_task_that_is_not_there_says_so_and_changes_nothing()
    {
        Assert.Null(Ledger.Update(Ledger.NewSubmissionId(), _ => throw new InvalidOperationException("There is nothing to change.")));
    }

    [Fact]
    public void An_update_that_fails_in_the_middle_leaves_the_task_as_it_was_and_unlocked()
    {
        LedgerEntry entry = _fixture.Add();

        Assert.Throws<TimeZoneNotFoundException>(() => Ledger.Update(entry.Task.SubmissionId, _ => throw new TimeZoneNotFoundException()));

        Assert.Equal(entry, Ledger.Update(entry.Task.SubmissionId, before => before));
    }

    [Fact]
    public void An_update_must_not_rename_the_task()
    {
        LedgerEntry entry = _fixture.Add();

        Assert.Throws<ArgumentException>(() => Ledger.Update(entry.Task.SubmissionId, before => before with { Task = before.Task with { SubmissionId = Ledger.NewSubmissionId() } }));
    }

    [Fact]
    public void A_submission_whose_deadline_has_passed_is_unknown_wherever_it_is_read()
    {
        LedgerEntry entry = _fixture.Add(task => task with { Id = "1" });
        string name = entry.Task.SubmissionId;

        _fixture.Clock.SetUtcNow(entry.SubmitDeadline.AddTicks(-1));
        Assert.Equal(VeoTaskStatus.Submitting, Ledger.Find(name)!.Task.Status);

        _fixture.Clock.SetUtcNow(entry.SubmitDeadline);
        Assert.Equal(VeoTaskStatus.Unknown, Ledger.Find(name)!.Task.Status);
        Assert.Equal(VeoTaskStatus.Unknown, Ledger.Find("prod", "1")!.Task.Status);
        Assert.Equal(VeoTaskStatus.Unknown, Assert.Single(Ledger.List(new LedgerQuery { Status = [VeoTaskStatus.Unknown] })).Task.Status);
        Ledger.Update(name, before =>
        {
            Assert.Equal(VeoTaskStatus.Unknown, before.Task.Status);
            return before;
        });
    }

    [Fact]
    public void A_task_that_was_taken_has_no_submission_deadline()
    {
        LedgerEntry entry = _fixture.Add(task => task with { Id = "1", Status = VeoTaskStatus.Running });

        _fixture.Clock.Advance(TimeSpan.FromDays(30));

        Assert.Equal(VeoTaskStatus.Running, Ledger.Find(entry.Task.SubmissionId)!.Task.Status);
    }

    [Fact]
    public void A_task_that_is_forgotten_is_found_no_more_and_its_claim_and_its_spending_stay()
    {
        LedgerEntry entry = _fixture.Add(task => task with { Id = "1", JobKey = "shot 1" });
        string name = entry.Task.SubmissionId;
        Ledger.TryClaim(new JobClaim("scope", "shot 1", 1, name, "hash", entry.SubmitDeadline));
        Ledger.Spend(new Spending("prod", name, 0.40m, "USD", IsFinal: false));

        Assert.True(Ledger.Remove(name));

        FileLedger other = _fixture.Open();
        Assert.Null(other.Find(name));
        Assert.Null(other.FindAnyProfile("1"));
        Assert.Empty(other.List(new LedgerQuery()));
        Assert.Equal(name, other.LastClaim("scope", "shot 1")!.SubmissionId);
        Assert.Equal(0.40m, other.Spent("prod", "USD", _fixture.Clock.GetUtcNow().UtcDateTime).Day);
        Assert.False(Ledger.Remove(name));
        Assert.False(Ledger.Remove("../" + name));
    }
}
