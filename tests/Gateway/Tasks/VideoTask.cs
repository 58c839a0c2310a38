using System.Security.Cryptography;
using System.Text;

namespace VeoPS.TestGateway;

/// <summary>A task as the gateway keeps it: what was accepted, how far it is, and whether its links are good.</summary>
internal sealed class VideoTask(AcceptedTask accepted, Outcome outcome, GatewayOptions options)
{
    private readonly Lock _lock = new();
    private int _polls;
    private int _linkGeneration;
    private int? _expiredStatus;

    public AcceptedTask Accepted => accepted;

    public string Id => accepted.TaskId;

    public Outcome Outcome => outcome;

    /// <summary>How far it is now. Asking does not move it on.</summary>
    public Stage Stage
    {
        get
        {
            lock (_lock)
            {
                return StageNow();
            }
        }
    }

    public bool HasVideo => outcome is (Outcome.Success or Outcome.NoLink) && Stage is Stage.Ended;

    /// <summary>The query value that makes the present link good, as a signature would.</summary>
    public string Signature
    {
        get
        {
            lock (_lock)
            {
                return Sign(_linkGeneration);
            }
        }
    }

    /// <summary>Counts one poll and says how far the task is. A poll also replaces links that have expired.</summary>
    public Stage Poll()
    {
        lock (_lock)
        {
            _polls++;
            RenewExpiredLinks();
            return StageNow();
        }
    }

    /// <summary>Makes every link given out so far answer with <paramref name="status"/>.</summary>
    public void ExpireLinks(int status)
    {
        lock (_lock)
        {
            _expiredStatus = status;
        }
    }

    /// <summary>Gives out good links again; the old ones stay expired.</summary>
    public void RenewLinks()
    {
        lock (_lock)
        {
            RenewExpiredLinks();
        }
    }

    /// <summary>The status that a link answers with when it has expired; null when it is good.</summary>
    /// <param name="signature">The link's query value; null for a link that is not signed.</param>
    public int? ExpiredStatus(string? signature)
    {
        lock (_lock)
        {
            return _expiredStatus ?? (signature is null || signature == Sign(_linkGeneration) ? null : 403);
        }
    }

    private void RenewExpiredLinks()
    {
        if (_expiredStatus is not null)
        {
            _expiredStatus = null;
            _linkGeneration++;
        }
    }

    private Stage StageNow()
    {
        if (outcome is Outcome.NeverEnds)
        {
            return Stage.Running;
        }

        if (options.RenderTimeOf(Id) is { } renderTime)
        {
            var elapsed = options.TimeProvider.GetUtcNow() - accepted.AcceptedAt;
            return elapsed >= renderTime ? Stage.Ended : elapsed < renderTime / 4 ? Stage.Queued : Stage.Running;
        }

        if (_polls >= options.PollsUntilDone)
        {
            return Stage.Ended;
        }

        // With two polls the first one already shows a running task; with more, one stays for the queue.
        return _polls <= 1 && options.PollsUntilDone - _polls > 1 ? Stage.Queued : Stage.Running;
    }

    private string Sign(int generation) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id}:{generation}")))[..24];
}
