using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of videos that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class VideoView
{
    /// <summary>Its length, as <c>8 s</c>.</summary>
    /// <param name="of">A video.</param>
    public static string? Duration(PSObject of) => new ViewObject(of).Text("Duration") is { } seconds ? seconds + " s" : null;

    /// <summary>How long its link still works.</summary>
    /// <param name="of">A video.</param>
    public static string? Kept(PSObject of) => ViewText.Age(new ViewObject(of)["Expires"]);

    /// <summary>When its link stops working.</summary>
    /// <param name="of">A video.</param>
    public static string? Expires(PSObject of) => ViewText.Time(new ViewObject(of)["Expires"]);

    /// <summary>The name of its object, else its link.</summary>
    /// <param name="of">A video.</param>
    public static string? Link(PSObject of) => Link(new ViewObject(of));

    /// <summary>A video in one line: what it is, until when its link works, and the link.</summary>
    internal static string Line(ViewObject video)
    {
        string? until = ViewText.Time(video["Expires"]) is { } time ? "until " + time : null;
        return string.Join(" ", new[] { video.Name, until, Link(video) }.Where(part => part is not null));
    }

    private static string? Link(ViewObject video) => video.Text("StorageUri") ?? video.Text("Uri");
}
