namespace VeoPS.Engine.Ledger;

/// <summary>Decides which entries match a <see cref="LedgerQuery"/>.</summary>
internal static class LedgerFilter
{
    /// <param name="query">Which ones.</param>
    /// <param name="entry">As it is at the moment.</param>
    /// <param name="home">The state folder whose files are looked at; files of another are believed.</param>
    public static bool Matches(this LedgerQuery query, LedgerEntry entry, string? home = null) =>
        IsAny(query.Status, entry.Task.Status, StringComparer.OrdinalIgnoreCase)
        && IsAny(query.Profile, entry.Task.Profile, StringComparer.OrdinalIgnoreCase)
        && (query.JobKey.Count == 0 || query.JobKey.Any(pattern => KeyPattern.Matches(pattern, entry.Task.JobKey)))
        && query.Tag.All(tag => entry.Task.Tag.Contains(tag, StringComparer.OrdinalIgnoreCase))
        && !(entry.Task.Created < query.Since)
        && !(entry.Task.Created >= query.Before)
        && (!query.Unsaved || (entry.Task.Status == VeoTaskStatus.Succeeded && IsUnsaved(entry, home)))
        && (!entry.IsRendition || entry.Task.Status == VeoTaskStatus.Unknown);

    private static bool IsAny(IReadOnlyList<string> wanted, string? value, StringComparer comparer) =>
        wanted.Count == 0 || (value is not null && wanted.Contains(value, comparer));

    /// <summary>True where a video of a task that succeeded is in no file, or nobody knows yet which videos it has.</summary>
    public static bool IsUnsaved(LedgerEntry entry, string? home) =>
        entry.Task.Videos.Count == 0 || entry.Task.Videos.Any(video => !IsSaved(entry, video, home));

    private static bool IsSaved(LedgerEntry entry, VeoVideo video, string? home) =>
        entry.Saved.Any(file => file.Index == video.Index && file.Resolution is null && IsThere(file, home));

    private static bool IsThere(SavedFile file, string? home)
    {
        if (file.Home is not null && file.Home != home) return true;
        try
        {
            return File.Exists(file.FullName) && new FileInfo(file.FullName).Length == file.Length;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return false;
        }
    }
}
