using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace VeoPS.Completion;

/// <summary>Completes a parameter's values from this process and from files in the ledger's folder. Asks no network and no
/// vault: a key press must never wait, nor ask for a password.</summary>
public abstract class Completer : IArgumentCompleter
{
    private protected Completer() { }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        try
        {
            return Candidate.Matching(Candidates(commandName, parameterName, fakeBoundParameters), wordToComplete);
        }
        catch (VeoException)
        {
            // Nowhere to say it while a person types; the line itself will.
            return [];
        }
    }

    /// <summary>The values that there are.</summary>
    /// <param name="command">The cmdlet's name.</param>
    /// <param name="parameter">The parameter's name, without its dash.</param>
    /// <param name="bound">The other parameters that are typed, as far as they can be told without running the line.</param>
    private protected abstract IEnumerable<Candidate> Candidates(string command, string parameter, IDictionary bound);
}
