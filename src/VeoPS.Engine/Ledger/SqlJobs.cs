using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VeoPS.Engine.Ledger;

/// <summary>The data of a job, beside the columns that are searched.</summary>
internal sealed class JobDocument
{
    public string? JobKey { get; set; }
    public string[]? Profiles { get; set; }
    public string[]? Scopes { get; set; }
    public string? RequestHash { get; set; }
    public string? Request { get; set; }
    public string[]? Tag { get; set; }
    public string? Error { get; set; }
    public string? RestartOf { get; set; }

    [System.Text.Json.Serialization.JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>The list of work. Workers lease its rows, and the state of a row follows from its tasks.</summary>
internal static class SqlJobs
{
    private const string Columns =
        "j.doc, j.state, j.priority, j.not_before, j.added, j.attempts, j.leased_by, j.leased_until, j.submission_id, "
            + $"t.submission_id, {TaskRow.Columns}";

    /// <summary>The member of a request's medium that holds its bytes, in base64.</summary>
    public const string MediaBytes = "Base64";

    private const string From =
        $"SELECT {Columns} FROM veops_jobs j LEFT JOIN veops_tasks t ON t.submission_id = j.submission_id AND t.hidden = 0 WHERE ";

    public static async Task<LedgerJob> AddAsync(SqlSession session, LedgerJob job)
    {
        if (await FindAsync(session, job.JobId).ConfigureAwait(false) is { } there) return there.Job;
        long now = await session.NowAsync().ConfigureAwait(false);
        await session.RunAsync(
            """
            INSERT INTO veops_jobs (job_id, job_key, profile, state, priority, not_before, added, attempts, submission_id, doc)
            VALUES (@id, @key, @profile, @state, @priority, @notBefore, @added, 0,
                (SELECT submission_id FROM veops_claims WHERE job_key = @key AND scope = @scope), @doc)
            ON CONFLICT DO NOTHING
            """,
            ("id", job.JobId), ("key", job.JobKey), ("profile", job.Profiles[0].ToUpperInvariant()), ("state", VeoJobState.Waiting),
            ("priority", job.Priority), ("notBefore", job.NotBefore is { } time ? LedgerClock.Of(time) : 0L), ("added", now),
            ("scope", job.Scopes[0]), ("doc", Text(job, null))).ConfigureAwait(false);
        return (await FindAsync(session, job.JobId).ConfigureAwait(false))!.Job;
    }

    /// <summary>A purchase under a job's key is the job's, whoever makes it.</summary>
    public static async Task NoteAsync(SqlSession session, string scope, string jobKey, string submissionId)
    {
        List<(string Id, JobDocument Document)> jobs = await session.ReadAsync(
            "SELECT job_id, doc FROM veops_jobs WHERE job_key = @key", row => (row
                .GetString(0), Parse(row.GetString(1))), ("key", jobKey)).ConfigureAwait(false);
        foreach ((string id, _) in jobs.Where(job => (job.Document.Scopes ?? []).Contains(scope)))
        {
            await session.RunAsync(
                "UPDATE veops_jobs SET submission_id = @submission WHERE job_id = @id",
                ("submission", submissionId),
                ("id", id)).ConfigureAwait(false);
        }
    }

    public static async Task<IReadOnlyList<LedgerJob>> LeaseAsync(SqlSession session, JobLeaseRequest request, string? home)
    {
        List<LedgerJob> leased = [];
        HashSet<string> passed = new(StringComparer.Ordinal);
        while (leased.Count < request.Count)
        {
            List<JobRow> due = await DueAsync(session, request, passed).ConfigureAwait(false);
            if (due.Count == 0) break;
            long now = await session.NowAsync().ConfigureAwait(false);
            foreach (JobRow row in due.Where(row => leased.Count < request.Count))
            {
                passed.Add(row.Job.JobId);
                if (!request.Tag.All(tag => row.Job.Tag.Contains(tag, StringComparer.OrdinalIgnoreCase))) continue;

                // Its worker is gone, or somebody has bought and saved it without a lease.
                LedgerJob next = row.Job.State == VeoJobState.Leased
                    ? JobProgress.AfterLease(
                        row.Job,
                        new JobRelease(row.Job.JobId, "", JobReleaseReason.Ended, "Its worker ended."),
                        LedgerClock.At(now),
                        home)
                    : JobProgress.Shown(row.Job, LedgerClock.At(now), home);
                if (next.State != VeoJobState.Waiting)
                {
                    await WriteAsync(session, next, row.Extra).ConfigureAwait(false);
                    continue;
                }

                next = next with { State = VeoJobState.Leased, NotBefore = null, LeasedBy = request.Holder, LeasedUntil = LedgerClock.At(
                    now) + request.Lease };
                await WriteAsync(session, next, row.Extra).ConfigureAwait(false);
                leased.Add(next);
            }
        }

        return leased;
    }

    public static async Task<IReadOnlyCollection<string>> RenewAsync(
        SqlSession session,
        string holder,
        IReadOnlyCollection<string> jobIds,
        TimeSpan lease)
    {
        (string list, (string, object?)[] values) = SqlColumns.In("job", jobIds);
        return await session.ReadAsync(
            $"UPDATE veops_jobs SET leased_until = {session.Dialect.Now} + "
                + $"{((long)lease.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)} "
            + $"WHERE job_id IN {list} AND state = 'Leased' AND leased_by = @holder AND leased_until > {session.Dialect.Now} "
            + "RETURNING job_id",
            row => row.GetString(0), [.. values, ("holder", holder)]).ConfigureAwait(false);
    }

    public static async Task<LedgerJob?> ReleaseAsync(SqlSession session, JobRelease release, string? home)
    {
        if (await FindAsync(session, release.JobId, locked: true).ConfigureAwait(false) is not { } row) return null;
        DateTime now = LedgerClock.At(await session.NowAsync().ConfigureAwait(false));
        if (row.Job.State != VeoJobState.Leased || row.Job.LeasedBy != release.Holder) return JobProgress.Shown(row.Job, now, home);
        LedgerJob next = JobProgress.AfterLease(row.Job, release, now, home);
        if (next == row.Job) return next;
        await WriteAsync(session, next, row.Extra).ConfigureAwait(false);
        return next;
    }

    public static async Task<LedgerJob?> RestartAsync(SqlSession session, string jobId, string? restartOf)
    {
        if (await FindAsync(session, jobId, locked: true).ConfigureAwait(false) is not { } row) return null;
        DateTime now = LedgerClock.At(await session.NowAsync().ConfigureAwait(false));
        if (row.Job.State == VeoJobState.Leased && row.Job.LeasedUntil > now) return null;
        LedgerJob next = row.Job with
        {
            State = VeoJobState.Waiting,
            Attempts = 0,
            Error = null,
            NotBefore = null,
            LeasedBy = null,
            LeasedUntil = null,
            RestartOf = restartOf,
        };
        await WriteAsync(session, next, row.Extra).ConfigureAwait(false);
        return next;
    }

    public static async Task<JobPage> PageAsync(SqlSession session, JobQuery query, string? after, string? home, int size)
    {
        List<LedgerJob> jobs = [];
        string? next = after;
        string[] keys = [.. query.JobKey.Select(KeyPattern.KeyOf).OfType<string>()];
        bool isByKeys = keys.Length > 0 && keys.Length == query.JobKey.Count;
        while (jobs.Count == 0)
        {
            List<string> conditions = ["1 = 1"];
            List<(string, object?)> values = [("size", size)];
            if (isByKeys)
            {
                (string list, (string, object?)[] named) = SqlColumns.In("key", keys);
                conditions.Add($"j.job_key IN {list}");
                values.AddRange(named);
            }

            if (next is not null)
            {
                conditions.Add("j.job_id > @after");
                values.Add(("after", next));
            }

            List<JobRow> rows = await session.ReadAsync(
                $"{From}{string.Join(" AND ", conditions)} ORDER BY j.job_id LIMIT @size", Read, [.. values]).ConfigureAwait(false);
            long now = await session.NowAsync().ConfigureAwait(false);
            jobs.AddRange(rows.Select(row => JobProgress.Shown(AsOf(row.Job, row.Task, now), LedgerClock.At(now), home))
                .Where(job => Matches(job, query)));
            next = rows.Count == size ? rows[rows.Count - 1].Job.JobId : null;
            if (next is null) break;
        }

        return new JobPage(jobs, next);
    }

    public static async Task<bool> RemoveAsync(SqlSession session, string jobId) =>
        await session.RunAsync("DELETE FROM veops_jobs WHERE job_id = @id", ("id", jobId)).ConfigureAwait(false) == 1;

    private static bool Matches(LedgerJob job, JobQuery query) =>
        (query.State.Count == 0 || query.State.Contains(job.State, StringComparer.OrdinalIgnoreCase))
        && (query.JobKey.Count == 0 || query.JobKey.Any(pattern => KeyPattern.Matches(pattern, job.JobKey)))
        && (query.Profile.Count == 0 || query.Profile.Contains(job.Profiles[0], StringComparer.OrdinalIgnoreCase))
        && query.Tag.All(tag => job.Tag.Contains(tag, StringComparer.OrdinalIgnoreCase));

    private static async Task<List<JobRow>> DueAsync(SqlSession session, JobLeaseRequest request, HashSet<string> passed)
    {
        string ofProfile = "";
        int size = request.Count + passed.Count;
        List<(string, object?)> values = [("size", size)];
        if (request.Profile.Count > 0)
        {
            (string list, (string, object?)[] named) = SqlColumns.In(
                "profile",
                request.Profile.Select(profile => profile.ToUpperInvariant()));
            ofProfile = $" AND profile IN {list}";
            values.AddRange(named);
        }

        // Each state is a question of its own, which the index answers in this order: no look at a long list sorts all of it.
        List<(string Id, long Priority, long Added)> due = [];
        foreach (string isDue in new[] { "state = 'Waiting' AND not_before", "state = 'Leased' AND leased_until" })
        {
            due.AddRange(await session.ReadAsync(
                $"SELECT job_id, priority, added FROM veops_jobs WHERE {isDue} <= {session.Dialect.Now}{ofProfile} "
                    + $"ORDER BY priority DESC, added, job_id LIMIT @size{session.Dialect.SkipLocked}",
                row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2)),
                [.. values]).ConfigureAwait(false));
        }

        IEnumerable<string> ids = due.OrderByDescending(job => job.Priority).ThenBy(job => job.Added)
            .ThenBy(job => job.Id, StringComparer.Ordinal).Take(size).Select(job => job.Id);
        List<JobRow> rows = [];
        foreach (string id in ids.Where(id => !passed.Contains(id)))
        {
            if (await FindAsync(session, id).ConfigureAwait(false) is { } row) rows.Add(row);
        }

        return rows;
    }

