using System.Management.Automation;
using VeoPS.Engine.Gateways;

namespace VeoPS.Commands;

/// <summary>Tells what each kind of gateway can do, from the tables that requests are held against.</summary>
[Cmdlet(VerbsCommon.Get, "VeoProvider")]
[OutputType(typeof(VeoProviderInfo))]
public sealed class GetVeoProviderCommand : VeoCmdlet
{
    /// <summary>Which ones; wildcards are fine. Left out: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Provider")]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Name)
        {
            WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
            IGateway[] found = [.. GatewayCatalog.All.Where(gateway => pattern.IsMatch(gateway.Table.Provider))];
            foreach (IGateway gateway in found) WriteObject(ProviderDescription.Of(gateway));
            if (found.Length > 0 || WildcardPattern.ContainsWildcardCharacters(name)) continue;
            string known = string.Join(", ", GatewayCatalog.All.Select(gateway => gateway.Table.Provider));
            Fail(new VeoException(VeoErrorId.RequestInvalid, $"-Name: there is no provider '{name}'. One of: {known}."), name);
        }
    }
}
