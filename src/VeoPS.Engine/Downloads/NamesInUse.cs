using System.Runtime.InteropServices;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Downloads;

/// <summary>Which video has which name in this run: two never share one.</summary>
internal sealed class NamesInUse
{
    /// <summary>How file names compare here: Windows and macOS take two cases for one name.</summary>
    public static readonly StringComparer PathComparer =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private readonly Dictionary<string, NameInUse> _names = new(PathComparer);

    /// <summary>Gives a path to a video, or finds that it has it already.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: another video has it.</exception>
    public NameInUse Take(string path, string owner)
    {
        lock (_names)
        {
            if (!_names.TryGetValue(path, out NameInUse? name)) _names[path] = name = new NameInUse(owner);
            if (name.Owner == owner) return name;
            throw DownloadErrors.Failed(
                $"'{path}' is also the name of another video of this run ({name.Owner}), so {owner} was not downloaded.",
                $"Use a FileName that tells them apart, such as '{FileNameTemplate.Default}'.");
        }
    }
}

/// <summary>A name that a video has in this run.</summary>
internal sealed class NameInUse(string owner)
{
    /// <summary>Which video.</summary>
    public string Owner { get; } = owner;

    /// <summary>Held while it is saved: the same video may come down the pipeline twice.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Set once it is saved.</summary>
    public SavedFile? Saved { get; set; }
}
