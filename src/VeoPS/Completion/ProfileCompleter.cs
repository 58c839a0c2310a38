using System.Collections;
using VeoPS.Engine.Profiles;

namespace VeoPS.Completion;

/// <summary>Completes the names of profiles from their copy on disk.</summary>
public sealed class ProfileCompleter : Completer
{
    private protected override IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound) =>
        Names().Select(name => new Candidate(
            name,
            ChosenProfile.Named(name) is { } profile ? $"{name}: {profile.Gateway.Table.Provider}, {profile.DefaultModel}" : name));

    private static IReadOnlyList<string> Names()
    {
        try
        {
            return ChosenProfile.Resolver().Names();
        }
        catch (VeoException)
        {
            // The list cannot be read; those that need none are there all the same.
            return new ProfileResolver(System.Environment.GetEnvironmentVariable).Names();
        }
    }
}
