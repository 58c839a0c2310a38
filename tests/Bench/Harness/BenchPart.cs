namespace VeoPS.Bench;

/// <summary>Some rows of the table, measured together.</summary>
internal abstract class BenchPart
{
    /// <summary>What <c>--only</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Measures, and adds its rows.</summary>
    public abstract Task RunAsync(Workbench bench, Report report);
}
