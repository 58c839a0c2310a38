namespace VeoPS.Engine.Ledger;

/// <summary>
/// The schema. It only grows: a version adds to the one before, so that an older VeoPS goes on with it, unless
/// <see cref="OldestWriter"/> says that an older one would spoil it.
/// </summary>
internal static class Migrations
{
    /// <summary>The newest version that this build knows.</summary>
    public const int Version = 1;

    /// <summary>The oldest version of the schema that a build must know to write into a ledger of ours.</summary>
    public const int OldestWriter = 1;

    /// <summary>Marks an SQLite file as a ledger of VeoPS: the letters "VeoL".</summary>
    public const int ApplicationId = 0x56656F4C;

    /// <summary>The statements that lead from one version to the next; the first one makes an empty ledger.</summary>
    public static IEnumerable<string> From(int version, SqlDialect dialect) => version < 1 ? First(dialect.KeyText) : [];

    private static string[] First(string key) =>
    [
        $"CREATE TABLE IF NOT EXISTS veops_meta (name {key} PRIMARY KEY, value {key} NOT NULL)",
        $"""
        CREATE TABLE IF NOT EXISTS veops_tasks (
            submission_id {key} PRIMARY KEY, remote_id {key}, profile {key} NOT NULL, status {key} NOT NULL, created bigint NOT NULL,
            claimed_until bigint, sending integer NOT NULL, job_key {key}, retry_of {key}, rendition integer NOT NULL,
            booked_unit {key}, booked {key}, booked_day {key}, hidden integer NOT NULL, doc text NOT NULL, request text)
        """,
        "CREATE INDEX IF NOT EXISTS veops_tasks_remote ON veops_tasks (remote_id) WHERE remote_id IS NOT NULL",
        "CREATE INDEX IF NOT EXISTS veops_tasks_status ON veops_tasks (status, submission_id)",
        "CREATE INDEX IF NOT EXISTS veops_tasks_profile ON veops_tasks (profile, submission_id)",
        "CREATE INDEX IF NOT EXISTS veops_tasks_key ON veops_tasks (job_key, submission_id) WHERE job_key IS NOT NULL",
        "CREATE UNIQUE INDEX IF NOT EXISTS veops_tasks_retry ON veops_tasks (retry_of) WHERE retry_of IS NOT NULL",
        $"""
        CREATE TABLE IF NOT EXISTS veops_claims (
            scope {key} NOT NULL, job_key {key} NOT NULL, attempt integer NOT NULL, submission_id {key} NOT NULL,
            request_hash {key} NOT NULL, attempt_hash {key}, failed integer NOT NULL, removed_status {key}, removed_id {key},
            PRIMARY KEY (job_key, scope))
        """,
        "CREATE INDEX IF NOT EXISTS veops_claims_task ON veops_claims (submission_id)",
        $"""
        CREATE TABLE IF NOT EXISTS veops_spent (
            profile {key} NOT NULL, unit {key} NOT NULL, period {key} NOT NULL, amount {key} NOT NULL, PRIMARY KEY (profile, unit, period))
        """,
        $"CREATE TABLE IF NOT EXISTS veops_times (kind {key} PRIMARY KEY, times {key} NOT NULL)",
        $"""
        CREATE TABLE IF NOT EXISTS veops_jobs (
            job_id {key} PRIMARY KEY, job_key {key} NOT NULL, profile {key} NOT NULL, state {key} NOT NULL, priority integer NOT NULL,
            not_before bigint NOT NULL, added bigint NOT NULL, attempts integer NOT NULL, leased_by {key}, leased_until bigint,
            submission_id {key}, doc text NOT NULL)
        """,
        "CREATE INDEX IF NOT EXISTS veops_jobs_due ON veops_jobs (state, priority DESC, added, job_id)",
        "CREATE INDEX IF NOT EXISTS veops_jobs_key ON veops_jobs (job_key)",
        "CREATE INDEX IF NOT EXISTS veops_jobs_task ON veops_jobs (submission_id) WHERE submission_id IS NOT NULL",
    ];
}
