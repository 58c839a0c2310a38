using System.Globalization;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// Pages of tasks by keyset. Each status and each job key that is asked for is a question of its own, which an index
/// answers in order; their answers are merged. So no question depends on how a planner weighs alternatives.
/// </summary>
internal static class SqlPages
{
    private const int LongestPage = 500;

    public static async Task<LedgerPage> ReadAsync(SqlSession session, LedgerQuery query, string? after, string? home)
    {
        int size = Math.Min(Math.Max(query.PageSize, 1), LongestPage);
        List<LedgerEntry> entries = [];
        List<string> unreadable = [];
        string? next = after;
        do
        {
            List<(string Id, TaskRow? Row, string? Fault)> rows = await RowsAsync(session, query, next, size).ConfigureAwait(false);
            long now = await session.NowAsync().ConfigureAwait(false);
            unreadable.AddRange(rows.Select(row => row.Fault).OfType<string>());
            entries.AddRange(
                rows.Select(row => row.Row).OfType<TaskRow>().Select(row => row.AsOf(now)).Where(entry => query.Matches(entry, home)));
            next = rows.Count == size ? rows[rows.Count - 1].Id : null;
        }
        while (entries.Count == 0 && next is not null);

        return new LedgerPage(entries, next) { Unreadable = unreadable };
    }

    private static async Task<List<(string Id, TaskRow? Row, string? Fault)>> RowsAsync(
        SqlSession session,
        LedgerQuery query,
        string? after,
        int size)
    {
        List<(string Id, TaskRow? Row, string? Fault)> rows = [];
        foreach (string? status in Statuses(query))
        {
            foreach (string? pattern in query.JobKey.DefaultIfEmpty<string?>())
            {
                rows.AddRange(await LegAsync(session, query, status, pattern, after, size).ConfigureAwait(false));
            }
        }

        return [.. rows.GroupBy(row => row.Id).Select(same => same.First()).OrderByDescending(row => row.Id, StringComparer.Ordinal)
            .Take(size)];
    }

    // A task that is recorded as under way may be unknown, or canceled, by now.
    private static IEnumerable<string?> Statuses(LedgerQuery query)
    {
        if (query.Unsaved) return [VeoTaskStatus.Succeeded];
        if (query.Status.Count == 0) return [null];
        bool mayHaveLapsed = query.Status.Any(status => Is(status, VeoTaskStatus.Unknown) || Is(status, VeoTaskStatus.Canceled));
        string[] known =
        [
            VeoTaskStatus.Submitting, VeoTaskStatus.Unknown, VeoTaskStatus.Queued, VeoTaskStatus.Running, VeoTaskStatus.Succeeded,
            VeoTaskStatus.Failed, VeoTaskStatus.Filtered, VeoTaskStatus.Canceled, VeoTaskStatus.Expired,
        ];
        return known.Where(
            status => query.Status.Any(wanted => Is(wanted, status)) || (mayHaveLapsed && status == VeoTaskStatus.Submitting));

        static bool Is(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<List<(string Id, TaskRow? Row, string? Fault)>> LegAsync(
        SqlSession session, LedgerQuery query, string? status, string? pattern, string? after, int size)
    {
        List<string> conditions = ["t.hidden = 0"];
        List<(string, object?)> values = [("size", size)];
        string order = "t.submission_id";
        string? key = pattern is null ? null : KeyPattern.KeyOf(pattern);

        // The condition that leaves the fewest rows finds them by its index, and the others only filter.
        string byIndex = key is not null || (pattern is not null && KeyPattern.PrefixOf(pattern).Length > 0) ? "t.job_key"
            : status is not null ? "t.status"
            : "t.profile";
        if (status is not VeoTaskStatus.Unknown and not VeoTaskStatus.Submitting) conditions.Add("t.rendition = 0");
        if (status is null) conditions[1] = "(t.rendition = 0 OR t.status IN ('Unknown', 'Submitting'))";
        else Where(Column("t.status") + " = @status", "status", status);
        if (query.Before is { } before) Where("t.created < @before", "before", LedgerClock.Of(before));
        if (query.Since is { } since)
        {
            Where("t.created >= @since", "since", LedgerClock.Of(since));

            // A name is made before its task is recorded, and files may be read and uploaded between the two.
            Where(
                "t.submission_id >= @oldest",
                "oldest",
                "veo-" + since.AddHours(-1).ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        }

        if (query.Profile.Count > 0)
        {
            (string list, (string, object?)[] named) = SqlColumns.In(
                "profile",
                query.Profile.Select(profile => profile.ToUpperInvariant()));
            conditions.Add($"{Column("t.profile")} IN {list}");
            values.AddRange(named);
        }

        if (key is not null) Where("t.job_key = @key", "key", key);
        else if (pattern is not null && KeyPattern.PrefixOf(pattern) is { Length: > 0 } prefix)
        {
            Where("t.job_key >= @key", "key", prefix);
            Where("t.job_key < @end", "end", prefix + "\U0010FFFF");

            // So that the keys' index is taken and not that of the order.
            order = SqlColumns.WithoutIndex(order);
        }

        if (after is not null) Where(order + " < @after", "after", after);

        return session.ReadAsync(
            $"SELECT t.submission_id, {TaskRow.Columns} FROM veops_tasks t WHERE {string.Join(" AND ", conditions)} ORDER BY "
                + $"{order} DESC LIMIT @size",
            row =>
            {
                string id = row.GetString(0);
                try
                {
                    return (id, (TaskRow?)TaskRow.Read(row, 1), (string?)null);
                }
                catch (InvalidDataException fault)
                {
                    return (id, null, $"{id}: {fault.Message}");
                }
            },
            [.. values]);

        string Column(string name) => name == byIndex ? name : SqlColumns.WithoutIndex(name);

        void Where(string condition, string name, object value)
        {
            conditions.Add(condition);
            values.Add((name, value));
        }
    }
}
