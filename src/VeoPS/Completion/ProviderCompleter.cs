using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using VeoPS.Engine.Gateways;

namespace VeoPS.Input;

/// <summary>Completes the names of gateways.</summary>
public sealed class ProviderCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = wordToComplete.Trim('\'', '"');
        return GatewayCatalog.All
            .Select(gateway => gateway.Table)
            .Where(table => table.Provider.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(table => new CompletionResult(table.Provider, table.Provider, CompletionResultType.ParameterValue, $"{table.Provider}: {string.Join(", ", table.Models.Select(model => model.Name))}"));
    }
}
