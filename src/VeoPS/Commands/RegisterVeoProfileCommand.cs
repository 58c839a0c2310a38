using System.Collections;
using System.Management.Automation;
using System.Security;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Hosting;
using VeoPS.Input;
using VeoPS.Vaults;

namespace VeoPS.Commands;

/// <summary>Makes a profile: which gateway, with which settings, and the key, which goes into a vault and nowhere else.</summary>
[Cmdlet(
    VerbsLifecycle.Register,
    "VeoProfile",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium,
    DefaultParameterSetName = Published)]
[OutputType(typeof(VeoProfile))]
public sealed class RegisterVeoProfileCommand : VeoProfileCmdlet
{
    private const string Published = "PublishedPrice";

    /// <summary>Its name, as <c>-Profile</c> will take it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    /// <summary>The kind of gateway.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string Provider { get; set; } = "";

    /// <summary>The key.</summary>
    [Parameter]
    [SecretArgument]
    public SecureString? ApiKey { get; set; }

    /// <summary>The address that the paths on the gateway's page are appended to. Left out: the gateway's own address.</summary>
    [Parameter]
    public Uri? BaseUri { get; set; }

    /// <summary>The model where a request names none. Left out: the gateway's default.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>Settings that only this kind of gateway needs.</summary>
    [Parameter]
    public Hashtable? Setting { get; set; }

    /// <summary>The vault to keep the key in. Left out: the default one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(VaultCompleter))]
    public string? Vault { get; set; }

    /// <summary>Makes it the profile that is meant where none is named.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>The price of a second of video here, in <see cref="PriceUnit"/>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(PricePerSecond))]
    [AmountArgument]
    public decimal? PricePerSecond { get; set; }

    /// <summary>The price of a second of video with sound here, where it is higher.</summary>
    [Parameter(ParameterSetName = nameof(PricePerSecond))]
    [AmountArgument]
    public decimal? PricePerSecondAudio { get; set; }

    /// <summary>The price of a video here, in <see cref="PriceUnit"/>.</summary>
    [Parameter(Mandatory = true, ParameterSetName = nameof(PricePerVideo))]
    [AmountArgument]
    public decimal? PricePerVideo { get; set; }

    /// <summary>The unit of prices and budgets. Left out: the gateway's.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(UnitCompleter))]
    public string? PriceUnit { get; set; }

    /// <summary>The most that a day (UTC) may cost.</summary>
    [Parameter]
    [AmountArgument]
    public decimal? DailyBudget { get; set; }

    /// <summary>The most that a calendar month (UTC) may cost.</summary>
    [Parameter]
    [AmountArgument]
    public decimal? MonthlyBudget { get; set; }

    /// <summary>The address that the gateway is to call when a task ends, where a request names none.</summary>
    [Parameter]
    public Uri? CallbackUri { get; set; }

    /// <summary>The secret that the gateway signs its callbacks with. It is kept in the vault, beside the key.</summary>
    [Parameter]
    [SecretArgument]
    public SecureString? CallbackSecret { get; set; }

    /// <summary>Replaces a profile of this name, and the secrets of a vault under it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the profile.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process() => Try(Name, Register);

    private void Register()
    {
        VeoProfile profile = Asked();
        ApiKey ??= AskForKey(profile);
        string? key = SecretVaults.TextOf(ApiKey);
        ProfileRules.Check(profile, key, hasKey: key is not null);
        CheckCallbackSecret(profile, CallbackSecret, hasVault: key is not null);
        if (key is null && Vault is not null)
            throw ProfileRules.Refusal(
                nameof(Vault),
                "there is no key to store in it",
                VeoRemedy.Give(nameof(ApiKey)),
                VeoRemedy.LeaveOut(nameof(Vault)));
        ProfileStore store = ProfileHost.OpenStore();
        if (!Force && store.Find(Name) is not null) throw Taken($"The profile '{Name}' already exists");
        if (key is not null) profile = new VeoProfile(profile) { Vault = Profiles.Vaults.Choose(Cell.Text(Vault)?.Trim()) };

        string where = profile.Vault is null ? "without a key" : $"its key in the vault '{profile.Vault}'";
        if (!ShouldProcess($"'{Name}' ({profile.Provider}, {where})", "Register-VeoProfile")) return;
        if (profile.Vault is { } vault)
        {
            if (!Force && Profiles.Vaults.Holds(vault, Name)) throw Taken($"The vault '{vault}' already contains a profile '{Name}'");
            Profiles.Vaults.Store(profile, ApiKey!);
            if (CallbackSecret is not null) Profiles.Vaults.StoreCallbackSecret(profile, CallbackSecret);
        }

        VeoProfile saved = Save(profile, Default ? true : null);
        if (PassThru) WriteObject(saved);
        WarnOfBudget(profile);
    }

    // As PowerShell asks for a parameter that a command must have. What else is wrong is told first, and where nobody is there to
    // answer, the error names the parameter.
    private SecureString? AskForKey(VeoProfile profile)
    {
        if (!Profiles.IsAttended || GatewayCatalog.Find(profile.Provider) is not { Table: { NeedsKey: true } table }) return null;
        ProfileRules.Check(profile, null, hasKey: true);
        Host.UI.Write($"The key for {table.Provider} (input is hidden): ");
        return Host.UI.ReadLineAsSecureString();
    }

    private VeoProfile Asked() => new()
    {
        Name = Name,
        Provider = GatewayCatalog.Find(Provider)?.Table.Provider ?? Provider,
        BaseUri = BaseUri,
        Model = Cell.Text(Model)?.Trim(),
        Setting = Merged(new Dictionary<string, string>(), Setting),
        Source = ProfileSource.Vault,
        PricePerSecond = PricePerSecond,
        PricePerSecondAudio = PricePerSecondAudio,
        PricePerVideo = PricePerVideo,
        PriceUnit = PriceUnit,
        DailyBudget = DailyBudget,
        MonthlyBudget = MonthlyBudget,
        CallbackUri = CallbackUri,
    };

    private VeoException Taken(string what) =>
        ProfileRules.Refusal(
            nameof(Name),
            $"{what}. Set-VeoProfile {Name} changes it, -Force replaces it, and Unregister-VeoProfile {Name} removes it");
}
