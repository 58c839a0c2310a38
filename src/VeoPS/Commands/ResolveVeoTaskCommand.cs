using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>
/// Settles tasks whose outcome is unknown, by the word of a person who has looked at the gateway's site: taken under an id,
/// or not taken.
/// </summary>
[Cmdlet(
    VerbsDiagnostic.Resolve, "VeoTask", DefaultParameterSetName = Taken, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(VeoTask))]
public sealed class ResolveVeoTaskCommand : VeoRecordCmdlet
{
    private const string Taken = "Taken";
    private const string IsNotTaken = "NotTaken";
    private const string NotTakenAction = "Settle as not accepted: canceled, its cost released, its job key available again";

    private readonly List<(LedgerEntry? Entry, PSObject? Input)> _named = [];

    /// <summary>A task, or a SubmissionId.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public PSObject? InputObject { get; set; }

    /// <summary>The id under which the gateway's site shows the task. The gateway is asked for it first.</summary>
    [Parameter(ParameterSetName = Taken, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Id { get; set; } = "";

    /// <summary>Says that the gateway has not taken it: it is canceled, its money is given back, and its job key is free.</summary>
    [Parameter(ParameterSetName = IsNotTaken, Mandatory = true)]
    public SwitchParameter NotTaken { get; set; }

    /// <summary>Believes the id where the gateway cannot be asked. One that it does not know is refused all the same.</summary>
    [Parameter(ParameterSetName = Taken)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        LedgerEntry? entry = TakeUp(InputObject, () => Named(Input(InputObject), Find));
        if (ParameterSetName == Taken) _named.Add((entry, InputObject));
        else if (entry is not null && NotTaken && TakeUp(entry.Task, () => Checked(entry)) is not null)
        {
            Settle(entry, NotTakenAction, token => Engine.Resolver.SettleAsNotTakenAsync(entry, token));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (ParameterSetName != Taken || _named.Count == 0 || _named is [{ Entry: null }]) return;
        if (_named is not [{ Entry: { } entry }])
        {
            string came = $"-Id accepts exactly one task, but {_named.Count} were given. Nothing was changed.";
            Fail(new VeoException(VeoErrorId.RequestInvalid, came), _named.Select(each => each.Input).ToArray());
            return;
        }

        string id = Id.Trim();
        if (TakeUp(entry.Task, () => new AskTarget(ProfileOf(entry))) is not { } asked) return;
        string action = $"Settle as accepted under the id '{id}'";
        Settle(entry, action, token => Engine.Resolver.SettleAsTakenAsync(entry, id, asked.At, Force, token));
    }

    private LedgerEntry Find(TaskInput input) => Look(input, null)
        ?? (input.Task?.SubmissionId ?? input.Id) switch
        {
            { Length: > 0 } ours => Await(token => Engine.Ledger.FindRemovedAsync(ours, token)),
            _ => null,
        }
        ?? throw NotInLedger(input);

    // Before anybody is asked to confirm it.
    private static LedgerEntry Checked(LedgerEntry entry)
    {
        TaskResolver.CheckNotTaken(entry);
        return entry;
    }

    // Null where the profile is gone, so that nobody can be asked.
    private GatewayProfile? ProfileOf(LedgerEntry entry)
    {
        try
        {
            return Finder.TakeUp(entry.Task, null, entry).Profile;
        }
        catch (VeoException exception) when (Force && exception.ErrorId == VeoErrorId.ProfileNotFound)
        {
            Say($"{exception.Summary} VeoPS accepts the id without asking the gateway (-Force).");
            return null;
        }
    }

    private void Settle(LedgerEntry entry, string action, Func<CancellationToken, Task<VeoTask>> settle)
    {
        if (!ShouldProcess($"{TaskErrors.Name(entry.Task)}, which is {entry.Task.Status}", action)) return;
        if (TakeUp(entry.Task, () => Await(settle)) is { } settled) WriteObject(settled);
    }

    private sealed record AskTarget(GatewayProfile? At);
}
