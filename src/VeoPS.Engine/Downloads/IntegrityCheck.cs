using System.Text;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>Looks at a file that should be a video. It tells apart a cut film, a page of the
/// server, and a film of another kind.</summary>
/// <param name="Fault">Why it is not a whole MP4, without a full stop; null where it is one.</param>
/// <param name="Remark">An unusual property of a whole MP4; null where it has none.</param>
/// <param name="Extension">The extension of the kept file where the gateway names no better one;
/// null for a file that is not a film.</param>
internal sealed record IntegrityCheck(string? Fault, string? Remark, string? Extension)
{
    private const string WebM = ".webm";
    private const string QuickTime = ".mov";
    private const string Unknown = ".unverified";
    private const int HeadBytes = 4096;
    private const int QuotedCharacters = 200;

    private static readonly byte[] Matroska = [0x1A, 0x45, 0xDF, 0xA3]; // RFC 8794, 11.2.1: how WebM begins.

    /// <summary>The extensions under which a file is kept that is no MP4.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [WebM, QuickTime, Unknown];

    /// <summary>Looks at a file.</summary>
    /// <param name="stream">Seekable. Left anywhere.</param>
    public static IntegrityCheck Of(Stream stream)
    {
        Mp4Finding boxes = Mp4.Inspect(stream);
        if (boxes.Fault is null) return new IntegrityCheck(null, boxes.Remark, null);

        byte[] head = Head(stream);
        if (head.Length == 0) return new IntegrityCheck(boxes.Fault, null, null);
        if (Text(head) is not { } text)
        {
            bool isWebM = head.AsSpan().StartsWith(Matroska);
            return isWebM
                ? new IntegrityCheck("it is a WebM", null, WebM)
                : new IntegrityCheck(boxes.Fault, null, boxes.IsQuickTime ? QuickTime : Unknown);
        }

        bool page = text.Contains("<html", StringComparison.OrdinalIgnoreCase);
        string shown = Redactor.Shared.Redact(text);
        if (shown.Length > QuotedCharacters) shown = shown[..QuotedCharacters] + "…";
        return new IntegrityCheck($"the server sent {(page ? "an HTML page" : "text")}: {shown}", null, null);
    }

    private static byte[] Head(Stream stream)
    {
        byte[] head = new byte[Math.Min(HeadBytes, stream.Length)];
        stream.Position = 0;
        int read = stream.Read(head, 0, head.Length);
        return head.AsSpan(0, read).ToArray();
    }

    // No film is without control characters for long.
    private static string? Text(byte[] head)
    {
        string text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF').TrimEnd('\uFFFD').Trim(); // The last character may be cut.
        if (text.Length == 0 || text.Any(IsOfNoText)) return null;
        return string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static bool IsOfNoText(char character) => character == '\uFFFD' || (char.IsControl(character) && !char.IsWhiteSpace(character));
}
