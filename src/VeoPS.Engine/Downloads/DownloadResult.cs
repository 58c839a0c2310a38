namespace VeoPS.Engine.Downloads;

/// <summary>A file that was fetched whole, verified and given its name.</summary>
/// <param name="FullName">The file, absolute.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">In lower-case hexadecimal digits.</param>
/// <param name="LastWriteTime">UTC. Right after the file got its name.</param>
/// <param name="Resumed">True where a part that an earlier call had left was continued.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DownloadResult(string FullName, long Length, string Sha256, DateTime LastWriteTime, bool Resumed, TimeSpan Elapsed);
