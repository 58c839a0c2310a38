namespace VeoPS.Engine.Reports;

/// <summary>How a page names a video.</summary>
public static class VideoLinks
{
    /// <summary>The file itself, as a data URI; else its address relative to the page's folder, or absolute on another drive.</summary>
    /// <param name="file">Absolute.</param>
    /// <param name="folder">The page's folder, absolute.</param>
    /// <param name="embed">True to put the file into the page.</param>
    public static string Of(string file, string folder, bool embed)
    {
        if (embed) return "data:video/mp4;base64," + Convert.ToBase64String(File.ReadAllBytes(file));
        Uri page = new(Path.Combine(folder, "page.html"));
        return page.MakeRelativeUri(new Uri(file)).OriginalString;
    }
}
