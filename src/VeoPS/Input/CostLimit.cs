using System.Management.Automation;
using VeoPS.Engine.Purchases;
using VeoPS.Hosting;

namespace VeoPS.Input;

/// <summary>A limit of money that holds for a whole call: one that cannot be read ends the call before it begins.</summary>
internal static class CostLimit
{
    public static decimal? Of(PSCmdlet cmdlet, string parameter, object? value)
    {
        Faults faults = [];
        decimal? limit = Cell.Money(parameter, value, faults);
        if (faults.Count > 0) cmdlet.ThrowTerminatingError(VeoErrors.Record(PurchaseRun.Refusal(faults), value));
        return limit;
    }
}
