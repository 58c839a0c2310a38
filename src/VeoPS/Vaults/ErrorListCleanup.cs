using System.Collections;
using System.Management.Automation;

namespace VeoPS.Vaults;

/// <summary>
/// Takes back out of the caller's <c>$Error</c> the errors that a vault put there: it was not the caller's command, its words are
/// not ours to answer for, and the error that tells of it stands there in its place.
/// </summary>
internal sealed class ErrorListCleanup : IDisposable
{
    private readonly IList? _errors = Errors();
    private readonly object? _newest;

    public ErrorListCleanup() => _newest = _errors is { Count: > 0 } ? _errors[0] : null;

    public void Dispose()
    {
        while (_errors is { Count: > 0 } && !ReferenceEquals(_errors[0], _newest)) _errors.RemoveAt(0);
    }

    // While a pipeline runs, the session's variables are open to its own commands only.
    private static IList? Errors()
    {
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Utility\Get-Variable")
            .AddParameters(new Hashtable { ["Name"] = "Error", ["Scope"] = "Global", ["ValueOnly"] = true });
        return shell.Invoke() is [{ BaseObject: IList errors }] ? errors : null;
    }
}
