
namespace VeoPS.Hosting;

/// <summary>Puts an error's faults and remedies, which the engine gives as data, into the words of PowerShell.</summary>
internal static class ErrorText
{
    // Typed at a prompt, a key would stay in the history.
    private const string Key = "-ApiKey (Read-Host -AsSecureString)";

    /// <summary>The whole message: the description, each fault on a line of its own where there are several, and the remedies.</summary>
    public static string Of(VeoException exception) => Of(exception, Sentence);

    /// <summary>The same, with each remedy as it is typed, for a check that shows the remedy apart from the message.</summary>
    public static string OfCheck(VeoException exception) => Of(exception, remedy => Of(remedy));

    private static string Of(VeoException exception, Func<VeoRemedy, string> words)
    {
        bool isList = exception.Faults.Count > 1;
        IEnumerable<string> faults = exception.Faults.Select(fault => (isList ? Environment.NewLine + "  " : " ") + Of(fault));
        Uri[] pages = [.. exception.Faults.Select(fault => fault.Source).OfType<Uri>().Distinct()];
        string rules = pages.Length == 0
            ? ""
            : $"{(isList ? Environment.NewLine : " ")}The rules: {string.Join(", ", pages.Select(page => page.AbsoluteUri))}";
        return exception.Summary + string.Concat(faults) + rules + Remedies(exception, words);
    }

    /// <summary>A fault, with its parameter's name.</summary>
    public static string Of(VeoFault fault) => string.Join(" ", new[]
    {
        $"-{fault.Option}: {fault.Rule}.",
        fault.Remedy is null ? null : fault.Remedy + ".",
        fault.Action is null ? null : Sentence(fault.Action),
    }.OfType<string>());

    /// <summary>A remedy, as a sentence with the line to type.</summary>
    public static string Of(VeoRemedy remedy) => remedy.Action switch
    {
        VeoRemedyAction.GiveOption => $"Give {Parameter(remedy)}.",
        VeoRemedyAction.LeaveOptionOut => $"Leave -{remedy.Option} out.",
        VeoRemedyAction.ChangeProfile => $"Set-VeoProfile {remedy.Profile} {Parameter(remedy)}",
        VeoRemedyAction.AddProfile => NewProfile(remedy),
        VeoRemedyAction.SetVariable => $"Set {remedy.Option}{(remedy.Value is null ? "" : $" to {remedy.Value}")}.",
        VeoRemedyAction.ShowModels => $"'(Get-VeoProvider {remedy.Provider}).Models' lists the models.",
        VeoRemedyAction.ListUnknown => "'Get-VeoTask -Status Unknown' lists it.",
        VeoRemedyAction.FindUnknown => "'Get-VeoTask -Status Unknown -Refresh' looks for it among the gateway's running tasks.",
        VeoRemedyAction.Resolve => $"If the gateway's website shows the task: Resolve-VeoTask {remedy.Task} -Id <its id>. If it does "
            + $"not: Resolve-VeoTask {remedy.Task} -NotTaken",
        VeoRemedyAction
            .Restart => $"To buy it again: Restart-VeoTask {remedy.Task}{(remedy.Option is null ? "" : $" {Parameter(remedy)}")}",
        VeoRemedyAction.Wait => $"To continue waiting: Wait-VeoTask {remedy.Task} -Profile {remedy.Profile}",
        VeoRemedyAction.Save => $"To save its video when it is ready: Save-VeoVideo -Id {remedy.Task} -Profile {remedy.Profile} -Wait",
        VeoRemedyAction.SaveUnsaved => "To save all videos that are paid for: Get-VeoTask -Unsaved | Save-VeoVideo",
        VeoRemedyAction.SaveElsewhere => "Or give another folder (-OutputPath) or another name (-FileName).",
        VeoRemedyAction.Overwrite => "Use -Force to replace it, or give another -FileName.",
        VeoRemedyAction.SaveRendition => "'Save-VeoVideo -Resolution' asks the gateway for the upgraded rendition.",
        VeoRemedyAction.StoreMedia => "Or store the media in the ledger with -StoreMedia.",
        VeoRemedyAction.MoveAside => $"To move it to another folder: New-Item -ItemType Directory -Path {Quoted(remedy.Value!)}; "
            + $"Move-Item -LiteralPath {string.Join(", ", remedy.Files.Select(Quoted))} -Destination {Quoted(remedy.Value!)}",
        VeoRemedyAction.Remove => $"To remove its record from the ledger: Remove-VeoTask {remedy.Task} -Force",
        _ => remedy.ToString(),
    };

    // In a message, a line to type needs words that say what it is for. Alone, as a check's Remedy, it is only typed.
    private static string Sentence(VeoRemedy remedy) => remedy.Action switch
    {
        VeoRemedyAction.ChangeProfile => "To change the profile: " + Of(remedy),
        VeoRemedyAction.AddProfile => "To register a profile: " + Of(remedy),
        _ => Of(remedy),
    };

    // Not as the record's RecommendedAction: PowerShell 7 would show it below the message, and Windows PowerShell not at all.
    private static string Remedies(VeoException exception, Func<VeoRemedy, string> words) => exception.Remedies.Count == 0 ? ""
        : " " + exception.Remedies.Select(words).Aggregate((before, next) => before + Gap(before) + next);

    // A line to type ends with its line, so that it can be copied; a sentence goes on.
    private static string Gap(string before) => before is [.., '.'] ? " " : Environment.NewLine;

    private static string NewProfile(VeoRemedy remedy)
    {
        string provider = remedy.Provider is null ? "" : $" -Provider {remedy.Provider}";
        string option = remedy.Option is null ? "" : " " + Parameter(remedy);
        return $"Register-VeoProfile <name>{provider}{option}";
    }

    private static string Literal(string? value) => value is "true" or "false" ? $"${value}" : Quoted(value ?? "…");

    private static string Quoted(string path) => "'" + path.Replace("'", "''") + "'";

    private static string Parameter(VeoRemedy remedy) => remedy.Option switch
    {
        "ApiKey" => Key,
        "Default" => "-Default",
        "OutputPath" => $"-OutputPath {remedy.Value ?? "<folder>"}",
        { } option when option.StartsWith("Setting.", StringComparison.Ordinal) =>
            $"-Setting @{{ {option["Setting.".Length..]} = '{remedy.Value ?? "…"}' }}",
        { } option when option.StartsWith("ProviderOption.", StringComparison.Ordinal) =>
            $"-ProviderOption @{{ {option["ProviderOption.".Length..]} = {Literal(remedy.Value)} }}",
        _ => $"-{remedy.Option} {remedy.Value ?? $"<{remedy.Option!.ToLowerInvariant()}>"}".TrimEnd(),
    };
}
