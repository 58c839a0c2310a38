using VeoPS.Engine.Profiles;
using VeoPS.Vaults;

namespace VeoPS.Hosting;

/// <summary>The profiles as the environment has them at the moment, and the vaults that hold their keys. Asks neither before it
/// is asked.</summary>
/// <param name="isAttended">Whether a person watches.</param>
/// <param name="verbose">Gets the verbose output of a vault.</param>
/// <param name="stop">Ends a call to a vault.</param>
internal sealed class ProfileHost(bool isAttended, Action<string> verbose, CancellationToken stop)
{
    private ProfileResolver? _resolver;

    public bool IsAttended => isAttended;

    public SecretVaults Vaults { get; } = new(new SecretManagement(isAttended, verbose, stop));

    public ProfileResolver Resolver => _resolver ??= new ProfileResolver(System.Environment.GetEnvironmentVariable, TryOpenStore(), Vaults);

    /// <summary>Where registered profiles are written down.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: no folder can be told.</exception>
    public static ProfileStore OpenStore() => ProfileStore.Open(System.Environment.GetEnvironmentVariable);

    private static ProfileStore? TryOpenStore()
    {
        try
        {
            return OpenStore();
        }
        catch (VeoException)
        {
            return null; // Without a folder nothing is registered; who needs the folder says that there is none.
        }
    }
}
