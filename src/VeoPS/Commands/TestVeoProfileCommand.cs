using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Checks everything that a profile needs. Emits one line for each check, with its remedy. Costs nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "VeoProfile")]
[OutputType(typeof(VeoProfileCheck))]
[OutputType(typeof(bool))]
public sealed class TestVeoProfileCommand : VeoProfileCmdlet
{
    private bool _isWell = true;

    /// <summary>Which ones. Left out: the one that is meant where none is named.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Profile")]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Gives one truth value for all of it: false where anything is not well.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        IReadOnlyList<string> names = Cell.Texts(Name);
        foreach (string? name in names.Count == 0 ? [null] : names.AsEnumerable<string?>()) Test(name);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (Quiet) WriteObject(_isWell);
    }

    private void Test(string? name)
    {
        VeoProfile profile;
        try
        {
            name ??= Profiles.Resolver.Choose(Profiles.IsAttended)?.Name ?? throw ProfileResolver.NoDefault();
            profile = Profiles.Resolver.Describe(name);
        }
        catch (VeoException exception)
        {
            Tell(ProfileChecks.Failed(name ?? "", ProfileChecks.Profile, Worded(exception)));
            return;
        }

        Tell(LedgerOf(profile));
        GatewayProfile? whole = WithKey(profile);
        if ((whole ?? WithoutKey(profile)) is not { } checkable) return;
        Tell(ProfileChecks.Passed(profile.Name, ProfileChecks.Settings, $"The settings are valid for {checkable.Gateway.Table.Provider}."));
        if (ProfileChecks.BudgetOf(profile, checkable.Gateway) is { } budget) Tell(budget);
        if (ProfileChecks.ModelOf(checkable) is { } model) Tell(model);
        IReadOnlyList<VeoProfileCheck> checks = [];
        Run(async token => checks = await EngineHost.NewChecker().CheckAsync(checkable, whole is not null, token).ConfigureAwait(false));
        foreach (VeoProfileCheck check in checks) Tell(check);
    }

    private VeoProfileCheck LedgerOf(VeoProfile profile)
    {
        if (EngineHost.IsLedgerWaived)
            return ProfileChecks.Skipped(profile.Name, ProfileChecks.Ledger, "VEOPS_LEDGER is 'off': VeoPS records nothing.");
        VeoProfileCheck folder = ProfileChecks.Folder(profile.Name, System.Environment.GetEnvironmentVariable);
        if (folder.Ok is false) return folder;
        try
        {
            return ProfileChecks.LedgerOf(profile, Await(EngineHost.LedgerStatusAsync)!);
        }
        catch (VeoException exception)
        {
            return ProfileChecks.Failed(profile.Name, ProfileChecks.Ledger, Worded(exception));
        }
    }

    private GatewayProfile? WithKey(VeoProfile profile)
    {
        try
        {
            GatewayProfile whole = Profiles.Resolver.Resolve(profile.Name);
            Tell(profile.Vault is null
                ? ProfileChecks.Skipped(
                    profile.Name,
                    ProfileChecks.Vault,
                    whole.Gateway.Table.NeedsKey ? "The key is in VEOPS_API_KEY." : "The profile has no key in a vault and needs none.")
                : ProfileChecks.Passed(profile.Name, ProfileChecks.Vault, $"The key was read from the vault '{profile.Vault}'."));
            return whole;
        }
        catch (VeoException exception)
        {
            Tell(ProfileChecks.Failed(profile.Name, ProfileChecks.Vault, Worded(exception)));
            return null;
        }
    }

    private GatewayProfile? WithoutKey(VeoProfile profile)
    {
        try
        {
            return GatewayCatalog.Find(profile.Provider) is { } gateway ? new GatewayProfile(profile, gateway, apiKey: null) : null;
        }
        catch (VeoException exception)
        {
            Tell(ProfileChecks.Failed(profile.Name, ProfileChecks.Settings, Worded(exception)));
            return null;
        }
    }

    private void Tell(VeoProfileCheck check)
    {
        if (check.Ok is false) _isWell = false;
        if (check.Action is { } action) check = new VeoProfileCheck(check) { Remedy = ErrorText.Of(action) };
        if (!Quiet) WriteObject(check);
        else if (check.Ok is false) Say(check.ToString());
    }

    private static VeoException Worded(VeoException exception) =>
        new(exception.ErrorId, ErrorText.OfCheck(exception), exception.InnerException);
}