    private static async Task<JobRow?> FindAsync(SqlSession session, string jobId, bool locked = false)
    {
        if (locked)
            await session.ReadAsync($"SELECT job_id FROM veops_jobs WHERE job_id = @id{session.Dialect.ForUpdate}", _ => 0, ("id", jobId))
                .ConfigureAwait(false);
        List<JobRow> rows = await session.ReadAsync($"{From}j.job_id = @id", Read, ("id", jobId)).ConfigureAwait(false);
        if (rows.Count == 0) return null;
        long now = await session.NowAsync().ConfigureAwait(false);
        return rows[0] with { Job = AsOf(rows[0].Job, rows[0].Task, now) };
    }

    private static LedgerJob AsOf(LedgerJob job, TaskRow? task, long now) => job with { Entry = task?.AsOf(now) };

    private static Task<int> WriteAsync(SqlSession session, LedgerJob job, Dictionary<string, JsonElement>? extra) => session.RunAsync(
        """
        UPDATE veops_jobs SET state = @state, priority = @priority, not_before = @notBefore, attempts = @attempts, leased_by = @by,
            leased_until = CAST(@until AS bigint), doc = @doc
        WHERE job_id = @id
        """,
        ("state", job.State), ("priority", job.Priority), ("notBefore", job.NotBefore is { } time
            ? LedgerClock.Of(time)
            : 0L), ("attempts", job.Attempts),
        ("by", job.LeasedBy),
        ("until", job.LeasedUntil is { } until ? LedgerClock.Of(until).ToString(CultureInfo.InvariantCulture) : null),
        ("doc", Text(job, extra)), ("id", job.JobId));

