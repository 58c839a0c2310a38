namespace VeoPS.Hosting;

/// <summary>What a person is told when a line is cut: which tasks go on, and how to go on with them.</summary>
internal static class DetachNotice
{
    public static string Text(string command, IReadOnlyCollection<VeoTask> held)
    {
        IEnumerable<string> names = held.Select(task => $"{task} ({task.Profile})");
        return $"{command} let go of {(held.Count == 1 ? "a task that goes" : $"{held.Count} tasks that go")} on at the gateway, paid for and not lost: {string.Join(", ", names)}. "
            + "'Get-VeoTask -Unsaved' and 'Get-VeoTask -Status Queued,Running' list them; pipe them into Wait-VeoTask or Save-VeoVideo to go on.";
    }
}
