namespace VeoPS.Help;

/// <summary>A way to call a cmdlet.</summary>
/// <param name="Set">The parameter set's name; null where there is only one.</param>
/// <param name="Parameters">The names of its parameters, in order.</param>
internal sealed record SyntaxEntry(string? Set, IReadOnlyList<string> Parameters);
