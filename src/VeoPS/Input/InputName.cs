using System.Text.RegularExpressions;
using VeoPS.Hosting;

namespace VeoPS.Input;

/// <summary>Which of many inputs one is, for a person to find it.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Name">What it is called, or begins with; null where it has nothing of its own.</param>
internal sealed record InputName(int Number, string? Name)
{
    private const int Longest = 40;

    private static readonly Regex Blank = new(@"\s+", RegexOptions.CultureInvariant);

    public override string ToString() => Name is null ? $"Input {Number}" : $"Input {Number} ('{Short(Name)}')";

    private static string Short(string name)
    {
        // Before the cut: half a key is not recognised.
        string text = Blank.Replace(EngineHost.Redact(name), " ").Trim();
        if (text.Length <= Longest) return text;
        return text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)].TrimEnd() + "…";
    }
}
