using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using VeoPS.Engine.Downloads;

namespace VeoPS.Completion;

/// <summary>Completes the tokens of a file name, also behind typed text.</summary>
public sealed class FileNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = wordToComplete.Trim('\'', '"');
        int open = typed.LastIndexOf('{');
        bool isInside = open >= 0 && typed.IndexOf('}', open) < 0;
        string before = isInside ? typed.Substring(0, open) : typed;
        return Candidate.Matching(
            FileNameTemplate.Tokens.Select(token => new Candidate($"{before}{{{token}}}", Tip(token))), wordToComplete);
    }

    private static string Tip(string token) => token switch
    {
        "Created" => "{Created:yyyyMMdd}: when it was submitted (UTC), in any .NET date format",
        "Index" => "the video's index within the task, from 0",
        "Prompt" => "the first words of the prompt",
        "Tag" => "the tags, joined with '-'",
        "Seed" => "the requested seed",
        _ => "the task's " + token,
    };
}
