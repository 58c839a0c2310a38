using VeoPS.Engine.Gateways;

namespace VeoPS.Tests.Gateways;

public sealed class ProviderDescriptionTests
{
    private static VeoProviderInfo Of(string provider) => ProviderDescription.Of(GatewayCatalog.Find(provider)!);

    public static TheoryData<string> Providers => [.. GatewayCatalog.All.Select(gateway => gateway.Table.Provider)];

    [Theory]
    [MemberData(nameof(Providers))]
    public void It_says_what_the_table_says(string provider)
    {
        GatewayTable table = GatewayCatalog.Find(provider)!.Table;
        VeoProviderInfo info = Of(provider);

        Assert.Equal((table.Provider, table.DefaultModel, table.Documentation, table.ResultLifetime), (info.Name, info.DefaultModel, info.Documentation, info.ResultLifetime));
        Assert.Equal((table.Cadence.First, table.Cadence.Step, table.Cadence.Floor), (info.FirstPoll, info.PollInterval, info.PollFloor));
        Assert.Equal(table.Models.Select(model => (model.Name, model.MaxCount, model.MaxReferenceImages, model.NegativePrompt)), info.Models.Select(model => (model.Name, model.MaxCount, model.MaxReferenceImage, model.NegativePrompt)));
        Assert.Equal(table.Models.Select(model => string.Join("; ", model.Durations)), info.Models.Select(model => model.Duration.ToString()));
        Assert.Equal(provider, info.ToString());
    }

    [Fact]
    public void Sets_read_as_lists_of_words()
    {
        VeoModelInfo veo3 = Of("Apikley").Models[0];

        Assert.Equal("Text; FirstFrame; FirstAndLastFrame; Extension", veo3.Mode.ToString());
        Assert.Equal("Url; Upload", veo3.ImageInput.ToString());
    }

    [Fact]
    public void Sound_is_a_switch_with_a_default_or_always_there()
    {
        Assert.Equal(("Always", "Off", "On"), (Of("Apikley").Models[0].Audio, Of("TokenBay").Models[0].Audio, Of("Sandbox").Models[0].Audio));
    }

    [Fact]
    public void A_seeds_range_reads_as_words_and_the_sandbox_is_nowhere()
    {
        Assert.Equal("10000 to 99999", Of("Apikley").Models[0].Seed);
        Assert.Null(Of("Sandbox").DefaultBaseUri);
    }
}
