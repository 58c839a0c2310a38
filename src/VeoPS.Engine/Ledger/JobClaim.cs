namespace VeoPS.Engine.Ledger;

/// <summary>One attempt at buying what a job key names.</summary>
/// <param name="Scope">Profile, provider and origin: two machines' profiles of one name must not meet.</param>
/// <param name="JobKey">The caller's name for the purchase.</param>
/// <param name="Attempt">From 1; the next is made only after the one before ended in a way that allows it.</param>
/// <param name="SubmissionId">The task that this attempt made or will make.</param>
/// <param name="RequestHash">What was asked for.</param>
/// <param name="Deadline">UTC. Until then others wait for the outcome; after it a task that has none counts as unknown where it was sent, and is given up where it never was.</param>
public sealed record JobClaim(string Scope, string JobKey, int Attempt, string SubmissionId, string RequestHash, DateTime Deadline)
{
    /// <summary>Where a key holds: the same key of another profile, provider or origin is another key.</summary>
    /// <param name="profile">Any case.</param>
    /// <param name="provider">The kind of gateway.</param>
    /// <param name="origin">Scheme, host and port.</param>
    public static string ScopeOf(string profile, string provider, string origin) => string.Join("|", profile.ToUpperInvariant(), provider, origin);
}
