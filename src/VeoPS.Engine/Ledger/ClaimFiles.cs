using System.Globalization;
using System.Text.Json;
using VeoPS.Engine.Disk;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// The claims on job keys: a folder by the key's hash, and in it one a numbered attempt, which holds the claim.
/// </summary>
/// <remarks>
/// A claim must be exclusive and must never be seen half-written, and no file operation of .NET is both on every
/// system: creating a file exclusively shows it empty first, and File.Move without overwriting looks before it renames.
/// Renaming a folder onto one that is not empty fails everywhere, in the same atomic step, on network shares too: so
/// each attempt is a folder, written in full under another name.
/// </remarks>
internal sealed class ClaimFiles(LedgerFiles files)
{
    private const string FileName = "claim.json";

    public JobClaim? TryClaim(JobClaim claim)
    {
        string folder = FolderOf(claim.Scope, claim.JobKey);
        string attempt = Path.Combine(folder, claim.Attempt.ToString("D6", CultureInfo.InvariantCulture));
        if (Read(attempt) is null) Write(claim, folder, attempt);

        // Read back and not inferred: a network share may carry out a move, lose its answer, and refuse the repetition.
        JobClaim holder = Read(attempt) ?? throw new IOException($"'{attempt}' was there and is gone.");
        return holder.SubmissionId == claim.SubmissionId ? null : holder;
    }

    public JobClaim? Last(string scope, string jobKey) => Claims(scope, jobKey).Select(each => each.Claim).FirstOrDefault();

    /// <summary>Ends the wait for the outcome of a claim whose task is forgotten.</summary>
    public void EndWait(string scope, string jobKey, string submissionId, DateTime now)
    {
        foreach ((string attempt, JobClaim claim) in Claims(scope, jobKey).Where(each => each.Claim.SubmissionId == submissionId && each.Claim.Deadline > now))
        {
            files.Replace(Path.Combine(attempt, FileName), JsonSerializer.SerializeToUtf8Bytes(claim with { Deadline = now }, LedgerJson.Readable.JobClaim), lasting: true);
        }
    }

    // The last one first.
    private IEnumerable<(string Attempt, JobClaim Claim)> Claims(string scope, string jobKey)
    {
        string folder = FolderOf(scope, jobKey);
        return LedgerFiles.Names(folder)
            .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .OrderByDescending(name => int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture))
            .Select(name => Path.Combine(folder, name))
            .Select(attempt => (attempt, Read(attempt) ?? throw new InvalidDataException($"'{attempt}' has lost its claim on a job key.")));
    }

    private void Write(JobClaim claim, string folder, string attempt)
    {
        string draft = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        try
        {
            files.Create(Path.Combine(draft, FileName), JsonSerializer.SerializeToUtf8Bytes(claim, LedgerJson.Readable.JobClaim));
            FaultPoint.Pass("claim written");
            LedgerFiles.MoveFolderUnlessTaken(draft, attempt);
            FaultPoint.Pass("claim made");
        }
        finally
        {
            LedgerFiles.Discard(draft);
        }
    }

    private string FolderOf(string scope, string jobKey)
    {
        string hash = Sha256Hex.Of(scope + "\n" + jobKey);
        return files.PathOf("claims", hash.Substring(0, 2), hash);
    }

    private static JobClaim? Read(string attempt)
    {
        string path = Path.Combine(attempt, FileName);
        using Stream? stream = LedgerFiles.OpenRead(path);
        try
        {
            if (stream is null) return null;
            return JsonSerializer.Deserialize(stream, LedgerJson.Readable.JobClaim) ?? throw new JsonException("It is null.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' is no claim on a job key.", fault);
        }
    }
}
