using System.Text;

namespace VeoPS.Tests.Support;

/// <summary>Reads a file that is open elsewhere, as a ledger is. Windows refuses that to <see cref="File.ReadAllText(string)"/>.</summary>
internal static class OpenFile
{
    /// <summary>The bytes as characters of one byte each.</summary>
    public static string Read(string path)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