    private static JobRow Read(DbDataReader row)
    {
        JobDocument document = Parse(row.GetString(0));
        LedgerJob job = JobOf(document) with
        {
            State = row.GetString(1),
            Priority = row.GetInt32(2),
            NotBefore = row.GetInt64(3) == 0 ? null : LedgerClock.At(row.GetInt64(3)),
            Added = LedgerClock.At(row.GetInt64(4)),
            Attempts = row.GetInt32(5),
            LeasedBy = row.Text(6),
            LeasedUntil = row.Number(7) is { } until ? LedgerClock.At(until) : null,
            SubmissionId = row.Text(8),
        };
        return new JobRow(job, row.IsDBNull(9) ? null : TaskRow.Read(row, 10), document.Extra);
    }

    /// <summary>The job as far as its document tells it; the columns of its row have the rest.</summary>
    internal static LedgerJob JobOf(JobDocument document) => new()
    {
        JobKey = document.JobKey ?? "",
        Profiles = document.Profiles ?? [],
        Scopes = document.Scopes ?? [],
        RequestHash = document.RequestHash ?? "",
        Request = document.Request ?? "",
        Tag = document.Tag ?? [],
        Error = document.Error,
        RestartOf = document.RestartOf,
        State = VeoJobState.Waiting,
    };

