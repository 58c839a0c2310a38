using System.Globalization;

namespace VeoPS;

/// <summary>One video of a task that succeeded.</summary>
public sealed class VeoVideo
{
    internal VeoVideo() { }

    // A copy, whose initializer changes it.
    internal VeoVideo(VeoVideo other)
    {
        Index = other.Index;
        Uri = other.Uri;
        StorageUri = other.StorageUri;
        Resolution = other.Resolution;
        Duration = other.Duration;
        MimeType = other.MimeType;
        Expires = other.Expires;
        Inline = other.Inline;
    }

    /// <summary>Its place among the task's videos, from 0.</summary>
    public int Index { get; internal init; }

    /// <summary>
    /// Where it can be fetched. Null where only the ledger was read: links are not kept there once they carry a query,
    /// since that may be a signature, and saving asks the gateway for a fresh one. Null, too, where the gateway has no
    /// link and sends the video inside its answer, from which saving takes it.
    /// </summary>
    public Uri? Uri { get; internal init; }

    /// <summary>
    /// The name of the object, as <c>gs://BUCKET/OBJECT</c>, where the gateway's answer named one; else null. <see cref="Uri"/> is
    /// where the same object can be fetched.
    /// </summary>
    public string? StorageUri { get; internal init; }

    /// <summary>As the gateway states it (<c>720p</c>, <c>1080p</c>, <c>4k</c>), else null.</summary>
    public string? Resolution { get; internal init; }

    /// <summary>In seconds, where the gateway states it.</summary>
    public decimal? Duration { get; internal init; }

    /// <summary>As the gateway states it, else null.</summary>
    public string? MimeType { get; internal init; }

    /// <summary>UTC. When the link stops working, where that is known.</summary>
    public DateTime? Expires { get; internal init; }

    /// <summary>Its place, from 0, among the videos that are inside the gateway's answer; null for one that has a link.</summary>
    internal int? Inline { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string?[] parts = ["#" + Index.ToString(CultureInfo.InvariantCulture), Resolution, Seconds, MimeType];
        return string.Join(" ", parts.Where(part => part is not null));
    }

    private string? Seconds => Duration is { } seconds ? seconds.ToString("0.###", CultureInfo.InvariantCulture) + "s" : null;
}
