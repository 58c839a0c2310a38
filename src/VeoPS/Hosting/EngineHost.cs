using System.Runtime.CompilerServices;
using VeoPS.Engine;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;

namespace VeoPS.Hosting;

/// <summary>
/// The engine as this process uses it: one transport for all cmdlets, made with the first use; the ledger and the
/// profiles as the environment names them at the moment.
/// </summary>
internal sealed class EngineHost
{
    private static readonly Lazy<HttpTransport> s_transport = new(
        () => new HttpTransport(TimeProvider.System, environment: ShellEnvironment.Read));
    private static int s_waived;
    private static int s_synced;

    private readonly ProfileHost _profiles;
    private readonly Dictionary<string, GatewayProfile> _resolved;
    private readonly EngineLog _log;
    private GatewayProfile? _default;
    private bool _isLastResort;
    private bool _warned;

    private EngineHost(EngineLog log, ILedger ledger, bool hasLedger, ProfileHost profiles, Dictionary<string, GatewayProfile> resolved)
    {
        _log = log;
        _profiles = profiles;
        _resolved = resolved;
        HasLedger = hasLedger;
        Engine = new VeoEngine(s_transport.Value, ledger, TimeProvider.System, log);
        Finder = new TaskFinder(ledger, name => name is null ? Default() : Profile(name));
    }

    public VeoEngine Engine { get; }

    public TaskFinder Finder { get; }

    public bool HasLedger { get; }

    /// <summary>Whether the user does without the ledger.</summary>
    public static bool IsLedgerWaived => LedgerStore.IsOff(System.Environment.GetEnvironmentVariable);

    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: no folder can be told.</exception>
    public static EngineHost Open(
        PipelineProfiles pipeline,
        bool isAttended,
        bool needsLedger,
        Action<string> verbose,
        Action<string> warning,
        Action<VeoEvent> tell,
        CancellationToken stop = default)
    {
        bool waived = IsLedgerWaived;
        if (waived && needsLedger && Interlocked.Exchange(ref s_waived, 1) == 0)
        {
            warning("VEOPS_LEDGER is 'off': VeoPS records nothing, so purchases can be lost, and it refuses job keys.");
        }

        if (needsLedger && IsLedgerSynced && Interlocked.Exchange(ref s_synced, 1) == 0)
        {
            warning($"The ledger is in a OneDrive folder ({Home}). OneDrive can replace it with another machine's version, and VeoPS would "
                + "then buy the same videos again. Set VEOPS_HOME to a folder that is not synchronized with other machines.");
        }

        ILedger ledger = needsLedger ? LedgerStore.Open(System.Environment.GetEnvironmentVariable, TimeProvider.System) : new NoLedger();
        return new EngineHost(
            new EngineLog(verbose, warning) { Event = tell },
            new NotifyingLedger(ledger, TimeProvider.System, tell),
            !waived,
            new ProfileHost(isAttended, verbose, stop),
            pipeline.Resolved);
    }

    /// <summary>The state folder of this machine; null where the ledger is waived.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: no folder can be told.</exception>
    public static string? Home => IsLedgerWaived ? null : StateFolder.Resolve(System.Environment.GetEnvironmentVariable).FullName;

    // Only a ledger that is a file can be replaced.
    private static bool IsLedgerSynced => string.IsNullOrWhiteSpace(System.Environment.GetEnvironmentVariable(LedgerStore.Variable))
        && StateFolder.Resolve(System.Environment.GetEnvironmentVariable).IsInOneDrive(System.Environment.GetEnvironmentVariable);

    // Not inlined, so that a cmdlet can be looked at without the engine being loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Redact(string text) => Redactor.Shared.Redact(text);

    /// <summary>The facts that the ledger's store gives about itself. Asking for them makes no store.</summary>
    /// <exception cref="VeoException">It cannot be opened.</exception>
    public static Task<LedgerStatus> LedgerStatusAsync(CancellationToken stop) =>
        LedgerStore.Open(System.Environment.GetEnvironmentVariable, TimeProvider.System).StatusAsync(stop);

