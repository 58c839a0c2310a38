using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>The errors of a download. Each describes the failure, says that no money is lost by it, and gives the remedy.</summary>
internal static class DownloadErrors
{
    private const string Kept =
        "The video is paid for. Saving it again costs nothing, as long as the gateway keeps it.";

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
            $"The download of '{path}' is not a complete MP4: {reason}. VeoPS downloaded it twice and deleted it. {Kept} "
                + "Save it again later."));

    public static VeoException NotWritable(string path, Exception exception)
    {
        if (Placement.IsOpenElsewhere(path, exception)) return OpenElsewhere(path, exception);
        return Failed(
            $"'{path}' cannot be written: {exception.Message}",
            "Free some space or grant this account write access, then save it again.",
            exception,
            new VeoRemedy(VeoRemedyAction.SaveElsewhere));
    }

    public static VeoException InUse(string path, Exception? exception = null) => Failed(
        $"'{path}' is being written by another process, but has not grown for a long time.",
        "Wait for that process or stop it, then save it again. A complete file is not downloaded again.",
        exception);

    public static VeoException Exists(string path) => Failed(
        $"'{path}' exists, but is not known to be this video. It was not changed.",
        remedy: null,
        remedies: new VeoRemedy(VeoRemedyAction.Overwrite));

    private static VeoException OpenElsewhere(string path, Exception exception) => Failed(
        $"'{path}' is open in another program, so it cannot be replaced.",
        "Close it there (a player, an editor, a backup), then save it again.",
        exception);
}
