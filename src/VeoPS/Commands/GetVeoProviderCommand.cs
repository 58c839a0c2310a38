using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;

namespace VeoPS.Commands;

/// <summary>Shows the abilities of each kind of gateway, from the tables that requests are checked against.</summary>
[Cmdlet(VerbsCommon.Get, "VeoProvider")]
[OutputType(typeof(VeoProviderInfo))]
public sealed class GetVeoProviderCommand : VeoCmdlet
{
    /// <summary>Which ones, in any case; wildcards are fine. Left out or blank: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Provider")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string?[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string[] names = [.. (Name ?? []).Where(name => !string.IsNullOrWhiteSpace(name)).Select(name => name!.Trim())];
        foreach (string name in names.DefaultIfEmpty("*")) Show(name);
    }

    private void Show(string name)
    {
        IGateway[]? found = Find(name);
        foreach (IGateway gateway in found ?? []) WriteObject(ProviderDescription.Of(gateway));
        if (found?.Length > 0 || (found is not null && WildcardPattern.ContainsWildcardCharacters(name))) return;

        string known = string.Join(", ", GatewayCatalog.Names);
        Fail(new VeoException(VeoErrorId.RequestInvalid, $"-Name: there is no provider '{name}'. One of: {known}."), name);
    }

    // Null where the name is a pattern that nothing can match, such as "[".
    private static IGateway[]? Find(string name)
    {
        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        try
        {
            return [.. GatewayCatalog.All.Where(gateway => pattern.IsMatch(gateway.Table.Provider))];
        }
        catch (WildcardPatternException)
        {
            return null;
        }
    }
}
