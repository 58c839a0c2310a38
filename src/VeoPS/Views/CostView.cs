using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of costs that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CostView
{
    /// <summary>The amount with its unit.</summary>
    /// <param name="of">A cost.</param>
    public static string? Amount(PSObject of) => ViewText.Cost(new ViewObject(of));

    /// <summary>The date of the price.</summary>
    /// <param name="of">A cost.</param>
    public static string? AsOf(PSObject of) => ViewText.Date(new ViewObject(of)["AsOf"]);

    /// <summary>The day that a sum is of.</summary>
    /// <param name="of">A cost.</param>
    public static string? Day(PSObject of) => ViewText.Date(new ViewObject(of)["Day"]);

    /// <summary>A cost in one line: the amount, and where it comes from.</summary>
    internal static string Line(ViewObject cost) =>
        (ViewText.Cost(cost) ?? cost.Name) + (cost.Text("Basis") is { } basis ? ": " + basis : "");
}
