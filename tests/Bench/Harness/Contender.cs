namespace VeoPS.Bench;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">As the table has it.</param>
/// <param name="Line">The command that is measured, and shown under the table.</param>
internal sealed record Contender(string Name, string Line)
{
    /// <summary>What is done in the same process before the line, and not measured.</summary>
    public string Setup { get; init; } = "";

    /// <summary>What it cannot do without.</summary>
    public string Program { get; init; } = Shell;

    /// <summary>Whether PowerShell reads the line; else it is a shell's.</summary>
    public bool IsPowerShell => Program == Shell;

    /// <summary>Whether the machine has it.</summary>
    public bool IsPresent => IsPowerShell ? PowerShell.IsFound : Programs.Has(Program);

    private const string Shell = "pwsh";
}
