namespace VeoPS.Hosting;

/// <summary>What a person is told when a line is cut: which tasks go on, which may have been bought, and how to go on with them.</summary>
internal static class DetachNotice
{
    public static IEnumerable<string> Texts(string command, IReadOnlyCollection<VeoTask> held, IReadOnlyCollection<VeoTask> doubtful)
    {
        if (held.Count > 0)
        {
            yield return $"{command} let go of {(held.Count == 1 ? "a task that goes" : $"{held.Count} tasks that go")} on at the gateway, paid for and not lost: {Names(held)}. "
                + "'Get-VeoTask -Unsaved' and 'Get-VeoTask -Status Queued,Running' list them; pipe them into Wait-VeoTask or Save-VeoVideo to go on.";
        }

        if (doubtful.Count > 0)
        {
            yield return $"{command} was stopped before the answer to {(doubtful.Count == 1 ? "a submission" : $"{doubtful.Count} submissions")} was read, which may have been bought: {Names(doubtful)}. "
                + "Look for it at the gateway before you submit it anew; 'Get-VeoTask -Status Unknown' lists it.";
        }
    }

    private static string Names(IEnumerable<VeoTask> tasks) => string.Join(", ", tasks.Select(task => $"{task} ({task.Profile})"));
}
