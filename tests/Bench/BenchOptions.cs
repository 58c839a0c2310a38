using System.Globalization;

namespace VeoPS.Bench;

/// <summary>What the benchmark was asked for.</summary>
internal sealed record BenchOptions
{
    public static readonly string Help = $"""
        Measures VeoPS beside what a person would use in its place, and prints one table.

          --only a,b      some of its parts: {string.Join(", ", BenchParts.All.Select(part => part.Name))}
          --module PATH   the module's folder (out/VeoPS)
          --patience S    how long each run waits for a quiet machine, in seconds (30)
          --check         runs each part once, with little, to see that it works: its figures say nothing
          --help          this text

        """;

    public IReadOnlyList<string> Only { get; init; } = [];

    public string ModulePath { get; init; } = RepositoryFolder.PathOf("out/VeoPS");

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    public bool IsCheck { get; init; }

    public bool WantsHelp { get; init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">One is not known, or lacks its value.</exception>
    public static BenchOptions Parse(IEnumerable<string> arguments)
    {
        BenchOptions options = new();
        Queue<string> rest = new(arguments);
        while (rest.TryDequeue(out string? name))
        {
            options = name switch
            {
                "--only" => options with { Only = Parts(Value(name, rest)) },
                "--module" => options with { ModulePath = Path.GetFullPath(Value(name, rest)) },
                "--patience" => options with { Patience = TimeSpan.FromSeconds(
                    double.Parse(Value(name, rest), CultureInfo.InvariantCulture)) },
                "--check" => options with { IsCheck = true, Patience = TimeSpan.Zero },
                "--help" => options with { WantsHelp = true },
                _ => throw new FormatException($"{name}: There is no such option; see --help."),
            };
        }

        return options;
    }

    public bool Includes(string part) => Only.Count == 0 || Only.Contains(part);

    private static string Value(string name, Queue<string> rest) =>
        rest.TryDequeue(out string? value) ? value : throw new FormatException($"{name}: A value is missing.");

    private static string[] Parts(string list)
    {
        string[] names = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.FirstOrDefault(name => BenchParts.All.All(part => part.Name != name)) is { } unknown
            ? throw new FormatException($"--only {unknown}: There is no such part; see --help.")
            : names;
    }
}