    /// <summary>A checker that examines profiles from outside.</summary>
    public static ProfileChecker NewChecker() => new(s_transport.Value, TimeProvider.System);

    /// <summary>Ends the work of a call at the ledger: delivers settlements that the server has not got yet, and tells those
    /// that are left.</summary>
    public async Task EndCallAsync(CancellationToken stop)
    {
        foreach (Settlement left in await Engine.Ledger.EndCallAsync(stop).ConfigureAwait(false))
        {
            VeoTask task = left.Entry.Task;
            string remedy = task.Id is null ? "-NotTaken" : $"-Id {task.Id}";
            string line = task.Status == VeoTaskStatus.Unknown
                ? ""
                : $" To settle it manually on any machine, run: Resolve-VeoTask {task.SubmissionId} {remedy}";
            _log.Warning($"The ledger is still unreachable. The outcome of {task.SubmissionId} at '{task.Profile}' "
                + $"({task.Status}{(task.Id is null ? "" : $", id {task.Id}")}) is stored on this machine and will be written "
                + $"to the ledger at the next connection.{line}");
        }
    }

    /// <summary>The profile of a name; the same for the whole pipeline, so that its vault is asked once.</summary>
    public GatewayProfile Profile(string name)
    {
        lock (_resolved) return Resolved(name, "it is specified");
    }

    /// <summary>A profile with the secret that its callbacks are signed with. Only on the pipeline thread: its vault may be
    /// asked.</summary>
    public CallbackProfile Callbacks(GatewayProfile profile) => new(profile, _profiles.Resolver.CallbackSecret(profile));

    /// <summary>The profile that is meant where none is named; the same for the whole call.</summary>
    public GatewayProfile Default()
    {
        lock (_resolved)
        {
            if (_default is not null) return _default;
            ProfileChoice? choice = _profiles.Resolver.Choose(_profiles.IsAttended);
            _isLastResort = choice is { IsLastResort: true };
            return _default = choice is null
                ? _profiles.Resolver.ResolveDefault(_profiles.IsAttended)
                : Resolved(choice.Name, choice.Reason);
        }
    }

    /// <summary>The same, for a purchase: where it is the sandbox because nobody said anything, that is warned of once.</summary>
    public GatewayProfile DefaultToBuy()
    {
        lock (_resolved)
        {
            GatewayProfile profile = Default();
            if (_isLastResort && !_warned)
            {
                _warned = true;
                _log.Warning("No profile is specified, so VeoPS uses the sandbox: its videos are test clips and cost nothing. Specify a "
                    + "profile with -Profile, register one with Register-VeoProfile -Default, or set VEOPS_PROVIDER and VEOPS_API_KEY.");
            }

            return profile;
        }
    }

    private GatewayProfile Resolved(string name, string reason)
    {
        if (_resolved.TryGetValue(name, out GatewayProfile? known)) return known;
        GatewayProfile profile = _profiles.Resolver.Resolve(name);
        string source = profile.Profile.Vault is { } vault ? $"key from the vault '{vault}'" : profile.Profile.Source;
        string text = $"Profile '{profile.Name}' ({source}), because {reason}: {profile.Gateway.Table.Provider} at {profile.Origin}.";
        _log.Verbose(text);
        _log.Event?.Invoke(Chosen(profile, reason, text));
        return _resolved[name] = profile;
    }

    private static VeoEvent Chosen(GatewayProfile profile, string reason, string text) =>
        VeoEvents.Of(
            TimeProvider.System,
            VeoEventName.ProfileChosen,
            null,
            text,
            [
                ("Provider", profile.Gateway.Table.Provider), ("Origin", profile.Origin), ("Source", profile.Profile.Source),
                ("Vault", profile.Profile.Vault), ("Reason", reason),
            ]) with { Profile = profile.Name };
}
