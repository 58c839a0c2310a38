using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Downloads;

/// <summary>A name that a video has in this run.</summary>
internal sealed class RunClaim(string owner)
{
    /// <summary>Which video.</summary>
    public string Owner { get; } = owner;

    /// <summary>Held while it is saved: the same video may come down the pipeline twice.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Set once it is saved.</summary>
    public SavedFile? Saved { get; set; }
}
