using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of saved files that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SavedVideoView
{
    /// <summary>The folder that it lies in.</summary>
    /// <param name="of">A saved file.</param>
    public static string? Folder(PSObject of) => Path.GetDirectoryName(new ViewObject(of).Text("FullName") ?? "");

    /// <summary>Its size.</summary>
    /// <param name="of">A saved file.</param>
    public static string? Size(PSObject of) => ViewText.Size(Bytes(new ViewObject(of)));

    /// <summary>Its size, and in bytes.</summary>
    /// <param name="of">A saved file.</param>
    public static string? Length(PSObject of) => FormattableString.Invariant($"{Size(of)} ({Bytes(new ViewObject(of))} bytes)");

    /// <summary>How long the download took.</summary>
    /// <param name="of">A saved file.</param>
    public static string? Elapsed(PSObject of) => new ViewObject(of)["Elapsed"] is TimeSpan span ? ViewText.Span(span) : null;

    /// <summary>Whether it was there, was fetched, or was continued.</summary>
    /// <param name="of">A saved file.</param>
    public static string? Was(PSObject of)
    {
        ViewObject file = new(of);
        return file.Is("Skipped") ? "there" : ViewText.Paint(file.Is("Resumed") ? "resumed" : "fetched", "Green");
    }

    /// <summary>The task's id, as a terminal may be shown it.</summary>
    /// <param name="of">A saved file.</param>
    public static string? TaskId(PSObject of) => new ViewObject(of).Text("TaskId") is { } id ? ControlCharacters.Show(id) : null;

    private static long Bytes(ViewObject file) => (long)(file.Number("Length") ?? 0);
}
