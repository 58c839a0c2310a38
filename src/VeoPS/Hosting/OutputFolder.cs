using System.Management.Automation;

namespace VeoPS.Hosting;

/// <summary>The folder to save to. It is made and tried before any stage of the line buys anything.</summary>
internal static class OutputFolder
{
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: it cannot be made or written;
    /// <see cref="VeoErrorId.RequestInvalid"/>: it looks like a file.</exception>
    public static string Open(SessionState session, string path, bool create)
    {
        string folder = Resolve(session, path);
        if (string.Equals(Path.GetExtension(folder), ".mp4", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(folder))
        {
            throw new VeoException(VeoErrorId.RequestInvalid, $"-OutputPath: specify a folder; '{folder}' looks like "
                + "a file name. This command downloaded and bought nothing. Give the folder, and set the name with "
                + $"-FileName '{Path.GetFileName(folder)}'.");
        }

        if (!create) return folder;
        try
        {
            Directory.CreateDirectory(folder);
            using FileStream probe = new(
                Path.Combine(folder, $".veops-{Guid.NewGuid():N}.tmp"),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose);
            return folder;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            throw Unusable(folder, exception.Message.TrimEnd('.'));
        }
    }

    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: it is no place in the file system.</exception>
    public static string Resolve(SessionState session, string path)
    {
        try
        {
            string folder = session.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
            return provider.Name == "FileSystem"
                ? folder
                : throw Unusable(path, $"it is a path of the provider {provider.Name}, not of the file system");
        }
        catch (Exception exception) when (exception is SessionStateException or ProviderInvocationException or NotSupportedException)
        {
            throw Unusable(path, exception.Message.TrimEnd('.'));
        }
    }

    private static VeoException Unusable(string folder, string why) => new(
        VeoErrorId.DownloadFailed,
        $"-OutputPath: videos cannot be saved to '{folder}' ({why}). This command downloaded and bought nothing. "
            + "Give a folder that this account can write to.");
}
