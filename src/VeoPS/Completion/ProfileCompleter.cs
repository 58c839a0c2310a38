using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using VeoPS.Engine.Profiles;

namespace VeoPS.Completion;

/// <summary>Completes the names of profiles from their copy on disk. Asks no vault, so that no key press ever asks for a password.</summary>
public sealed class ProfileCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = new(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return [.. Names().Where(pattern.IsMatch).Select(name => new CompletionResult(name))];
    }

    private static IReadOnlyList<string> Names()
    {
        try
        {
            return new ProfileResolver(System.Environment.GetEnvironmentVariable, ProfileStore.Open(System.Environment.GetEnvironmentVariable)).Names();
        }
        catch (VeoException)
        {
            // Nowhere to say it while a person types; the line itself will.
            return new ProfileResolver(System.Environment.GetEnvironmentVariable).Names();
        }
    }
}
