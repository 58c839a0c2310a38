using System.Management.Automation;
using VeoPS.Engine.Text;

namespace VeoPS.Input;

/// <summary>
/// Holds the columns of rows against a command's parameters. One that is nearly a parameter is a mistake, and the row would
/// be bought with defaults; one that is like none is the user's own, and ignored.
/// </summary>
internal sealed class RowColumns
{
    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string Column, string Parameter)[]> _judged = new(StringComparer.Ordinal);
    private readonly HashSet<string> _told = new(StringComparer.OrdinalIgnoreCase);
    private readonly Action<string> _warn;

    /// <param name="parameters">Of the command. Those that take no column are not meant by one.</param>
    /// <param name="warn">Gets the ignored columns, once.</param>
    public RowColumns(IEnumerable<ParameterMetadata> parameters, Action<string> warn)
    {
        _warn = warn;
        foreach (ParameterMetadata parameter in parameters.Where(
            each => each.ParameterSets.Values.Any(set => set.ValueFromPipelineByPropertyName)))
        {
            foreach (string name in parameter.Aliases.Prepend(parameter.Name)) _parameters[name] = parameter.Name;
        }
    }

    /// <summary>Adds a fault for each misspelled column of a row. An object with a type of its own has properties, not columns.</summary>
    public void Judge(PSObject row, Faults faults)
    {
        if (row.BaseObject is not PSCustomObject) return;
        string[] columns = [.. row.Properties.Where(each => each.MemberType == PSMemberTypes.NoteProperty).Select(each => each.Name)];
        string key = string.Join("\n", columns);
        if (!_judged.TryGetValue(key, out (string Column, string Parameter)[]? misspelled)) _judged[key] = misspelled = Judge(columns);
        foreach ((string column, string parameter) in misspelled)
        {
            faults.Add(
                parameter,
                $"the column '{column}' is not a parameter; it probably means -{parameter}",
                $"Rename the column to {parameter}, or leave it out with Select-Object * -ExcludeProperty '{column}'");
        }
    }

    private (string Column, string Parameter)[] Judge(string[] columns)
    {
        HashSet<string> there = [.. columns.Where(_parameters.ContainsKey).Select(column => _parameters[column])];
        string[] others = [.. columns.Where(column => !_parameters.ContainsKey(column))];
        (string Column, string Parameter)[] misspelled = [.. others.Select(column => (column, Meant(column, there)))
            .Where(each => each.Item2 is not null)
            .Select(each => (each.column, each.Item2!))];
        string[] ignored = [.. others.Except(misspelled.Select(each => each.Column)).Where(_told.Add)];
        if (ignored.Length > 0) _warn($"Ignored columns, which are not parameters: {string.Join(", ", ignored)}.");
        return misspelled;
    }

    private string? Meant(string column, HashSet<string> there)
    {
        string folded = NameDistance.Fold(column);
        return _parameters
            .Where(each => !there.Contains(each.Value))
            .Select(each => (each.Value, IsNear: NameDistance.IsNear(folded, NameDistance.Fold(each.Key), out int slips), Slips: slips))
            .Where(each => each.IsNear)
            .OrderBy(each => each.Slips)
            .Select(each => each.Value)
            .FirstOrDefault();
    }
}
