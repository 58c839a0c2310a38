using System.Runtime.CompilerServices;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Tasks;

namespace VeoPS.Hosting;

/// <summary>
/// The engine as this process uses it: one transport for all cmdlets, made with the first use; the ledger and the
/// profiles as the environment names them at the moment.
/// </summary>
internal sealed class EngineHost
{
    private static readonly Lazy<HttpTransport> s_transport = new(() => new HttpTransport(TimeProvider.System));
    private static int s_waived;

    private readonly ProfileResolver _profiles;
    private readonly Dictionary<string, GatewayProfile> _resolved = new(StringComparer.OrdinalIgnoreCase);
    private readonly EngineLog _log;
    private readonly bool _isAttended;
    private GatewayProfile? _default;

    private EngineHost(EngineLog log, ILedger ledger, bool hasLedger, bool isAttended)
    {
        _isAttended = isAttended;
        _log = log;
        _profiles = new ProfileResolver(System.Environment.GetEnvironmentVariable);
        HasLedger = hasLedger;
        Engine = new VeoEngine(s_transport.Value, ledger, TimeProvider.System, log);
        Finder = new TaskFinder(ledger, name => name is null ? Default() : Profile(name));
    }

    public VeoEngine Engine { get; }

    public TaskFinder Finder { get; }

    public bool HasLedger { get; }

    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: no folder can be told.</exception>
    public static EngineHost Open(bool isAttended, bool needsLedger, Action<string> verbose, Action<string> warning)
    {
        bool waived = string.Equals(System.Environment.GetEnvironmentVariable("VEOPS_LEDGER"), "off", StringComparison.OrdinalIgnoreCase);
        if (waived && needsLedger && Interlocked.Exchange(ref s_waived, 1) == 0)
        {
            warning("VEOPS_LEDGER is 'off': nothing is written down, so what is bought can be lost, and job keys are refused.");
        }

        return new EngineHost(new EngineLog(verbose, warning), waived || !needsLedger ? new NoLedger() : OpenLedger(), !waived, isAttended);
    }

    // Not inlined, so that a cmdlet can be looked at without the engine being loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static string Redact(string text) => Redactor.Shared.Redact(text);

    /// <summary>The profile of a name; the same for the whole call.</summary>
    public GatewayProfile Profile(string name)
    {
        lock (_resolved)
        {
            if (!_resolved.TryGetValue(name, out GatewayProfile? profile)) _resolved[name] = profile = Told(_profiles.Resolve(name));
            return profile;
        }
    }

    /// <summary>The profile that is meant where none is named; the same for the whole call.</summary>
    public GatewayProfile Default()
    {
        lock (_resolved)
        {
            if (_default is not null) return _default;
            _default = Told(_profiles.ResolveDefault(_isAttended));
            if (_default.Profile.Source == "BuiltIn" && string.IsNullOrWhiteSpace(System.Environment.GetEnvironmentVariable("VEOPS_PROFILE")))
            {
                _log.Warning("No profile is named, so the sandbox is used: its videos are test clips, and cost nothing. Name a profile with -Profile, or set VEOPS_PROVIDER and VEOPS_API_KEY.");
            }

            return _default;
        }
    }

    private static FileLedger OpenLedger()
    {
        LedgerFolder folder = LedgerFolder.Resolve(System.Environment.GetEnvironmentVariable);
        return new FileLedger(folder.FullName, TimeProvider.System, folder.IsPrivate);
    }

    private GatewayProfile Told(GatewayProfile profile)
    {
        _log.Verbose($"Profile '{profile.Name}' ({profile.Profile.Source}): {profile.Gateway.Table.Provider} at {profile.Origin}.");
        return profile;
    }
}
