using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Tasks;

/// <summary>A task to go on with: its last known state, and the profile that it is asked for with.</summary>
internal sealed class TaskHandle
{
    /// <summary>Takes up a task.</summary>
    /// <param name="task">As far as it is known: an id and a profile are enough.</param>
    /// <param name="profile">The profile that it was submitted with.</param>
    public TaskHandle(VeoTask task, GatewayProfile profile)
    {
        Task = task;
        Profile = profile;
    }

    /// <summary>As it was last seen.</summary>
    public VeoTask Task { get; internal set; }

    /// <summary>Where it is asked for.</summary>
    public GatewayProfile Profile { get; }

    /// <summary>The seed that it was asked for with, where the ledger knows.</summary>
    public long? Seed { get; init; }

    /// <summary>How long it has run, and was seen to run; null where nobody has watched it from its beginning.</summary>
    internal TaskTiming? Timing { get; set; }

    /// <summary>UTC. Since when the gateway says "succeeded" and names no link.</summary>
    internal DateTime? LinkMissingSince { get; set; }
}
