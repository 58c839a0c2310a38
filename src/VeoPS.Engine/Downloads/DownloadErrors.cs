using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>The errors of a download. Each describes the failure, says that no money is lost by it, and gives the remedy.</summary>
internal static class DownloadErrors
{
    private const string Kept =
        "The video is paid for, and nothing more was spent: saving it again only fetches it again, for as long as the gateway keeps it.";

    public static VeoException Failed(
        string what,
        string? remedy,
        Exception? innerException = null,
        params VeoRemedy[] remedies) =>
        new(VeoErrorId.DownloadFailed, Redactor.Shared.Redact($"{what} {Kept} {remedy}".TrimEnd()), innerException)
        {
            Remedies = new(remedies),
        };

    public static VeoException Corrupt(string path, string reason) => new(
        VeoErrorId.DownloadCorrupt,
        Redactor.Shared.Redact(
            $"What came for '{path}' is no whole MP4: {reason}. It was fetched twice, and deleted. {Kept} Save it again later."));

    public static VeoException NotWritable(string path, Exception exception)
    {
        if (Placement.IsOpenElsewhere(path, exception)) return OpenElsewhere(path, exception);
        return Failed(
            $"'{path}' cannot be written: {exception.Message}",
            "Make room or rights there, and save it again.",
            exception,
            new VeoRemedy(VeoRemedyAction.SaveElsewhere));
    }

    public static VeoException InUse(string path, Exception? exception = null) => Failed(
        $"'{path}' is being written by another process, and has not grown for a long time.",
        "Let that one finish or end it, then save it again: a file that is there and whole is not fetched again.",
        exception);

    public static VeoException Exists(string path) => Failed(
        $"'{path}' exists and is not known to be this video. It was left as it is.",
        remedy: null,
        remedies: new VeoRemedy(VeoRemedyAction.Overwrite));

    private static VeoException OpenElsewhere(string path, Exception exception) => Failed(
        $"'{path}' is open in another program, and cannot be replaced while it is.",
        "Close it there (a player, an editor, a backup), then save it again.",
        exception);
}
