namespace VeoPS.Help;

/// <summary>A page that is not as help pages are.</summary>
/// <param name="path">The page.</param>
/// <param name="line">Where, from 1.</param>
/// <param name="message">The fault there, and the expected form.</param>
internal sealed class PageException(string path, int line, string message) : Exception(message)
{
    public string Path { get; } = path;

    public int Line { get; } = line;
}
