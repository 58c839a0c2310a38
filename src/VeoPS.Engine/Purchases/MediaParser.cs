using System.Text;
using System.Text.RegularExpressions;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Purchases;

/// <summary>Reads an image or a video as a person gives it: a link, a data URI or a file.</summary>
internal static class MediaParser
{
    // Google's limit for an image, which no gateway states a wider one than.
    private const int LargestImage = 20 * 1024 * 1024;

    // An object in Google's Cloud Storage. Which gateway takes it, its table says.
    private const string GoogleStorageScheme = "gs";

    // It goes into a header as it is.
    private static readonly Regex ImageName = new("^image/[a-z0-9][a-z0-9.+-]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex VideoName = new("^video/[a-z0-9][a-z0-9.+-]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Reads an image.</summary>
    /// <param name="parameter">For the fault, without its dash.</param>
    /// <param name="text">An http(s) address, a data URI, or a path.</param>
    /// <param name="fullPath">Makes a path absolute, as the caller's shell would.</param>
    /// <param name="faults">Gets the faults.</param>
    /// <returns>Null where there is a fault.</returns>
    public static MediaInput? Image(string parameter, string text, Func<string, string> fullPath, ICollection<VeoFault> faults)
    {
        if (text.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return DataUri(parameter, text, faults, ImageName);
        if (Link(parameter, text, faults) is { } link) return link.Media;
        return File(parameter, fullPath(text), faults);
    }

    /// <summary>Reads a video to go on with.</summary>
    /// <param name="text">An address, a data URI, else a gateway's task id.</param>
    /// <param name="faults">Gets the faults.</param>
    /// <returns>Null where there is a fault.</returns>
    public static MediaInput? Video(string text, ICollection<VeoFault> faults) =>
        text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? DataUri("SourceVideo", text, faults, VideoName)
        : Link("SourceVideo", text, faults) is { } link ? link.Media : new TaskMedia(text);

    private static (LinkedMedia? Media, bool IsLink)? Link(string parameter, string text, ICollection<VeoFault> faults)
    {
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return null;
        bool isAddress = Uri.TryCreate(text.Trim(), UriKind.Absolute, out Uri? uri);
        if (isAddress && uri!.Scheme is "http" or "https" or GoogleStorageScheme) return (new LinkedMedia(uri), true);
        faults.Add(new VeoFault(
            parameter,
            $"'{Shortened(text)}' is not an http or https address",
            "Give an http(s) address, a data URI, or the path of a file"));
        return (null, true);
    }

    private static InlineMedia? DataUri(string parameter, string text, ICollection<VeoFault> faults, Regex type)
    {
        int comma = text.IndexOf(',');
        string[] head = (comma < 0 ? "" : text.Substring("data:".Length, comma - "data:".Length)).Split(';');
        if (head.Length >= 2 && type.IsMatch(head[0]) && head[^1].Equals("base64", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                byte[] bytes = Convert.FromBase64String(text.Substring(comma + 1));
                if (bytes.Length is > 0 and <= LargestImage) return new InlineMedia(head[0].ToLowerInvariant(), bytes);
            }
            catch (FormatException)
            {
                // Told below, with the other ways in which a data URI can be wrong.
            }
        }

        (string kind, string example) = type == ImageName ? ("image", "image/png") : ("video", "video/mp4");
        faults.Add(new VeoFault(
            parameter,
            $"the data URI is not a base64 {kind} of 1 byte to {LargestImage >> 20} MiB",
            $"Write it as data:{example};base64,…"));
        return null;
    }

    private static FileMedia? File(string parameter, string path, ICollection<VeoFault> faults)
    {
        string? wrong;
        string? mimeType = null;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            byte[] head = new byte[16];
            int read = file.Read(head, 0, head.Length);
            mimeType = ImageType(head, read);
            wrong = file.Length > LargestImage
                ? $"is larger than {LargestImage >> 20} MiB"
                : mimeType is null ? "is not a PNG, JPEG or WebP image" : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            wrong = exception is FileNotFoundException or DirectoryNotFoundException
                ? "does not exist"
                : $"cannot be read ({exception.Message})";
        }

        if (wrong is null) return new FileMedia(path, mimeType!);
        faults.Add(new VeoFault(parameter, $"the file '{path}' {wrong}", "Give an http(s) address, a data URI, or the path of an image"));
        return null;
    }

    private static string? ImageType(byte[] head, int length)
    {
        if (length >= 8 && head[0] == 0x89 && head[1] == 'P' && head[2] == 'N' && head[3] == 'G') return "image/png";
        if (length >= 3 && head[0] == 0xFF && head[1] == 0xD8 && head[2] == 0xFF) return "image/jpeg";
        if (length >= 12 && Encoding.ASCII.GetString(head, 0, 4) == "RIFF" && Encoding.ASCII.GetString(head, 8, 4) == "WEBP")
            return "image/webp";
        return null;
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "…";
}
