using System.Text.Json;

namespace VeoPS.Engine.Ledger;

/// <summary>The rows of tasks: found, made, changed, removed; and the money that a change moves.</summary>
internal static class SqlTasks
{
    private const string From = $"SELECT {TaskRow.Columns} FROM veops_tasks t WHERE ";

    public static async Task<TaskRow?> FindAsync(SqlSession session, string submissionId, bool locked = false)
    {
        List<TaskRow> rows = await session.ReadAsync(
            $"{From}t.submission_id = @id{(locked ? session.Dialect.ForUpdate : "")}", row => TaskRow.Read(
                row), ("id", submissionId)).ConfigureAwait(false);
        return rows.FirstOrDefault();
    }

    public static async Task<TaskRow?> FindByIdAsync(SqlSession session, string? profile, string id)
    {
        string ofProfile = profile is null ? "" : $" AND {SqlColumns.WithoutIndex("t.profile")} = @profile";
        (string, object?)[] values = profile is null ? [("id", id)] : [("id", id), ("profile", profile.ToUpperInvariant())];
        List<TaskRow> rows = await session.ReadAsync(
            $"{From}t.remote_id = @id AND t.hidden = 0{ofProfile} ORDER BY t.submission_id DESC LIMIT 1", row => TaskRow.Read(
                row), values).ConfigureAwait(false);
        return rows.FirstOrDefault();
    }

    /// <summary>The task that was bought in place of another, even if it was removed while alive. There is at most one.</summary>
    public static async Task<TaskRow?> SuccessorAsync(SqlSession session, string submissionId)
    {
        List<TaskRow> rows = await session.ReadAsync(
            $"{From}t.retry_of = @id", row => TaskRow.Read(row), ("id", submissionId)).ConfigureAwait(false);
        return rows.FirstOrDefault();
    }

    public static async Task<List<TaskRow>> LapsedUnsentAsync(SqlSession session, string profile, long now) => await session.ReadAsync(
        $"{From}t.status = 'Submitting' AND t.sending = 0 AND {SqlColumns.WithoutIndex("t.profile")} = @profile AND t.claimed_until <= "
            + $"@until{session.Dialect.SkipLocked}",
        row => TaskRow.Read(row), ("profile", profile.ToUpperInvariant()), ("until", now)).ConfigureAwait(false);

    /// <summary>A task and all that were bought in its place, from the first to the newest.</summary>
    public static async Task<IReadOnlyList<LedgerEntry>> ChainAsync(SqlSession session, string submissionId)
    {
        long now = await session.NowAsync().ConfigureAwait(false);
        if (await FindAsync(session, submissionId).ConfigureAwait(false) is not { IsHidden: false } start) return [];
        LinkedList<LedgerEntry> chain = new([start.AsOf(now)]);
        while (chain.First!.Value.Task.RetryOf is { } before && await FindAsync(session, before).ConfigureAwait(false) is { } row)
            chain.AddFirst(row.AsOf(now));
        while (await SuccessorAsync(session, chain.Last!.Value.Task.SubmissionId).ConfigureAwait(false) is { } row)
            chain.AddLast(row.AsOf(now));
        return [.. chain];
    }

    /// <summary>Makes the row of a task, and books its cost.</summary>
    public static async Task<TaskRow> InsertAsync(SqlSession session, LedgerEntry entry, string? request, long now)
    {
        bool isUnderWay = entry.Task.Status == VeoTaskStatus.Submitting;
        long? until = isUnderWay ? now + (long)LedgerTimes.ClaimLifetime.TotalMilliseconds : null;
        TaskRow row = new(LedgerDocument.From(entry), until, IsSending: false, Budgets.Of(entry.Task, null), null, IsHidden: false);
        if (row.Booked is { } booked) row = row with { BookedDay = SqlSpending.DayOf(now) };
        await session.RunAsync(
            """
            INSERT INTO veops_tasks (submission_id, remote_id, profile, status, created, claimed_until, sending, job_key, retry_of,
                rendition, booked_unit, booked, booked_day, hidden, doc, request)
            VALUES (@id, @remote, @profile, @status, @created, CAST(@until AS bigint), @sending, @key, @retryOf,
                @rendition, @unit, @booked, @day, @hidden, @doc, @request)
            """,
            [.. Values(row, entry), ("request", request)]).ConfigureAwait(false);
        await BookAsync(session, entry, null, row).ConfigureAwait(false);
        return row;
    }

