namespace VeoPS.Engine.Downloads;

/// <summary>How far a download is.</summary>
/// <param name="Received">Bytes on disk, those of an earlier try included. Falls back to less where it had to start over.</param>
/// <param name="Total">Bytes of the whole file, null where the server does not say.</param>
public readonly record struct DownloadProgress(long Received, long? Total);
