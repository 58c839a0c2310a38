using System.Globalization;
using VeoPS.Engine.Gateways;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Readme;

public sealed class ProviderTableTests
{
    private const string Begin = "<!-- gateways: from Get-VeoProvider, checked by ProviderTableTests -->";
    private const string End = "<!-- /gateways -->";

    private static readonly VeoProviderInfo[] Providers = [.. GatewayCatalog.All.Select(ProviderDescription.Of)];

    [Fact]
    public void The_page_of_gateways_has_the_table_that_the_gateways_make()
    {
        string page = File.ReadAllText(RepositoryFolder.File("docs/gateways.md")).ReplaceLineEndings("\n");
        string expected = $"{Begin}\n\n{ProviderTable.Markdown(Providers)}\n\n{End}\n";

        Assert.True(
            page.Contains(expected, StringComparison.Ordinal),
            $"docs/gateways.md has another table of gateways. It must have:\n\n{expected}");
    }

    [Fact]
    public void A_price_that_nobody_publishes_is_never_a_number()
    {
        Assert.All(
            Providers.Where(provider => provider.CheapestPrice is null),
            provider => Assert.Contains("| not published |", RowOf(provider)));
        Assert.All(Providers.Where(provider => provider.CheapestPrice is { Amount: > 0 }), provider =>
            Assert.Contains(provider.CheapestPrice!.AsOf!.Value.ToString("(yyyy-MM)", CultureInfo.InvariantCulture), RowOf(provider)));
        Assert.Contains("| free |", RowOf(Providers.Single(provider => provider.Name == "Sandbox")));
    }

    [Fact]
    public void Every_gateway_has_a_row_of_as_many_cells_as_the_others()
    {
        string[] rows = [.. ProviderTable.Markdown(Providers).Split('\n').Where(line => line.StartsWith('|'))];

        Assert.Equal(Providers.Length + 2, rows.Length);
        Assert.Single(rows.Select(row => row.Count(letter => letter == '|')).Distinct());
    }

    private static string RowOf(VeoProviderInfo provider) =>
        ProviderTable.Markdown(Providers).Split('\n').Single(line => line.StartsWith($"| [{provider.Name}]", StringComparison.Ordinal)
            || line.StartsWith($"| {provider.Name} ", StringComparison.Ordinal));
}
