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
            yield return $"{command} stopped waiting for {(open.Length == 1 ? "a task" : $"{open.Length} tasks")}: {Names(open)}. "
                + (open.Length == 1
                    ? "The task is paid for, continues at the gateway, and is not lost. "
                    : "The tasks are paid for, continue at the gateway, and are not lost. ")
                + "'Get-VeoTask -Status Queued,Running' lists running tasks. Pipe them into Wait-VeoTask or Save-VeoVideo -Wait.";
        }

        if (made.Length > 0)
        {
            yield return $"{command} stopped before it saved "
                + $"{(made.Length == 1 ? "a task that is" : $"{made.Length} tasks that are")} finished and paid for: {Names(made)}. "
                + "'Get-VeoTask -Unsaved' lists unsaved tasks. Pipe them into Save-VeoVideo.";
        }

        if (doubtful.Count > 0)
        {
            yield return doubtful.Count == 1
                ? $"{command} was stopped before it read the answer to a submission. The video may have been bought: "
                    + $"{Names(doubtful)}. Check the gateway before you submit it again. 'Get-VeoTask -Status Unknown' lists it, and "
                    + "Resolve-VeoTask settles it."
                : $"{command} was stopped before it read the answers to {doubtful.Count} submissions. The videos may have been bought: "
                    + $"{Names(doubtful)}. Check the gateway before you submit them again. 'Get-VeoTask -Status Unknown' lists them, and "
                    + "Resolve-VeoTask settles them.";
        }
    }

    private static string Names(IEnumerable<VeoTask> tasks) => string.Join(", ", tasks.Select(task => $"{task} ({task.Profile})"));
}
