namespace VeoPS.Engine.Ledger;

/// <summary>A file that one of a task's videos was saved to.</summary>
/// <param name="Index">The video's place among the task's, from 0.</param>
/// <param name="Resolution">Null for the video as the task made it; else the upgraded rendition.</param>
/// <param name="FullName">The file, absolute.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
/// <param name="LastWriteTime">UTC. Of the file, right after it got its name.</param>
internal sealed record SavedFile(int Index, string? Resolution, string FullName, long Length, string Sha256, DateTime LastWriteTime)
{
    /// <summary>The state folder of the machine that saved it; null where an older version did not say.</summary>
    public string? Home { get; init; }
}
