using System.Text;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>Says what is wrong with a file that should be a video, so that a person can tell a cut film from a server's page.</summary>
internal static class Wholeness
{
    private const int HeadBytes = 4096;
    private const int QuotedCharacters = 200;

    /// <summary>What is wrong, without a full stop; null where it is a whole MP4.</summary>
    /// <param name="stream">Seekable. Left anywhere.</param>
    public static string? Fault(Stream stream)
    {
        if (Mp4.Verify(stream) is not { } fault) return null;
        if (Text(stream) is not { } text) return fault;

        bool page = text.Contains("<html", StringComparison.OrdinalIgnoreCase);
        string shown = Redactor.Shared.Redact(text);
        return $"the server sent {(page ? "an HTML page" : "text")}: {(shown.Length > QuotedCharacters ? shown[..QuotedCharacters] + "…" : shown)}";
    }

    // No film is without control characters for long.
    private static string? Text(Stream stream)
    {
        byte[] head = new byte[Math.Min(HeadBytes, stream.Length)];
        stream.Position = 0;
        int read = stream.Read(head, 0, head.Length);
        string text = Encoding.UTF8.GetString(head, 0, read).TrimStart('\uFEFF').TrimEnd('\uFFFD').Trim(); // The last character may be cut.
        if (text.Length == 0 || text.Any(character => character == '\uFFFD' || (char.IsControl(character) && !char.IsWhiteSpace(character)))) return null;
        return string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
