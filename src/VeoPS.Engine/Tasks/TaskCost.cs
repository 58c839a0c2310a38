using VeoPS.Engine.Gateways;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>The cost of a task by its gateway's answers. The ledger, the report and the cost estimates follow.</summary>
internal static class TaskCost
{
    /// <summary>
    /// The cost by the gateway's answer, where the answer says more than was known. It is the amount that the gateway states, or zero
    /// where it says that nothing is charged. Where it delivers only a part, it is the estimate less the videos that were held back.
    /// </summary>
    /// <param name="task">Before the answer.</param>
    /// <param name="snapshot">The answer.</param>
    /// <param name="unit">The unit of the gateway's prices.</param>
    /// <returns>Null where it says nothing new.</returns>
    public static VeoCost? Stated(VeoTask task, TaskSnapshot snapshot, string unit)
    {
        if (snapshot.IsNotCharged)
        {
            return new VeoCost {
                Amount = 0,
                Unit = snapshot.Cost?.Unit ?? task.Cost?.Unit ?? unit,
                Basis = "not charged, according to the gateway" };
        }

        if (snapshot.Cost is not null) return snapshot.Cost;

        // Once, when it ends: an answer that is asked for again, for a fresh link, must not take it off again.
        bool isPart = snapshot.WithheldVideos > 0 && snapshot.Videos.Count > 0 && !VeoTaskStatus.IsFinal(task.Status);
        if (!isPart || task.Cost is not { } estimate) return null;
        int ordered = snapshot.Videos.Count + snapshot.WithheldVideos;
        return new VeoCost(estimate)
        {
            Amount = Amounts.Times(estimate.Amount, snapshot.Videos.Count) / ordered,
            Basis = FormattableString.Invariant($"{estimate.Basis}; {snapshot.Videos.Count} of {ordered} videos were delivered"),
        };
    }

    /// <summary>True where the gateway has said that the task cost nothing.</summary>
    public static bool IsFree(VeoTask task) => task.Cost is { Amount: 0 };
}
