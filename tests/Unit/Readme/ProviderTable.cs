using System.Globalization;
using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Readme;

/// <summary>The README's table of gateways, made of what <c>Get-VeoProvider</c> shows.</summary>
internal static class ProviderTable
{
    private static readonly (string Mode, string Words, string Heading)[] Modes =
    [
        ("Text", "text", "Text"),
        ("FirstFrame", "a first frame", "First frame"),
        ("FirstAndLastFrame", "a first and last frame", "Last frame"),
        ("Extension", "a video to extend", "Extension"),
    ];

    /// <summary>The table, the sentence before it on what all have, and the lists after it of what few have and of what else is to know.</summary>
    public static string Markdown(IReadOnlyList<VeoProviderInfo> providers)
    {
        (string Mode, string Words, string Heading)[] shared = [.. Modes.Where(mode => providers.All(provider => provider.Mode.Contains(mode.Mode)))];
        (string Heading, Func<VeoProviderInfo, string> Cell)[] columns =
        [
            ("Gateway", provider => provider.Documentation is { } page ? $"[{provider.Name}]({page})" : provider.Name),
            .. Modes.Except(shared).Select(mode => (mode.Heading, (Func<VeoProviderInfo, string>)(provider => provider.Mode.Contains(mode.Mode) ? "✓" : "–"))),
            ("References", References),
            ("Resolution", Resolution),
            ("Seconds", provider => provider.Duration.Count > 0 ? string.Join(" ", provider.Duration) : "fixed"),
            ("Sound", provider => provider.Audio == "Always" ? "always" : $"switch ({provider.Audio.ToLowerInvariant()})"),
            ("8 s cost from", Price),
            ("Kept", provider => provider.ResultLifetime is { } time ? time.TotalHours.ToString(CultureInfo.InvariantCulture) + " h" : "?"),
            ("Needs", Needs),
        ];
        string[] lines =
        [
            $"Every one makes videos from {InWords(shared.Select(mode => mode.Words))}.",
            "",
            Row(columns.Select(column => column.Heading)),
            Row(columns.Select(_ => "---")),
            .. providers.Select(provider => Row(columns.Select(column => column.Cell(provider)))),
            "",
            "What only some can do:",
            "",
            $"- Tells what is left in the account: {Those(provider => provider.CanTellBalance)}.",
            $"- Tells the price of a request: {Those(provider => provider.CanTellPrice)}.",
            $"- Says what a task cost: {Those(provider => provider.Money.Contains("Cost"))}.",
            $"- Calls an address when a task is done: {Those(provider => provider.Done.Contains("Callback"))}.",
            $"- Lists what runs, so that a submission whose answer was lost can be found: {Those(provider => provider.CanList)}.",
            $"- Cancels a task that runs: {Those(provider => provider.CanCancel)}.",
            $"- Makes upgraded renditions of a video that is there: {Those(provider => provider.Rendition.Count > 0)}.",
            "",
            "What else is to know before you choose:",
            "",
            .. providers.Where(provider => provider.Note.Count > 0).Select(provider => $"- {provider.Name}: {string.Join(" ", provider.Note)}"),
        ];
        return string.Join("\n", lines);

        string Those(Func<VeoProviderInfo, bool> can) => providers.Any(can) ? string.Join(", ", providers.Where(can)) : "none";
    }

    private static string References(VeoProviderInfo provider) => provider.Models.Max(model => model.MaxReferenceImage) switch
    {
        0 => "–",
        1 => "1",
        var most => "up to " + most.ToString(CultureInfo.InvariantCulture),
    };

    private static string Resolution(VeoProviderInfo provider) =>
        string.Join(" ", provider.Resolution.Concat(provider.Rendition.Select(rendition => "+" + rendition)));

    private static string Price(VeoProviderInfo provider) => provider.CheapestPrice switch
    {
        null => "not published",
        { Amount: 0 } => "free",
        { } price => price + price.AsOf?.ToString(" (yyyy-MM)", CultureInfo.InvariantCulture),
    };

    private static string Needs(VeoProviderInfo provider)
    {
        string? credential = provider.Credential switch { "ApiKey" => "key", "GoogleToken" => "Google login", _ => null };
        string?[] needs = [credential, provider.NeedsBaseUri ? "`-BaseUri`" : null, .. provider.Setting.Where(setting => setting.IsRequired).Select(setting => $"`{setting.Name}`")];
        return needs.Any(need => need is not null) ? string.Join(", ", needs.OfType<string>()) : "nothing";
    }

    private static string InWords(IEnumerable<string> words) => words.ToArray() switch
    {
        [.. var first, var last] when first.Length > 0 => $"{string.Join(", ", first)}, or {last}",
        var few => string.Concat(few),
    };

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
