using System.Globalization;
using System.Management.Automation;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Reports;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>
/// Makes one HTML page of tasks and saved files, for people who would rather look than read. It has a player, the prompt and the
/// outcome of each. The page needs nothing from the network.
/// </summary>
[Cmdlet(VerbsData.Export, "VeoReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportVeoReportCommand : VeoCmdlet
{
    private readonly List<VeoTask> _tasks = [];
    private readonly Dictionary<string, List<ReportFile>> _files = new(StringComparer.Ordinal);
    private TaskFinder _finder = null!;

    /// <summary>Tasks and saved files; their records in JSON, CSV or Clixml; or text that is an id.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The page: a file, or a folder, where it is named report.html. Made if missing.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string OutputPath { get; set; } = "";

    /// <summary>The page's title.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Videos";

    /// <summary>Puts the videos into the page, so that it can be sent as it is. Without it the page names the files beside it.</summary>
    [Parameter]
    public SwitchParameter Embed { get; set; }

    /// <summary>Keeps a page that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _finder = OpenEngine().Finder;

    /// <inheritdoc/>
    protected override void Process()
    {
        try
        {
            TaskInput input = TaskInput.Read(InputObject)
                ?? throw new VeoException(VeoErrorId.RequestInvalid, "-InputObject: the input must be a task or a saved file, "
                    + $"but it is {PipelineInput.Describe(InputObject)}. Nothing was written.");
            LedgerEntry? entry = Await(
                token => input.Task is { } given ? _finder.LookAsync(given, null, token) : _finder.LookAsync(input.Id!, null, token));
            ReportFile[] saved = [.. SavedBy(InputObject!)];
            VeoTask task = entry?.Task ?? (saved.Length > 0 ? new VeoTask(input.Task!) { Status = VeoTaskStatus.Succeeded } : input.Task)
                ?? throw new VeoException(VeoErrorId.TaskNotFound, $"The ledger has no task {input.Id}. 'Get-VeoTask' lists its tasks.");
            Add(task, saved.Concat(entry is null ? [] : entry.Saved.Select(
                file => new ReportFile(file.FullName, file.Index.ToString(CultureInfo.InvariantCulture), file.Sha256))));
        }
        catch (VeoException exception)
        {
            Fail(exception, InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        string path = PagePath();
        if (!ShouldProcess(path, $"Write a report of {_tasks.Count} tasks")) return;
        try
        {
            string folder = Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(folder);
            ReportItem[] items = [.. _tasks.Select(
                task => new ReportItem(
                    task,
                    [.. Once(_files[Key(task)]).Select(file => ReportVideo.Of(file, folder, Embed))]))];
            if (NoClobber && File.Exists(path)) throw new IOException($"The file '{path}' already exists.");
            WritePage(path, items);
            WriteObject(Shown(new FileInfo(path)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            string remedy = NoClobber && File.Exists(path)
                ? "-NoClobber does not overwrite an existing report: leave it out, or give another path."
                : "Give a path that this account can write to.";
            Fail(new VeoException(
                VeoErrorId.DownloadFailed,
                $"-OutputPath: the report '{path}' cannot be written: {exception.Message} {remedy}",
                exception), path);
        }
    }

    // Beside its place first: a page that was broken off never stands where a whole one is looked for.
    private void WritePage(string path, ReportItem[] items)
    {
        string part = path + ".part";
        try
        {
            using (StreamWriter writer = new(new FileStream(part, FileMode.Create, FileAccess.Write)))
            {
                ReportPage.Write(writer, Title, items, DateTime.UtcNow);
            }

            if (!NoClobber) File.Delete(path);
            File.Move(part, path);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // The view of files groups them by this property. That of Get-Item brings the whole provider along, and JSON of it has no end.
    private static PSObject Shown(FileInfo page)
    {
        PSObject shown = new(page);
        shown.Properties.Add(new PSNoteProperty("PSPath", FileSystemPath(page.FullName)));
        shown.Properties.Add(new PSNoteProperty("PSParentPath", FileSystemPath(page.DirectoryName!)));
        return shown;

        static string FileSystemPath(string path) => @"Microsoft.PowerShell.Core\FileSystem::" + path;
    }

    private static string Key(VeoTask task) => $"{task.Profile}\n{task.Id ?? task.SubmissionId}";

    // A saved file says where it is, though the ledger may be another machine's.
    private static IEnumerable<ReportFile> SavedBy(PSObject input) =>
        input.Properties["TaskId"] is not null && Cell.Text(input.Properties["FullName"]?.Value) is { } file
            ? [new ReportFile(
                Path.GetFullPath(file),
                Cell.Text(input.Properties["Index"]?.Value),
                Cell.Text(input.Properties["Sha256"]?.Value))]
            : [];

    // A video that was saved to several places is shown once.
    private static IEnumerable<string> Once(IEnumerable<ReportFile> files) =>
        files.Where(file => File.Exists(file.FullName))
            .GroupBy(file => file.FullName, (_, same) => same.FirstOrDefault(file => file.Sha256 is not null) ?? same.First())
            .GroupBy(file => (file.Index, file.Sha256 ?? file.FullName), (_, copies) => copies.First().FullName);

    private void Add(VeoTask task, IEnumerable<ReportFile> files)
    {
        if (!_files.TryGetValue(Key(task), out List<ReportFile>? known))
        {
            _files[Key(task)] = known = [];
            _tasks.Add(task);
        }

        known.AddRange(files);
    }

    private string PagePath()
    {
        string path = OutputFolder.Resolve(SessionState, OutputPath);
        bool isFolder = Directory.Exists(path) || Path.GetExtension(path).ToUpperInvariant() is not (".HTML" or ".HTM");
        return isFolder ? Path.Combine(path, "report.html") : path;
    }

    private sealed record ReportFile(string FullName, string? Index, string? Sha256);
}
