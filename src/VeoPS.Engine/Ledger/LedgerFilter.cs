namespace VeoPS.Engine.Ledger;

/// <summary>What a <see cref="LedgerQuery"/> lets through.</summary>
internal static class LedgerFilter
{
    public static bool Matches(this LedgerQuery query, LedgerEntry entry) =>
        IsAny(query.Status, entry.Task.Status, StringComparer.OrdinalIgnoreCase)
        && IsAny(query.Profile, entry.Task.Profile, StringComparer.OrdinalIgnoreCase)
        && IsAny(query.JobKey, entry.Task.JobKey, StringComparer.Ordinal)
        && query.Tag.All(tag => entry.Task.Tag.Contains(tag, StringComparer.OrdinalIgnoreCase))
        && !(entry.Task.Created < query.Since)
        && (!query.Unsaved || IsUnsaved(entry))
        && (!entry.IsRendition || entry.Task.Status == VeoTaskStatus.Unknown);

    private static bool IsAny(IReadOnlyList<string> wanted, string? value, StringComparer comparer) =>
        wanted.Count == 0 || (value is not null && wanted.Contains(value, comparer));

    private static bool IsUnsaved(LedgerEntry entry) =>
        entry.Task.Status == VeoTaskStatus.Succeeded
        && (entry.Task.Videos.Count == 0 || entry.Task.Videos.Any(video => !IsSaved(entry, video)));

    private static bool IsSaved(LedgerEntry entry, VeoVideo video) =>
        entry.Saved.Any(file => file.Index == video.Index && file.Resolution is null && IsOnDisk(file));

    private static bool IsOnDisk(SavedFile file)
    {
        try
        {
            return File.Exists(file.FullName) && new FileInfo(file.FullName).Length == file.Length;
        }
        catch (Exception fault) when (LedgerGuard.IsOfTheFileSystem(fault))
        {
            return false;
        }
    }
}
