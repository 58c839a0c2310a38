using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Ledger;

public sealed class FileLedgerListTests : IDisposable
{
    private readonly FileLedgerFixture _fixture = new();

    private FileLedger Ledger => _fixture.Ledger;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Tasks_come_newest_first_across_days()
    {
        for (int number = 0; number < 10; number++)
        {
            _fixture.Add(task => task with { Id = $"{number}" });
            _fixture.Clock.Advance(TimeSpan.FromHours(7));
        }

        Assert.Equal(["9", "8", "7", "6", "5", "4", "3", "2", "1", "0"], Ledger.List(new LedgerQuery()).Select(entry => entry.Task.Id));
    }

    [Fact]
    public void The_newest_of_ten_thousand_are_listed_without_reading_the_others()
    {
        // Each read of an old task would be told to the callback: they are all torn.
        for (int day = 1; day <= 10; day++)
        {
            string folder = Directory.CreateDirectory(_fixture.Home.PathOf("tasks", $"2026-11-{day:00}")).FullName;
            for (int number = 0; number < 1_000; number++)
                File.WriteAllText(Path.Combine(folder, $"veo-202611{day:00}-060000{number:000}-0123456789ab.json"), "");
        }

        LedgerEntry newest = _fixture.Add();

        List<string> unreadable = [];
        Assert.Equal(newest, Ledger.List(new LedgerQuery(), unreadable.Add).First());
        Assert.Empty(unreadable);
        Assert.Equal(newest, Assert.Single(Ledger.List(new LedgerQuery(), unreadable.Add)));
        Assert.Equal(10_000, unreadable.Count);
    }

    [Fact]
    public void Since_ends_the_walk_at_the_first_task_that_is_too_old()
    {
        LedgerEntry old = _fixture.Add();
        File.WriteAllText(_fixture.DocumentOf(old), "");
        _fixture.Clock.Advance(TimeSpan.FromHours(5));
        DateTime since = _fixture.Clock.GetUtcNow().UtcDateTime;
        LedgerEntry recent = _fixture.Add();

        List<string> unreadable = [];
        Assert.Equal(recent, Assert.Single(Ledger.List(new LedgerQuery { Since = since }, unreadable.Add)));
        Assert.Empty(unreadable);
    }

    [Fact]
    public void Since_counts_from_when_a_task_was_recorded_and_not_from_when_it_was_named()
    {
        LedgerEntry entry = FileLedgerFixture.NewEntry(Ledger, _fixture.Clock.GetUtcNow());
        _fixture.Clock.Advance(TimeSpan.FromMinutes(20));
        DateTime recorded = _fixture.Clock.GetUtcNow().UtcDateTime;
        Ledger.Add(entry with { Task = entry.Task with { Created = recorded, Status = VeoTaskStatus.Queued } });

        Assert.Single(Ledger.List(new LedgerQuery { Since = recorded }));
        Assert.Empty(Ledger.List(new LedgerQuery { Since = recorded.AddTicks(1) }));
        Assert.Single(Ledger.List(new LedgerQuery { Since = DateTime.MinValue }));
    }

    [Fact]
    public void Each_condition_narrows_the_list()
    {
        LedgerEntry day = _fixture.Add(task => task with { Profile = "a", Status = VeoTaskStatus.Running, JobKey = "Key", Tag = new VeoList<string>(["Day", "fog"]) });
        _fixture.Add(task => task with { Profile = "b", Status = VeoTaskStatus.Failed, JobKey = "key", Tag = new VeoList<string>(["night", "fog"]) });

        LedgerQuery[] queries =
        [
            new() { Status = ["running", "Queued"] },
            new() { Profile = ["A"] },
            new() { JobKey = ["Key"] },
            new() { Tag = ["FOG", "day"] },
        ];

        Assert.All(queries, query => Assert.Equal(day, Assert.Single(Ledger.List(query))));
        Assert.Equal(2, Ledger.List(new LedgerQuery { Tag = ["fog"] }).Count());
        Assert.Empty(Ledger.List(new LedgerQuery { Profile = ["a"], JobKey = ["key"] }));
    }

    [Fact]
    public void Unsaved_is_what_succeeded_and_is_not_on_disk_with_every_video()
    {
        using Support.TempFolder videos = new();
        File.WriteAllBytes(videos.PathOf("whole.mp4"), new byte[3]);
        File.WriteAllBytes(videos.PathOf("short.mp4"), new byte[2]);

        Record("both saved", Saved(0, null, "whole.mp4"), Saved(1, null, "whole.mp4"));
        Record("one saved", Saved(0, null, "whole.mp4"));
        Record("only an upgrade saved", Saved(0, null, "whole.mp4"), Saved(1, "4k", "whole.mp4"));
        Record("one cut short", Saved(0, null, "whole.mp4"), Saved(1, null, "short.mp4"));
        Record("one deleted since", Saved(0, null, "gone.mp4"), Saved(1, null, "whole.mp4"));
        _fixture.Add(task => task with { Id = "still running", Status = VeoTaskStatus.Running });

        Assert.Equal(
            ["one cut short", "one deleted since", "one saved", "only an upgrade saved"],
            Ledger.List(new LedgerQuery { Unsaved = true }).Select(entry => entry.Task.Id).Order());

        SavedFile Saved(int index, string? resolution, string name) => new(index, resolution, videos.PathOf(name), 3, "", default);

        void Record(string id, params SavedFile[] saved)
        {
            LedgerEntry entry = _fixture.Add(task => task with
            {
                Id = id,
                Status = VeoTaskStatus.Succeeded,
                Videos = new VeoList<VeoVideo>([new VeoVideo { Index = 0 }, new VeoVideo { Index = 1 }]),
            });
            Ledger.Update(entry.Task.SubmissionId, before => before with { Saved = new VeoList<SavedFile>(saved) });
        }
    }

    [Fact]
    public void What_is_no_task_is_passed_over()
    {
        LedgerEntry entry = _fixture.Add();
        string day = Path.GetDirectoryName(_fixture.DocumentOf(entry))!;
        File.WriteAllText(Path.Combine(day, "notes.txt"), "mine");
        File.WriteAllText(Path.Combine(day, "zzz.json"), "{}");
        Directory.CreateDirectory(Path.Combine(day, "veo-20261120-060000000-0123456789ab.json"));
        Directory.CreateDirectory(_fixture.Home.PathOf("tasks", "backup"));

        List<string> unreadable = [];
        Assert.Equal(entry, Assert.Single(Ledger.List(new LedgerQuery(), unreadable.Add)));
        Assert.Equal(2, unreadable.Count);
    }
}
