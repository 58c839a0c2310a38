namespace VeoPS.TestGateway;

/// <summary>
/// What goes wrong, and when. Rules count on their own, each the requests that it is about; the first that strikes wins.
/// Only requests at a route's home are struck, so that a redirect to the other origin arrives.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];
    private readonly List<FaultRule> _unread = [];
    private readonly HashSet<Hold> _holds = [];

    /// <summary>Adds a rule.</summary>
    /// <param name="route">What the requests are for.</param>
    /// <param name="fault">What happens to them.</param>
    /// <param name="strike">Which of them; all when omitted.</param>
    /// <param name="matching">Only those that fit, such as <c>r => r.Task?.Prompt == "a cat"</c>.</param>
    /// <returns>This plan.</returns>
    public FaultPlan Add(Route route, Fault fault, Strike? strike = null, Func<RecordedRequest, bool>? matching = null)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Add(new FaultRule(route, matching, count => (strike ?? Strike.Always).FallsOn(count) ? fault : null), fault);
    }

    /// <summary>
    /// Strikes exactly one request in each <paramref name="n"/>, with one of <paramref name="faults"/>.
    /// The same seed chooses the same requests and faults again.
    /// </summary>
    /// <param name="n">At least 1.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="route">What the requests are for.</param>
    /// <param name="faults">The faults to choose from.</param>
    /// <returns>This plan.</returns>
    public FaultPlan OneIn(int n, int seed, Route route, params Fault[] faults)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfZero(faults.Length);
        return Add(new FaultRule(route, matching: null, Choose), faults);

        Fault? Choose(int count)
        {
            (int block, int place) = Math.DivRem(count - 1, n);
            var chance = new Random(unchecked((seed * 7919) + block));
            return chance.Next(n) == place ? faults[chance.Next(faults.Length)] : null;
        }
    }

    /// <summary>Forgets the rules. What is held stays held.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
            _unread.Clear();
        }
    }

    /// <summary>Lets go everything that any fault of this plan holds, or has held.</summary>
    public void ReleaseAll()
    {
        lock (_lock)
        {
            foreach (var hold in _holds)
            {
                hold.Release();
            }
        }
    }

    internal Fault? Pick(RecordedRequest request)
    {
        lock (_lock)
        {
            Fault? first = null;
            foreach (var rule in _rules)
            {
                var fault = rule.Pick(request);
                first ??= fault;
            }

            return first;
        }
    }

    /// <summary>The fault that a request meets before its body is read. Rules about what is in the body do not count then.</summary>
    internal Fault? PickUnread(Route route)
    {
        lock (_lock)
        {
            return _unread.Select(rule => rule.PickUnread(route)).FirstOrDefault(fault => fault is not null);
        }
    }

    private FaultPlan Add(FaultRule rule, params IEnumerable<Fault> faults)
    {
        lock (_lock)
        {
            (faults.All(fault => fault.LeavesBody) ? _unread : _rules).Add(rule);
            _holds.UnionWith(faults.Select(fault => fault.Hold).OfType<Hold>());
            return this;
        }
    }
}
