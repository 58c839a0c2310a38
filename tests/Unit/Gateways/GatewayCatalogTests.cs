using VeoPS.Engine.Gateways;

namespace VeoPS.Tests.Gateways;

public sealed class GatewayCatalogTests
{
    public static TheoryData<string> Providers => [.. GatewayCatalog.All.Select(gateway => gateway.Table.Provider)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_gateway_is_found_by_its_name_in_any_case(string provider)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        Assert.Same(gateway, GatewayCatalog.Find(provider.ToUpperInvariant()));
        Assert.Same(gateway, GatewayCatalog.Find(provider.ToLowerInvariant()));
    }

    [Fact]
    public void A_name_that_nobody_has_is_not_found() => Assert.Null(GatewayCatalog.Find("nobody"));

    [Fact]
    public void The_catalogue_has_the_names_of_the_tables() =>
        Assert.Equal(GatewayCatalog.All.Select(gateway => gateway.Table.Provider), GatewayCatalog.Names);

    [Fact]
    public void Names_are_there_once() =>
        Assert.Distinct(GatewayCatalog.All.Select(gateway => gateway.Table.Provider), StringComparer.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_table_names_its_default_model_and_a_cadence_that_keeps_its_own_floor(string provider)
    {
        GatewayTable table = GatewayCatalog.Find(provider)!.Table;
        Assert.True(table.DefaultModel.Length == 0 ? table.HasOpenModelNames : table.Knows(table.DefaultModel));
        Assert.True(table.Cadence.Floor <= table.Cadence.First && table.Cadence.Floor <= table.Cadence.Step
            && table.Cadence.Step <= table.Cadence.Cap);
    }
}
