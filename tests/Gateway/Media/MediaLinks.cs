using System.Globalization;
using System.Text.RegularExpressions;

namespace VeoPS.TestGateway;

/// <summary>The links under <c>/media/</c>: signed, as a content network's are, and good without any key.</summary>
internal sealed partial class MediaLinks(TaskStore tasks, Uri origin)
{
    public string LinkTo(VideoTask task, int index) => $"{LinkTo(origin, task.Id, index)}?sig={task.Signature}";

    /// <summary>A link without a signature.</summary>
    public static Uri LinkTo(Uri origin, string taskId, int index) => new(origin, $"/media/{taskId}_{index}.mp4");

    /// <summary>What a link was made for; null when it was not made here.</summary>
    public (VideoTask Task, int Index)? Read(string link)
    {
        var match = Pattern().Match(link);
        bool isOurs = match.Success && link.StartsWith(origin.AbsoluteUri, StringComparison.Ordinal);
        return isOurs && tasks.Find(match.Groups[1].Value) is { } task
            ? (task, int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"/media/([\w-]+)_(\d+)\.mp4(\?|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
