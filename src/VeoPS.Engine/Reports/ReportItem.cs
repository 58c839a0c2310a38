namespace VeoPS.Engine.Reports;

/// <summary>One task of a report, and where its videos are.</summary>
/// <param name="Task">The task.</param>
/// <param name="Videos">Its videos. Empty: nothing is on disk.</param>
internal sealed record ReportItem(VeoTask Task, IReadOnlyList<ReportVideo> Videos);

/// <summary>A video of a report.</summary>
/// <param name="Address">Where a player opens it, relative to the page; null where the file goes into the page.</param>
/// <param name="File">The file, absolute, where it goes into the page. It is read while the page is written, and never held whole.</param>
internal sealed record ReportVideo(string? Address, string? File = null)
{
    /// <summary>The file, or its address relative to the page's folder, or absolute on another drive.</summary>
    /// <param name="file">Absolute.</param>
    /// <param name="folder">The page's folder, absolute.</param>
    /// <param name="embed">True to put the file into the page.</param>
    public static ReportVideo Of(string file, string folder, bool embed)
    {
        if (embed) return new ReportVideo(null, file);
        Uri page = new(Path.Combine(folder, "page.html"));
        return new ReportVideo(page.MakeRelativeUri(new Uri(file)).OriginalString);
    }
}
