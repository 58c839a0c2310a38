using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

public sealed class FileLedgerConcurrencyTests : IDisposable
{
    private const int Writers = 8;
    private readonly FileLedgerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_thousand_tasks_from_eight_writers_are_all_there()
    {
        Race.Run(Writers, writer => FileLedgerWriter.AddTasks(_fixture.Open(), $"{writer}", count: 125));

        AssertAllThere(1_000);
    }

    [Fact]
    public async Task Tasks_from_several_processes_are_all_there()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(writer => FileLedgerWriter.RunProcessAsync(_fixture.Home.FullName, $"{writer}", count: 50)));

        AssertAllThere(150);
    }

    [Fact]
    public void Four_hundred_changes_to_one_task_from_eight_writers_all_count()
    {
        string name = _fixture.Add(task => task with { Progress = 0 }).Task.SubmissionId;

        Race.Run(Writers, _ =>
        {
            FileLedger ledger = _fixture.Open();
            for (int change = 0; change < 50; change++)
                ledger.Update(name, before => before with { Task = before.Task with { Progress = before.Task.Progress + 1 } });
        });

        Assert.Equal(400, _fixture.Ledger.Find(name)!.Task.Progress);
    }

    [Fact]
    public void A_reader_meets_whole_documents_only_while_they_are_replaced()
    {
        string name = _fixture.Add(task => task with { Raw = new string('a', 20_000) }).Task.SubmissionId;

        Race.Run(4, racer =>
        {
            FileLedger ledger = _fixture.Open();
            for (int turn = 0; turn < 100; turn++)
            {
                if (racer == 0) ledger.Update(name, before => before with { Task = before.Task with { Raw = new string('b', turn * 500) } });
                else Assert.Single(ledger.List(new LedgerQuery(), Assert.Fail));
            }
        });
    }

    [Fact]
    public void One_id_that_eight_writers_index_at_once_is_found_in_each_of_their_profiles()
    {
        Race.Run(Writers, writer =>
        {
            FileLedger ledger = _fixture.Open();
            LedgerEntry entry = FileLedgerFixture.NewEntry(ledger, _fixture.Clock.GetUtcNow());
            ledger.Add(entry with { Task = entry.Task with { Id = "same", Profile = $"profile-{writer}" } });
        });

        Assert.All(Enumerable.Range(0, Writers), writer => Assert.NotNull(_fixture.Ledger.Find($"profile-{writer}", "same")));
    }

    private void AssertAllThere(int count)
    {
        LedgerEntry[] all = [.. _fixture.Ledger.List(new LedgerQuery(), Assert.Fail)];
        Assert.Equal(count, all.Length);
        Assert.All(all, entry => Assert.Equal(entry, _fixture.Ledger.Find("prod", entry.Task.Id!)));
    }
}
