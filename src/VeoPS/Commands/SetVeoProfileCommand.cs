using System.Collections;
using System.Management.Automation;
using System.Security;
using VeoPS.Completion;
using VeoPS.Engine.Profiles;
using VeoPS.Input;
using VeoPS.Vaults;

namespace VeoPS.Commands;

/// <summary>Changes the given settings of a registered profile, and nothing else.</summary>
[Cmdlet(
    VerbsCommon.Set,
    "VeoProfile",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = SamePrice)]
[OutputType(typeof(VeoProfile))]
public sealed class SetVeoProfileCommand : VeoProfileCmdlet
{
    private const string SamePrice = "SamePrice";

    /// <summary>Which one.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Profile")]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string Name { get; set; } = "";

    /// <summary>The new key. The old one is gone from the vault.</summary>
    [Parameter]
    [SecretArgument]
    public SecureString? ApiKey { get; set; }

    /// <summary>The address that the gateway's paths are appended to; null for the gateway's own address.</summary>
    [Parameter]
    [AllowNull]
    public Uri? BaseUri { get; set; }

    /// <summary>The model where a request names none; blank for the gateway's default.</summary>
    [Parameter]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>Settings to change; a null takes one away, and those that are not named stay.</summary>
    [Parameter]
    public Hashtable? Setting { get; set; }

    /// <summary>Makes it the profile that is meant where none is named; <c>-Default:$false</c> makes it one that is not.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>The price of a second of video here, in place of the price of a video; null for the published price.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(PricePerSecond))]
    [AllowNull]
    [AmountArgument]
    public decimal? PricePerSecond { get; set; }

    /// <summary>The price of a second of video with sound here, where it is higher; null where it is not.</summary>
    [Parameter(ParameterSetName = nameof(PricePerSecond))]
    [AllowNull]
    [AmountArgument]
    public decimal? PricePerSecondAudio { get; set; }

    /// <summary>The price of a video here, in place of the price of a second; null for the published price.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(PricePerVideo))]
    [AllowNull]
    [AmountArgument]
    public decimal? PricePerVideo { get; set; }

    /// <summary>The unit of prices and budgets. Never set: the gateway's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UnitCompleter))]
    public string? PriceUnit { get; set; }

    /// <summary>The most that a day (UTC) may cost; null for no limit.</summary>
    [Parameter]
    [AllowNull]
    [AmountArgument]
    public decimal? DailyBudget { get; set; }

    /// <summary>The most that a calendar month (UTC) may cost; null for no limit.</summary>
    [Parameter]
    [AllowNull]
    [AmountArgument]
    public decimal? MonthlyBudget { get; set; }

    /// <summary>The address that the gateway is to call when a task ends, where a request names none. Null: none.</summary>
    [Parameter]
    [AllowNull]
    public Uri? CallbackUri { get; set; }

    /// <summary>The secret that the gateway signs its callbacks with. It is kept in the vault, beside the key.</summary>
    [Parameter]
    [SecretArgument]
    public SecureString? CallbackSecret { get; set; }

    /// <summary>Emits the profile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => Try(Name, Change);

    private void Change()
    {
        VeoProfile before = Profiles.Resolver.Describe(Name);
        if (before.Source != ProfileSource.Vault)
            throw ProfileRules.Refusal(nameof(Name), $"'{before.Name}' {ProfileNames.Fault(before.Name)}, and cannot be "
                + "changed here. A registered profile can be changed, and can have prices and budgets",
                VeoRemedy.AddProfile(before.Provider));
        string? key = SecretVaults.TextOf(ApiKey);
        VeoProfile after = Changed(before);
        ProfileRules.Check(after, key, hasKey: key is not null || before.Vault is not null);
        CheckCallbackSecret(after, CallbackSecret, hasVault: key is not null || before.Vault is not null);
        if (key is not null) after = new VeoProfile(after) { Vault = before.Vault ?? Profiles.Vaults.Choose(null) };

        if (!ShouldProcess($"'{before.Name}' ({before.Provider})", "Set-VeoProfile")) return;
        if (key is not null) Profiles.Vaults.Store(after, ApiKey!);
        else if (after.Vault is not null && ProfileText.Whole(after) != ProfileText.Whole(before)) Profiles.Vaults.StoreSettings(after);
        if (CallbackSecret is not null) Profiles.Vaults.StoreCallbackSecret(after, CallbackSecret);
        VeoProfile saved = Save(after, IsGiven(nameof(Default)) ? Default.IsPresent : null);
        if (PassThru) WriteObject(saved);
        WarnOfBudget(after);
    }

    private VeoProfile Changed(VeoProfile before)
    {
        VeoProfile after = before;
        if (IsGiven(nameof(BaseUri))) after = new VeoProfile(after) { BaseUri = BaseUri };
        if (IsGiven(nameof(Model))) after = new VeoProfile(after) { Model = Cell.Text(Model)?.Trim() };
        if (IsGiven(nameof(Setting))) after = new VeoProfile(after) { Setting = Merged(before.Setting, Setting) };
        if (ParameterSetName != SamePrice)
        {
            after = new VeoProfile(after)
            {
                PricePerSecond = PricePerSecond,
                PricePerSecondAudio = PricePerSecondAudio,
                PricePerVideo = PricePerVideo,
            };
        }

        if (IsGiven(nameof(PriceUnit))) after = new VeoProfile(after) { PriceUnit = PriceUnit };
        if (IsGiven(nameof(DailyBudget))) after = new VeoProfile(after) { DailyBudget = DailyBudget };
        if (IsGiven(nameof(MonthlyBudget))) after = new VeoProfile(after) { MonthlyBudget = MonthlyBudget };
        if (IsGiven(nameof(CallbackUri))) after = new VeoProfile(after) { CallbackUri = CallbackUri };
        return after;
    }

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
