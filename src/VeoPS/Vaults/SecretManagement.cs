using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace VeoPS.Vaults;

/// <summary>
/// Calls the commands of Microsoft.PowerShell.SecretManagement by their full names, so that no function of the caller's
/// stands between. Where a person watches, in the caller's own runspace, so that a vault can ask for its password. Where
/// nobody does, in a fresh one without a host: there a vault that would ask fails, and does not end the process in
/// mid-script, as a locked SecretStore does under <c>pwsh -File</c> without input.
/// </summary>
/// <param name="isAttended">Whether a person watches.</param>
/// <param name="verbose">Gets the verbose output of a vault.</param>
/// <param name="stop">Ends a call.</param>
internal sealed class SecretManagement(bool isAttended, Action<string> verbose, CancellationToken stop)
{
    public const string ModuleName = "Microsoft.PowerShell.SecretManagement";

    // Where nobody watches, nobody ends a vault that hangs either.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // SecretManagement 1.1.2 has one runspace for all the calls of a process, and fails where two of them meet.
    private static readonly SemaphoreSlim s_turn = new(1, 1);

    /// <summary>Runs a command to its end. The answer has the errors of the command.</summary>
    /// <param name="command">Without its module.</param>
    /// <param name="parameters">By name. A key is a SecureString here, and so in every log of parameters.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.VaultUnavailable"/>: it does not end.</exception>
    /// <exception cref="PipelineStoppedException">It was ended.</exception>
    public VaultAnswer Invoke(string command, IDictionary parameters)
    {
        TakeTurn();
        VaultAnswer answer = isAttended && Runspace.CanUseDefaultRunspace
            ? InvokeHere(command, parameters)
            : InvokeInFreshRunspace(command, parameters);
        foreach (string text in answer.Asides) verbose(text);
        return answer;
    }

    /// <summary>The names of the registered vaults, where the module is loaded in the caller's runspace already. Opens no
    /// vault, and waits for none.</summary>
    public static IReadOnlyList<string> ListLoaded()
    {
        using ErrorListCleanup own = new();
        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(@"Microsoft.PowerShell.Core\Get-Module").AddParameter("Name", ModuleName);
        if (shell.Invoke().Count == 0) return [];
        shell.Commands.Clear();
        VaultAnswer answer = Answer(Prepare(shell, "Get-SecretVault", new Hashtable()), () => shell.Invoke());
        return [.. answer.Output.Select(each => each.Properties["Name"]?.Value?.ToString()).OfType<string>()];
    }

    private void TakeTurn()
    {
        try
        {
            s_turn.Wait(stop);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private static VaultAnswer InvokeHere(string command, IDictionary parameters)
    {
        try
        {
            using PowerShell shell = Prepare(PowerShell.Create(RunspaceMode.CurrentRunspace), command, parameters);
            using ErrorListCleanup own = new();
            return Answer(shell, () => shell.Invoke());
        }
        finally
        {
            s_turn.Release();
        }
    }

    private VaultAnswer InvokeInFreshRunspace(string command, IDictionary parameters)
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        PowerShell shell = PowerShell.Create();
        Action end = () => { };
        try
        {
            runspace.Open();
            shell.Runspace = runspace;
            IAsyncResult running = Prepare(shell, command, parameters).BeginInvoke();
            int first = WaitHandle.WaitAny([running.AsyncWaitHandle, stop.WaitHandle], Limit);
            if (first == 0) return Answer(shell, () => shell.EndInvoke(running));
            end = shell.Stop;
            throw first == 1 ? new PipelineStoppedException() : VaultErrors.Slow(parameters, Limit);
        }
        finally
        {
            // A vault that does not answer may not end at once either, and until it has, no other call may begin.
            Task.Run(end).ContinueWith(_ =>
            {
                shell.Dispose();
                runspace.Dispose();
                s_turn.Release();
            }, TaskScheduler.Default);
        }
    }

    // In the caller's runspace its host would show the warnings too.
    private static PowerShell Prepare(PowerShell shell, string command, IDictionary parameters)
    {
        shell.AddCommand($@"{ModuleName}\{command}").AddParameters(parameters);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Warning, PipelineResultTypes.Output);
        return shell;
    }

    private static VaultAnswer Answer(PowerShell shell, Func<IEnumerable<PSObject>> run)
    {
        List<PSObject> output = [];
        List<ErrorRecord> errors = [];
        try
        {
            output.AddRange(run());
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            errors.Add(exception.ErrorRecord);
        }

        // A person who answers a vault's prompt with Ctrl+C wants to stop the line.
        if (shell.InvocationStateInfo.State == PSInvocationState.Stopped) throw new PipelineStoppedException();
        errors.AddRange(shell.Streams.Error);
        return new VaultAnswer(
            [.. output.Where(each => each?.BaseObject is not WarningRecord)],
            errors,
            [.. output.Select(each => each?.BaseObject).OfType<WarningRecord>().Select(each => each.Message)]);
    }
}
