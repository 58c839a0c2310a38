using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>The tasks' documents: one file each, in folders by day, under names that sort by time.</summary>
internal sealed class TaskFiles(LedgerFiles files)
{
    private const string Extension = ".json";
    private const string DayFormat = "yyyy-MM-dd";
    private readonly string _root = files.PathOf("tasks");

    public void Create(string submissionId, LedgerDocument document) =>
        files.Create(PathOf(submissionId), Bytes(document));

    public void Replace(string submissionId, LedgerDocument document, bool lasting) =>
        files.Replace(PathOf(submissionId), Bytes(document), lasting);

    public void Delete(string submissionId) => LedgerFiles.Delete(PathOf(submissionId));

    /// <summary>Keeps every other process from changing a task. The id's random end spreads the tasks over the locks.</summary>
    public IDisposable Lock(string submissionId) => files.Lock(submissionId.Substring(submissionId.Length - 2));

    /// <summary>Reads a task; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is torn, or not ours.</exception>
    public LedgerDocument? Read(string submissionId) => ReadFile(PathOf(submissionId));

    /// <inheritdoc cref="Read"/>
    public static LedgerDocument? ReadFile(string path)
    {
        using Stream? stream = LedgerFiles.OpenRead(path);
        if (stream is null) return null;

        LedgerDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(stream, LedgerJson.Readable.LedgerDocument);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' is torn, or is no JSON document of a task.", fault);
        }

        bool isOurs = document is { Version: >= 1 } && Path.GetFileName(path) == document.SubmissionId + Extension;
        return isOurs ? document : throw new InvalidDataException($"'{path}' is no document of the task that it is named for.");
    }

    /// <summary>The days' folders, newest first.</summary>
    public IEnumerable<string> Days() => LedgerFiles.Names(_root)
        .Where(name => DateTime.TryParseExact(name, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        .OrderByDescending(name => name, StringComparer.Ordinal)
        .Select(name => Path.Combine(_root, name));

    /// <summary>The documents of a day, newest first, each with the time in its name, if it is a name of ours. They are listed at once, and looked at one by one.</summary>
    public static IEnumerable<(string Path, DateTime? Made)> Documents(string day)
    {
        string[] names = [.. LedgerFiles.Names(day).Where(name => name.EndsWith(Extension, StringComparison.Ordinal))];
        Array.Sort(names, StringComparer.Ordinal);
        Array.Reverse(names);
        return names.Select(name => (Path.Combine(day, name), Made(name)));
    }

    private static DateTime? Made(string name) =>
        SubmissionId.TryParse(Path.GetFileNameWithoutExtension(name), out DateTime made) ? made : null;

    private string PathOf(string submissionId) =>
        Path.Combine(_root, SubmissionId.MadeAt(submissionId).ToString(DayFormat, CultureInfo.InvariantCulture), submissionId + Extension);

    private static byte[] Bytes(LedgerDocument document) => JsonSerializer.SerializeToUtf8Bytes(document, LedgerJson.Readable.LedgerDocument);
}
