using System.Globalization;

namespace VeoPS.Tests.Crashes;

/// <summary>One passing of a named point.</summary>
/// <param name="Name">As the engine names it.</param>
/// <param name="Occurrence">From 1, among those of its name in one process.</param>
internal sealed record CrashPoint(string Name, int Occurrence)
{
    public static CrashPoint Parse(string text) =>
        new(text[..text.LastIndexOf('#')], int.Parse(text[(text.LastIndexOf('#') + 1)..], CultureInfo.InvariantCulture));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}#{Occurrence}");
}
