using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>A <see cref="VeoVideo"/> on disk.</summary>
internal sealed class VideoDocument
{
    public int Index { get; set; }

    public string? Uri { get; set; }

    public string? StorageUri { get; set; }

    public string? Resolution { get; set; }

    public decimal? Duration { get; set; }

    public string? MimeType { get; set; }

    public DateTime? Expires { get; set; }

    public int? Inline { get; set; }

    public static VideoDocument From(VeoVideo video) => new()
    {
        Index = video.Index,
        Uri = video.Uri is { } uri && MayBeKept(uri) ? uri.AbsoluteUri : null,
        StorageUri = video.StorageUri,
        Resolution = video.Resolution,
        Duration = video.Duration,
        MimeType = video.MimeType,
        Expires = video.Expires,
        Inline = video.Inline,
    };

    public VeoVideo ToVideo() => new()
    {
        Index = Index,
        Uri = LinkText.ToUri(Uri),
        StorageUri = StorageUri,
        Resolution = Resolution,
        Duration = Duration,
        MimeType = MimeType,
        Expires = Expires,
        Inline = Inline,
    };

    // A query, a fragment or a user name may be a signature or a password; a data link is the video itself.
    private static bool MayBeKept(Uri uri) =>
        uri is { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" } && uri.Scheme != "data";
}
