namespace VeoPS.Tests.Crashes;

/// <summary>What a <see cref="BuyingLine"/> told.</summary>
/// <param name="ExitCode">0 where it came to its end.</param>
/// <param name="Lines">In order.</param>
internal sealed record LineReport(int ExitCode, IReadOnlyList<(string Word, string About)> Lines)
{
    /// <summary>The points that it passed, in order.</summary>
    public IReadOnlyList<CrashPoint> Points => [.. About("point").Select(CrashPoint.Parse)];

    /// <summary>What it told under one word.</summary>
    public IEnumerable<string> About(string word) => Lines.Where(line => line.Word == word).Select(line => line.About);

    public override string ToString() => string.Join(
        Environment.NewLine,
        Lines.Where(line => line.Word != "point").Select(line => $"    {line.Word} {line.About}").Prepend($"    exit code {ExitCode}"));
}
