namespace VeoPS.TestGateway;

/// <summary>How clients asked for their tasks, where tasks end by the clock: what waiting is measured by.</summary>
/// <param name="Polls">Polls of all tasks.</param>
/// <param name="LowestGapSeconds">Between two polls of one task; null where none was polled twice.</param>
/// <param name="MeanDelaySeconds">From a task's end to the first poll that found it; null where none did.</param>
internal sealed record PollSummary(int Polls, double? LowestGapSeconds, double? MeanDelaySeconds)
{
    public static PollSummary Of(LoopbackGateway gateway)
    {
        var polls = gateway.Requests.Where(request => request is { Route: Route.Poll, Task: not null })
            .ToLookup(request => request.Task!.TaskId);
        return new PollSummary(
            polls.Sum(task => task.Count()),
            polls.SelectMany(Gaps).Min(),
            polls.Select(task => Delay(gateway.Options, task)).Average());
    }

    private static IEnumerable<double?> Gaps(IEnumerable<RecordedRequest> polls) =>
        polls.Zip(polls.Skip(1), (earlier, later) => (double?)(later.ReceivedAt - earlier.ReceivedAt).TotalSeconds);

    private static double? Delay(GatewayOptions options, IEnumerable<RecordedRequest> polls)
    {
        var task = polls.First().Task!;
        var end = task.AcceptedAt + (options.RenderTimeOf(task.TaskId) ?? TimeSpan.Zero);
        return (polls.FirstOrDefault(poll => poll.ReceivedAt >= end)?.ReceivedAt - end)?.TotalSeconds;
    }
}
