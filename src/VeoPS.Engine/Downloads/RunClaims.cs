using System.Runtime.InteropServices;

namespace VeoPS.Engine.Downloads;

/// <summary>Which video has which name in this run: two never share one.</summary>
internal sealed class RunClaims
{
    /// <summary>How file names compare here: Windows and macOS take two cases for one name.</summary>
    public static readonly StringComparer PathComparer =
        RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    private readonly Dictionary<string, RunClaim> _claims = new(PathComparer);

    /// <summary>Gives a path to a video, or finds that it has it already.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: another video has it.</exception>
    public RunClaim Claim(string path, string owner)
    {
        lock (_claims)
        {
            if (!_claims.TryGetValue(path, out RunClaim? claim)) _claims[path] = claim = new RunClaim(owner);
            if (claim.Owner == owner) return claim;
            throw DownloadErrors.Failed(
                $"'{path}' is the name of another video of this run ({claim.Owner}), too; {owner} was not downloaded.",
                $"Use a -FileName that tells them apart, such as '{FileNameTemplate.Default}'.");
        }
    }
}
