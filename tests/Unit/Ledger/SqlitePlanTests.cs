using Microsoft.Data.Sqlite;
using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Ledger;

/// <summary>SQLite has no statistics about the ledger. These are the indexes that it takes for the ledger's own questions.</summary>
public sealed class SqlitePlanTests
{
    public static TheoryData<string, string> Questions => new()
    {
        { "by id", "veops_tasks_remote" },
        { "by id and profile", "veops_tasks_remote" },
        { "newest", "sqlite_autoindex_veops_tasks_1" },
        { "newest of a profile", "veops_tasks_profile" },
        { "unknown of a profile", "veops_tasks_status" },
        { "job key of a profile and a status", "veops_tasks_key" },
        { "second page of the start of job keys, of a profile and a status", "veops_tasks_key" },
        { "lapsed", "veops_tasks_status" },
        { "successor", "veops_tasks_retry" },
        { "jobs of keys", "veops_jobs_key" },
        { "jobs that are due", "veops_jobs_due" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_question_is_answered_by_the_index_that_leaves_the_fewest_rows(string question, string index)
    {
        using RecordingConnection connection = new();
        connection.Open();
        SqlSession session = new(connection, SqlDialect.Sqlite, () => 0);
        foreach (string statement in Migrations.From(0, SqlDialect.Sqlite)) await session.RunAsync(statement);
        connection.Commands.Clear();

        await AskAsync(session, question);

        SqliteCommand[] asked = [.. connection.Commands];
        Assert.NotEmpty(asked);
        Assert.All(asked, command => Assert.Contains($" USING INDEX {index}", FirstStep(command)));
    }

    private static Task AskAsync(SqlSession session, string question) => question switch
    {
        "by id" => SqlTasks.FindByIdAsync(session, null, "task_1"),
        "by id and profile" => SqlTasks.FindByIdAsync(session, "prod", "task_1"),
        "newest" => PageAsync(session, new()),
        "newest of a profile" => PageAsync(session, new() { Profile = ["prod"] }),
        "unknown of a profile" => PageAsync(session, new() { Status = ["Unknown"], Profile = ["prod"] }),
        "job key of a profile and a status" =>
            PageAsync(session, new() { JobKey = ["intro`[1`]"], Profile = ["prod"], Status = ["Running"] }),
        "second page of the start of job keys, of a profile and a status" =>
            PageAsync(session, new() { JobKey = ["intro-*"], Profile = ["prod"], Status = ["Running"] }, "veo-2"),
        "lapsed" => SqlTasks.LapsedUnsentAsync(session, "prod", 0),
        "successor" => SqlTasks.SuccessorAsync(session, "veo-1"),
        "jobs of keys" => SqlJobs.PageAsync(session, new() { JobKey = ["intro-1", "intro-2"] }, null, null, 500),
        "jobs that are due" => SqlJobs.LeaseAsync(session, new("me", 1, TimeSpan.FromMinutes(1)), null),
        _ => throw new ArgumentOutOfRangeException(nameof(question)),
    };

    private static Task PageAsync(SqlSession session, LedgerQuery query, string? after = null) =>
        SqlPages.ReadAsync(session, query, after, null);

    private static string FirstStep(SqliteCommand asked)
    {
        using SqliteCommand command = new("EXPLAIN QUERY PLAN " + asked.CommandText, asked.Connection);
        foreach (SqliteParameter parameter in asked.Parameters) command.Parameters.AddWithValue(parameter.ParameterName, parameter.Value);
        using SqliteDataReader reader = command.ExecuteReader();
        Assert.True(reader.Read());
        return reader.GetString(3);
    }

    private sealed class RecordingConnection() : SqliteConnection("Data Source=:memory:")
    {
        public List<SqliteCommand> Commands { get; } = [];

        public override SqliteCommand CreateCommand()
        {
            SqliteCommand command = base.CreateCommand();
            Commands.Add(command);
            return command;
        }
    }
}
