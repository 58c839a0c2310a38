using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of checks that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CheckView
{
    /// <summary>Whether it passed, in short.</summary>
    /// <param name="of">A check.</param>
    public static string? Ok(PSObject of) => Ok(new ViewObject(of), "-");

    /// <summary>Whether it passed.</summary>
    /// <param name="of">A check.</param>
    public static string? ListOk(PSObject of) => Ok(new ViewObject(of), "not checked");

    /// <summary>The finding and the remedy.</summary>
    /// <param name="of">A check.</param>
    public static string? Detail(PSObject of) =>
        new ViewObject(of) is var check ? $"{check.Text("Detail")} {check.Text("Remedy")}".Trim() : null;

    private static string Ok(ViewObject check, string none) => check["Ok"] switch
    {
        true => ViewText.Paint("OK", "Green"),
        false => ViewText.Paint("NOT OK", "Red"),
        _ => none,
    };
}
