using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>Sums costs by profile, model, day and unit. Units never mix.</summary>
internal sealed class CostTally
{
    private readonly List<VeoCostSum> _items = [];

    /// <summary>Adds the estimated cost of one request.</summary>
    /// <param name="profile">The profile that pays.</param>
    /// <param name="model">The model.</param>
    /// <param name="cost">The estimate.</param>
    public void Add(string profile, string model, VeoCost cost)
        => _items.Add(new VeoCostSum(cost) { Profile = profile, Model = model, Requests = 1 });

    /// <summary>Adds the cost of a task: one that is unknown counts, one that was plainly not taken does not.</summary>
    /// <param name="task">The task.</param>
    /// <returns>False where nobody tells its cost.</returns>
    public bool Add(VeoTask task)
    {
        bool isNotBought = task.Id is null && task.Status is VeoTaskStatus.Failed or VeoTaskStatus.Canceled;
        if (isNotBought) return true;
        if (task.Cost is not { } cost) return false;
        DateTime? day = task.Created == default ? null : task.Created.Date;
        _items.Add(new VeoCostSum(cost) { Profile = task.Profile, Model = task.Model, Day = day, Requests = 1 });
        return true;
    }

    /// <summary>The sums, by day, profile and model. The basis of a sum is that of its items where they agree.</summary>
    public IEnumerable<VeoCostSum> Sums() => _items
        .GroupBy(item => (item.Day, item.Profile, item.Model, item.Unit))
        .OrderBy(group => group.Key.Day).ThenBy(group => group.Key.Profile, StringComparer
            .OrdinalIgnoreCase).ThenBy(group => group.Key.Model, StringComparer.Ordinal)
        .Select(group => new VeoCostSum(group.First())
        {
            Profile = group.Key.Profile,
            Model = group.Key.Model,
            Day = group.Key.Day,
            Amount = Amounts.Sum(group.Select(item => item.Amount)),
            Requests = group.Count(),
            Basis = string.Join("; ", group.Select(item => item.Basis).Distinct(StringComparer.Ordinal).Take(MostBases)),
            AsOf = group.Min(item => item.AsOf),
        });

    // A person reads the first few.
    private const int MostBases = 3;
}
