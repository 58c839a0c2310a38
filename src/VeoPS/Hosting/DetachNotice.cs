namespace VeoPS.Hosting;

/// <summary>The notice for a person when a line is cut. It says which tasks go on, which may have
/// been bought, and how to go on with them.</summary>
internal static class DetachNotice
{
    public static IEnumerable<string> Texts(string command, IReadOnlyCollection<VeoTask> held, IReadOnlyCollection<VeoTask> doubtful)
    {
        VeoTask[] made = [.. held.Where(task => task.Status == VeoTaskStatus.Succeeded)];
        VeoTask[] open = [.. held.Except(made)];
        if (open.Length > 0)
        {
            yield return $"{command} let go of {(open.Length == 1 ? "a task that goes" : $"{open.Length} tasks that go")} on "
                + $"at the gateway, paid for and not lost: {Names(open)}. "
                + "'Get-VeoTask -Status Queued,Running' lists what goes on; pipe it into Wait-VeoTask, or into Save-VeoVideo -Wait.";
        }

        if (made.Length > 0)
        {
            yield return $"{command} let go of {(made.Length == 1 ? "a task that is" : $"{made.Length} tasks that are")} done, "
                + $"paid for and not lost: {Names(made)}. "
                + "'Get-VeoTask -Unsaved' lists what is done and not on disk; pipe it into Save-VeoVideo.";
        }

        if (doubtful.Count > 0)
        {
            yield return $"{command} was stopped before the answer to "
                + $"{(doubtful.Count == 1 ? "a submission" : $"{doubtful.Count} submissions")} was read, which may have been "
                + $"bought: {Names(doubtful)}. "
                + "Look for it at the gateway before you submit it anew; 'Get-VeoTask -Status Unknown' lists it, and "
                + "Resolve-VeoTask settles it.";
        }
    }

    private static string Names(IEnumerable<VeoTask> tasks) => string.Join(", ", tasks.Select(task => $"{task} ({task.Profile})"));
}