    /// <summary>Changes a row, and books the difference in money.</summary>
    public static async Task<TaskRow> ReplaceAsync(SqlSession session, TaskRow before, LedgerEntry entry, long now, bool hide = false)
    {
        bool isUnderWay = entry.Task.Status == VeoTaskStatus.Submitting;
        TaskRow row = before with
        {
            Document = LedgerDocument.From(entry, before.Document.Extra),
            ClaimedUntil = isUnderWay ? before.ClaimedUntil : null,
            IsSending = isUnderWay && before.IsSending,
            Booked = Budgets.Of(entry.Task, before.Booked),
            IsHidden = hide,
        };
        if (row.Booked is not null && row.BookedDay is null) row = row with { BookedDay = SqlSpending.DayOf(now) };
        await session.RunAsync(
            """
            UPDATE veops_tasks SET remote_id = @remote, profile = @profile, status = @status, created = @created,
                claimed_until = CAST(@until AS bigint),
                sending = @sending, job_key = @key, retry_of = @retryOf, rendition = @rendition, booked_unit = @unit,
                booked = @booked, booked_day = @day, hidden = @hidden, doc = @doc
            WHERE submission_id = @id
            """,
            Values(row, entry)).ConfigureAwait(false);
        await BookAsync(session, entry, before, row).ConfigureAwait(false);
        if (before.IsHidden != hide) await RememberAsync(session, entry.Task, hide).ConfigureAwait(false);
        if (before.AsOf(now).Task.Status == VeoTaskStatus.Unknown && entry.Task.Status != VeoTaskStatus.Unknown)
        {
            await session.RunAsync(
                "UPDATE veops_jobs SET state = 'Waiting', not_before = 0 WHERE submission_id = @id AND state = 'Unknown'",
                ("id", entry.Task.SubmissionId)).ConfigureAwait(false);
        }

        return row;
    }

    /// <summary>Forgets a task. One that may still cost money stays as a hidden row without its words, so that its answer finds
    /// it.</summary>
    public static async Task RemoveAsync(SqlSession session, TaskRow row, long now)
    {
        LedgerEntry entry = row.AsOf(now);
        if (!VeoTaskStatus.IsFinal(entry.Task.Status))
        {
            VeoTask bare = new(row.Document.ToEntry().Task) { Prompt = null, Raw = null, Tag = VeoList<string>
                .Empty, Videos = VeoList<VeoVideo>.Empty };
            await ReplaceAsync(session, row, entry with { Task = bare, Saved = VeoList<SavedFile>.Empty }, now, hide: true).ConfigureAwait(
                false);
            return;
        }

        // Money that was reserved for a submission which was never sent is given back first.
        if (row.Document.Status != entry.Task.Status) await ReplaceAsync(session, row, entry, now).ConfigureAwait(false);
        await RememberAsync(session, entry.Task, isRemoved: true).ConfigureAwait(false);
        await session.RunAsync("DELETE FROM veops_tasks WHERE submission_id = @id", ("id", entry.Task.SubmissionId)).ConfigureAwait(false);
    }

    private static Task<int> RememberAsync(SqlSession session, VeoTask task, bool isRemoved) => session.RunAsync(
        "UPDATE veops_claims SET removed_status = @status, removed_id = @remote WHERE submission_id = @id",
        ("status", isRemoved ? task.Status : null), ("remote", isRemoved ? task.Id : null), ("id", task.SubmissionId));

    private static async Task BookAsync(SqlSession session, LedgerEntry entry, TaskRow? before, TaskRow after)
    {
        if (after.Booked is not { } booked || booked == before?.Booked) return;
        decimal difference = Budgets.Sum(booked.Amount, -(before?.Booked?.Amount ?? 0));
        await SqlSpending.AddAsync(session, entry.Task.Profile.ToUpperInvariant(), booked.Unit, after.BookedDay!, difference)
            .ConfigureAwait(false);
    }

    private static (string, object?)[] Values(TaskRow row, LedgerEntry entry) =>
    [
        ("id", entry.Task.SubmissionId),
        ("remote", entry.Task.Id),
        ("profile", entry.Task.Profile.ToUpperInvariant()),
        ("status", entry.Task.Status),
        ("created", LedgerClock.Of(entry.Task.Created)),
        ("until", row.ClaimedUntil?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        ("sending", row.IsSending ? 1 : 0),
        ("key", entry.Task.JobKey),
        ("retryOf", entry.Task.RetryOf),
        ("rendition", entry.IsRendition ? 1 : 0),
        ("unit", row.Booked?.Unit),
        ("booked", row.Booked is { } booked ? SqlSpending.Text(booked.Amount) : null),
        ("day", row.BookedDay),
        ("hidden", row.IsHidden ? 1 : 0),
        ("doc", JsonSerializer.Serialize(row.Document, LedgerJson.Compact.LedgerDocument)),
    ];
}
