using System.Management.Automation;
using VeoPS.Engine.Text;

namespace VeoPS.Input;

/// <summary>Takes an amount of money as <see cref="Cell.Money"/> does. PowerShell by itself takes the comma of '0,50' for a separator
/// of thousands: it makes 50 of it, and a budget a hundred times as high.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AmountArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Cell.Text(inputData) is not { } text) return null;
        return CellText.Number(Cell.Plain(inputData))
            ?? throw new ArgumentTransformationMetadataException($"'{text}' {Cell.NoAmount}. {Cell.WriteAmount}.");
    }
}
