namespace VeoPS.Bench;

/// <summary>Lines of a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>Measures a line, its shell included.</summary>
    public static async Task<Sample> MeasureAsync(Contender contender, IReadOnlyDictionary<string, string> variables) =>
        new((await Programs.RunAsync("sh", ["-c", contender.Line], variables)).Seconds);
}
