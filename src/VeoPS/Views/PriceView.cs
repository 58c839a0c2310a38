using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of prices that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PriceView
{
    /// <summary>The resolution that it is for.</summary>
    /// <param name="of">A price.</param>
    public static string? Resolution(PSObject of) => new ViewObject(of).Text("Resolution") ?? "any";

    /// <summary>Whether it is for videos with sound.</summary>
    /// <param name="of">A price.</param>
    public static string? Audio(PSObject of) => new ViewObject(of)["Audio"] switch { true => "On", false => "Off", _ => "any" };

    /// <summary>The amount with its unit.</summary>
    /// <param name="of">A price.</param>
    public static string? Amount(PSObject of) => ViewText.Cost(new ViewObject(of));

    /// <summary>The date that it bears.</summary>
    /// <param name="of">A price.</param>
    public static string? AsOf(PSObject of) => ViewText.Date(new ViewObject(of)["AsOf"]);
}
