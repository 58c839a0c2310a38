namespace VeoPS;

/// <summary>
/// A file on disk. A pipeline of PowerShell binds it to file commands by literal path, through <see cref="PSPath"/>; there is
/// no property <c>Path</c>, which would bind as a wildcard.
/// </summary>
public sealed class SavedVideo
{
    internal SavedVideo() { }

    // A copy, whose initializer changes it.
    internal SavedVideo(SavedVideo other)
    {
        FullName = other.FullName;
        Length = other.Length;
        Sha256 = other.Sha256;
        TaskId = other.TaskId;
        Profile = other.Profile;
        Index = other.Index;
        Resolution = other.Resolution;
        Skipped = other.Skipped;
        Resumed = other.Resumed;
        Elapsed = other.Elapsed;
        JobKey = other.JobKey;
        Prompt = other.Prompt;
    }

    /// <summary>The file, absolute.</summary>
    public string FullName { get; internal init; } = "";

    /// <summary>The same, as PowerShell's providers write it.</summary>
    public string PSPath => @"Microsoft.PowerShell.Core\FileSystem::" + FullName;

    /// <summary>The file's name.</summary>
    public string Name => Path.GetFileName(FullName);

    /// <summary>In bytes.</summary>
    public long Length { get; internal init; }

    /// <summary>Of the whole file, in lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; internal init; }

    /// <summary>The gateway's id of the task.</summary>
    public string TaskId { get; internal init; } = "";

    /// <summary>The task's profile.</summary>
    public string Profile { get; internal init; } = "";

    /// <summary>The video's place among the task's, from 0.</summary>
    public int Index { get; internal init; }

    /// <summary>As the gateway states it, else null.</summary>
    public string? Resolution { get; internal init; }

    /// <summary>True where the file was there and whole, and nothing was downloaded.</summary>
    public bool Skipped { get; internal init; }

    /// <summary>True where a part of it was on disk from an earlier try, of this call or of one before, and was continued.</summary>
    public bool Resumed { get; internal init; }

    /// <summary>How long the download took.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>The job key of the task, null where it has none.</summary>
    public string? JobKey { get; internal init; }

    /// <summary>The prompt of the task, null where it has none or nobody knows it any more.</summary>
    public string? Prompt { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => FullName;
}