    private static string Text(LedgerJob job, Dictionary<string, JsonElement>? extra) => JsonSerializer.Serialize(
        new JobDocument
        {
            JobKey = job.JobKey, Profiles = [.. job.Profiles], Scopes = [.. job.Scopes],
            RequestHash = job.RequestHash, Request = RequestOf(job),
            Tag = [.. job.Tag], Error = job.Error, RestartOf = job.RestartOf, Extra = extra,
        },
        LedgerJson.Compact.JobDocument);

    // Media that were stored with the job are many megabytes, and nobody needs them once their video is on disk.
    private static string RequestOf(LedgerJob job)
    {
        if (job.State != VeoJobState.Done || !job.Request.Contains(MediaBytes)) return job.Request;
        JsonNode request = JsonNode.Parse(job.Request)!;
        LeaveOut(request);
        return request.ToJsonString();

        static void LeaveOut(JsonNode? node)
        {
            if (node is JsonObject table && table.ContainsKey("MimeType")) table.Remove(MediaBytes);
            IEnumerable<JsonNode?> parts = node switch { JsonObject each => each.Select(
                member => member.Value), JsonArray list => list, _ => [] };
            foreach (JsonNode? part in parts.ToArray()) LeaveOut(part);
        }
    }

    /// <summary>The record in a text.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static JobDocument Parse(string text)
    {
        JobDocument document = RecordReading.Read(
            "A job's record in the ledger",
            () => JsonSerializer.Deserialize(text, LedgerJson.Compact.JobDocument) ?? throw new JsonException("It is null."));
        bool isWhole = document.Profiles is { Length: > 0 }
            && new[] { document.Profiles, document.Scopes, document.Tag }.All(IsWhole);
        return isWhole ? document : throw new InvalidDataException("A job's record in the ledger has no profiles, or an incomplete list.");

        static bool IsWhole(string?[]? items) => items is null || items.All(item => item is not null);
    }

    private sealed record JobRow(LedgerJob Job, TaskRow? Task, Dictionary<string, JsonElement>? Extra);
}
