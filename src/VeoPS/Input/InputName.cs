using System.Text.RegularExpressions;
using VeoPS.Hosting;

namespace VeoPS.Input;

/// <summary>The number and name of one of many inputs, so that a person can find it.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="JobKey">Its job key; null where it names none.</param>
/// <param name="Text">Its text; null where it has none of its own.</param>
internal sealed record InputName(int Number, string? JobKey, string? Text)
{
    private const int Longest = 40;

    private static readonly Regex Blank = new(@"\s+", RegexOptions.CultureInvariant);

    public override string ToString() => (JobKey ?? Text) is { } name ? $"Input {Number} ('{Short(name)}')" : $"Input {Number}";

    private static string Short(string name)
    {
        // Before the cut: half a key is not recognised.
        string text = Blank.Replace(EngineHost.Redact(name), " ").Trim();
        if (text.Length <= Longest) return text;
        return text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)].TrimEnd() + "…";
    }
}
