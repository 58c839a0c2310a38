using VeoPS.Engine.Disk;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>
/// The leases of one worker. They are renewed in the background for as long as the worker has not ended, so that a lease is
/// short and the work behind it may be long. A worker that dies renews nothing, and its jobs fall free.
/// </summary>
/// <param name="ledger">Where the list is.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where decisions are told.</param>
/// <param name="lease">How long a lease lasts unless it is renewed.</param>
internal sealed class JobLeases(ILedger ledger, TimeProvider time, EngineLog log, TimeSpan lease)
{
    // A renewal may fail twice before a lease lapses.
    private const int RenewalsInALease = 3;

    private readonly object _sync = new();
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private Task _beat = Task.CompletedTask;
    private bool _told;

    /// <summary>Names the worker: this machine, this process, and this call of it.</summary>
    public string Holder { get; }
        = FormattableString.Invariant($"{Environment.MachineName}/{EventFile.ProcessId}/{Guid.NewGuid().ToString("N")[..8]}");

    /// <summary>Leases the next job that is due.</summary>
    /// <param name="tag">Only jobs that have all of these, without case.</param>
    /// <param name="profile">Only jobs whose first profile is one of these, any case; none for all.</param>
    /// <param name="stop">Ends the wait for the store.</param>
    /// <returns>The job, and why it cannot be bought as it was added, where its files have changed; that one is not leased any
    /// more. Null where none is due.</returns>
    public async Task<(VeoJob Job, VeoException? Error)?> TakeAsync(
        IReadOnlyList<string> tag,
        IReadOnlyList<string> profile,
        CancellationToken stop)
    {
        // One at a time: a worker that is stopped then holds no job that it has not handed on, and the others get their share.
        JobLeaseRequest request = new(Holder, 1, lease) { Tag = tag, Profile = profile };
        IReadOnlyList<LedgerJob> jobs = await ledger.LeaseJobsAsync(request, stop).ConfigureAwait(false);
        if (jobs.Count == 0) return null;
        LedgerJob job = jobs[0];
        if (!IsBought(job) && JobReader.WhyChanged(job) is { } error)
        {
            LedgerJob? failed = await ledger.ReleaseJobAsync(
                new JobRelease(job.JobId, Holder, JobReleaseReason.Refused, error.Message),
                stop).ConfigureAwait(false);
            return (JobReader.Job(failed ?? job), error);
        }

        Keep(job.JobId);
        return (JobReader.Job(job), null);
    }

    /// <summary>Stops renewing. A job that was bought becomes free for any worker that goes on with it. A job that was not bought
    /// keeps its lease until the lease lapses.</summary>
    /// <param name="stop">Ends it early; leases that are left lapse by themselves.</param>
    public async Task EndAsync(CancellationToken stop)
    {
        string[] held;
        lock (_sync)
        {
            _timer?.Dispose();
            _timer = null;
            held = [.. _held];
            _held.Clear();
        }

        await _beat.ConfigureAwait(false);
        foreach (string jobId in held)
        {
            await ledger.ReleaseJobAsync(new JobRelease(jobId, Holder, JobReleaseReason.NoLongerRenewed, null), stop).ConfigureAwait(false);
        }
    }

    private static bool IsBought(LedgerJob job) => job.Entry is { Task.Id: not null };

    private void Keep(string jobId)
    {
        lock (_sync)
        {
            _held.Add(jobId);
            TimeSpan beat = TimeSpan.FromTicks(lease.Ticks / RenewalsInALease);
            _timer ??= time.CreateTimer(_ => BeginBeat(), null, beat, beat);
        }
    }

    private void BeginBeat()
    {
        lock (_sync)
        {
            if (_timer is not null && _beat.IsCompleted) _beat = BeatAsync([.. _held]);
        }
    }

    private async Task BeatAsync(IReadOnlyCollection<string> held)
    {
        try
        {
            IReadOnlyCollection<string> renewed = await ledger.RenewJobsAsync(Holder, held, lease, CancellationToken.None)
                .ConfigureAwait(false);
            List<string> ended = [.. held.Except(renewed)];

            // A worker that goes on for days must not renew all that it has ever done.
            foreach (string jobId in renewed)
            {
                LedgerJob? job = await ledger.ReleaseJobAsync(
                    new JobRelease(jobId, Holder, JobReleaseReason.IfOver, null),
                    CancellationToken.None).ConfigureAwait(false);
                if (job?.LeasedBy != Holder) ended.Add(jobId);
            }

            lock (_sync) _held.ExceptWith(ended);
        }
        catch (VeoException exception)
        {
            if (!_told) log.Verbose($"Leases of jobs could not be renewed: {exception.Message}");
            _told = true;
        }
    }
}
