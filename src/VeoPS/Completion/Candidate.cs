using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace VeoPS.Completion;

/// <summary>A value that a parameter may get.</summary>
/// <param name="Text">The value.</param>
/// <param name="Tip">The facts that a person needs to choose it.</param>
internal sealed record Candidate(string Text, string Tip)
{
    private static readonly Regex Bare = new("^[A-Za-z0-9_./\\\\][A-Za-z0-9_.:/\\\\-]*$", RegexOptions.CultureInvariant);

    /// <summary>Those that begin with the typed text, in any case, quoted where they must be.</summary>
    /// <param name="candidates">All that there are.</param>
    /// <param name="word">The typed text, perhaps with a quote.</param>
    public static IEnumerable<CompletionResult> Matching(IEnumerable<Candidate> candidates, string word)
    {
        bool isQuoted = word is ['\'' or '"', ..];
        string typed = word.Trim('\'', '"');
        return [.. candidates
            .Where(candidate => candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Select(candidate => new CompletionResult(
                candidate.Argument(isQuoted),
                candidate.Text,
                CompletionResultType.ParameterValue,
                candidate.Tip))];
    }

    private string Argument(bool isQuoted) =>
        !isQuoted && Bare.IsMatch(Text) ? Text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(Text)}'";
}
