namespace VeoPS.Engine.Reports;

/// <summary>One task of a report, and where its videos are.</summary>
/// <param name="Task">The task.</param>
/// <param name="Videos">What a player can open: addresses relative to the page, or data URIs. Empty: nothing is on disk.</param>
public sealed record ReportItem(VeoTask Task, IReadOnlyList<string> Videos);
