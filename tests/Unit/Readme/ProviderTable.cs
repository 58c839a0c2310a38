using System.Globalization;

namespace VeoPS.Tests.Readme;

/// <summary>The table of gateways in docs/gateways.md, made from the objects of <c>Get-VeoProvider</c>.</summary>
internal static class ProviderTable
{
    private static readonly (string Mode, string Words, string Heading)[] Modes =
    [
        ("Text", "text", "Text"),
        ("FirstFrame", "a first frame", "First frame"),
        ("FirstAndLastFrame", "a first and last frame", "Last frame"),
        ("Extension", "a video to extend", "Extension"),
    ];

    /// <summary>The table; before it, the abilities that all share; after it, those that few have, and the notes.</summary>
    public static string Markdown(IReadOnlyList<VeoProviderInfo> providers)
    {
        (string Mode, string Words, string Heading)[] shared = [.. Modes.Where(
            mode => providers.All(provider => provider.Mode.Contains(mode.Mode)))];
        (string Heading, Func<VeoProviderInfo, string> Cell)[] columns =
        [
            ("Gateway", provider => provider.Documentation is { } page ? $"[{provider.Name}]({page})" : provider.Name),
            .. Modes.Except(shared)
                .Select(mode => (mode.Heading, (Func<VeoProviderInfo, string>)(provider => provider.Mode.Contains(mode.Mode) ? "✓" : "–"))),
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
            $"Every gateway makes videos from {InWords(shared.Select(mode => mode.Words))}.",
            "",
            Row(columns.Select(column => column.Heading)),
            Row(columns.Select(_ => "---")),
            .. providers.Select(provider => Row(columns.Select(column => column.Cell(provider)))),
            "",
            "Only some gateways can do the following:",
            "",
            $"- Show the balance of the account: {Those(provider => provider.CanTellBalance)}.",
            $"- Tell the price of a request before it is sent: {Those(provider => provider.CanTellPrice)}.",
            $"- Tell the cost of a task: {Those(provider => provider.Money.Contains("Cost"))}.",
            $"- Call an address of yours when a task ends: {Those(provider => provider.Done.Contains("Callback"))}.",
            $"- List the tasks that run, so that a lost submission can be found: {Those(provider => provider.CanList)}.",
            $"- Cancel a running task: {Those(provider => provider.CanCancel)}.",
            $"- Make upgraded renditions of a finished video: {Those(provider => provider.Rendition.Count > 0)}.",
            "",
            "Read these notes before you choose:",
            "",
            .. providers.Where(provider => provider.Note.Count > 0)
                .Select(provider => $"- {provider.Name}: {string.Join(" ", provider.Note)}"),
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
        string?[] needs = [credential, provider.NeedsBaseUri
            ? "`-BaseUri`"
            : null, .. provider.Setting.Where(setting => setting.IsRequired).Select(setting => $"`{setting.Name}`")];
        return needs.Any(need => need is not null) ? string.Join(", ", needs.OfType<string>()) : "nothing";
    }

    private static string InWords(IEnumerable<string> words) => words.ToArray() switch
    {
        [.. var first, var last] when first.Length > 0 => $"{string.Join(", ", first)}, or {last}",
        var few => string.Concat(few),
    };

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
