namespace VeoPS.Engine.Tasks;

/// <summary>
/// From a gateway's id to our names for it: a folder by the id's hash, and in it an empty file named for each
/// submission. Nothing is ever rewritten, so writers need no lock. An entry is a hint, since ids are the gateways' to
/// give and two profiles may have the same: whoever follows it looks at the task.
/// </summary>
internal sealed class LedgerIndex(LedgerFiles files)
{
    public void Add(string id, string submissionId) => files.Mark(Path.Combine(FolderOf(id), submissionId));

    public void Remove(string id, string submissionId) => LedgerFiles.Delete(Path.Combine(FolderOf(id), submissionId));

    /// <summary>Our names for what has this id, newest first.</summary>
    public IEnumerable<string> Find(string id) =>
        LedgerFiles.Names(FolderOf(id)).OrderByDescending(name => name, StringComparer.Ordinal);

    private string FolderOf(string id)
    {
        string hash = Sha256Hex.Of(id);
        return files.PathOf("index", hash.Substring(0, 2), hash);
    }
}
