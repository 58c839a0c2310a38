using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// From a gateway's id to our names for it: an empty file named for the id's hash and a submission. Nothing is ever
/// rewritten, so writers need no lock. An entry is a hint, since ids are the gateways' to give and two profiles may have
/// the same: whoever follows it looks at the task.
/// </summary>
internal sealed class LedgerIndex(LedgerFiles files)
{
    public void Add(string id, string submissionId) => files.Mark(PathOf(id, submissionId));

    public void Remove(string id, string submissionId) => LedgerFiles.Delete(PathOf(id, submissionId));

    /// <summary>Our names for what has this id, newest first.</summary>
    public IEnumerable<string> Find(string id)
    {
        string beginning = BeginningOf(id);
        return LedgerFiles.Names(FolderOf(beginning))
            .Where(name => name.StartsWith(beginning, StringComparison.Ordinal))
            .Select(name => name.Substring(beginning.Length))
            .OrderByDescending(name => name, StringComparer.Ordinal);
    }

    private string PathOf(string id, string submissionId)
    {
        string beginning = BeginningOf(id);
        return Path.Combine(FolderOf(beginning), beginning + submissionId);
    }

    // Few folders, since each new one is a flush more: of fifty thousand tasks a folder has two hundred.
    private string FolderOf(string beginning) => files.PathOf("index", beginning.Substring(0, 2));

    private static string BeginningOf(string id) => $"{Sha256Hex.Of(id).Substring(0, 32)}.";
}
