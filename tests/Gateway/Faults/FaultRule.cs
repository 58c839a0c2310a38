namespace VeoPS.TestGateway;

/// <summary>Which requests are counted, and which fault the nth of them meets, if any.</summary>
internal sealed class FaultRule(Route route, Func<RecordedRequest, bool>? matching, Func<int, Fault?> choose)
{
    private int _count;

    /// <summary>Counts the request if the rule is about it. Not thread safe: the plan sees to that.</summary>
    public Fault? Pick(RecordedRequest request)
    {
        bool concerned = (route is Route.Any || route == request.Route) && (matching is null || matching(request));
        return concerned ? choose(++_count) : null;
    }

    /// <summary>Counts a request of which nothing but its route is known yet.</summary>
    public Fault? PickUnread(Route unread) => route is Route.Any || route == unread ? choose(++_count) : null;
}
