using System.Globalization;

namespace VeoPS.Engine.Tasks;

/// <summary>Tells when results expire: a gateway keeps a video that was paid for only for a limited time.</summary>
internal static class ResultExpiry
{
    // Time enough for a person to act on the next working day.
    private static readonly TimeSpan Soon = TimeSpan.FromHours(24);

    /// <summary>The warning about tasks that succeeded and are not on disk; null where nothing is urgent. The remedy is
    /// <see cref="VeoRemedyAction.SaveUnsaved"/>.</summary>
    /// <param name="unsaved">The tasks.</param>
    /// <param name="now">UTC.</param>
    public static string? Warning(IReadOnlyCollection<VeoTask> unsaved, DateTime now)
    {
        DateTime[] ends = [.. unsaved.Select(task => task.Videos.Select(video => video.Expires).Min()).OfType<DateTime>()];
        int gone = ends.Count(end => end <= now);
        DateTime[] pressing = [.. ends.Where(end => end > now && end - now < Soon)];
        int untold = unsaved.Count(
            task => task.Videos.All(video => video.Expires is null) && now - (task.Completed ?? task.Created) > Soon);

        List<string> parts = [];
        if (pressing.Length > 0)
            parts.Add($"{Tasks(pressing.Length)} stored by the gateway only until "
                + $"{pressing.Min().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC at the earliest");
        if (gone > 0) parts.Add($"{Tasks(gone)} older than the gateway promises to keep results");
        if (untold > 0) parts.Add($"{Tasks(untold)} older than a day at a gateway that does not say how long it keeps results");
        return parts.Count == 0
            ? null
            : $"Paid for and not on disk: {string.Join("; ", parts)}.";

        static string Tasks(int count) => count == 1 ? "1 task is" : FormattableString.Invariant($"{count} tasks are");
    }
}
