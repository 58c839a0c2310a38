using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of settings that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SettingView
{
    /// <summary>Whether a profile must have it.</summary>
    /// <param name="of">A setting.</param>
    public static string? Needed(PSObject of) => new ViewObject(of).Is("IsRequired") ? "yes" : "no";

    /// <summary>What it may be, one a line.</summary>
    /// <param name="of">A setting.</param>
    public static string? Value(PSObject of) => new ViewObject(of).Join("Value", "any text", "\n");
}
