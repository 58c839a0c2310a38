using System.Reflection;
using System.Text.Json;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Profiles;

public sealed class GatewayProfileTests
{
    private const string Key = "a-key-of-ours";

    private readonly GatewayProfile _profile = new(new VeoProfile { Name = "prod", Provider = "Apikley" }, new ApikleyGateway(), Key);

    [Fact]
    public void Its_text_is_its_name() => Assert.Equal("prod", _profile.ToString());

    [Fact]
    public void Nothing_that_a_serializer_or_a_formatter_reads_is_the_key()
    {
        Assert.All(typeof(GatewayProfile).GetProperties(BindingFlags.Instance | BindingFlags.Public), property =>
            Assert.DoesNotContain(Key, property.GetValue(_profile)?.ToString() ?? "", StringComparison.Ordinal));
        Assert.Empty(typeof(GatewayProfile).GetFields(BindingFlags.Instance | BindingFlags.Public));
        Assert.DoesNotContain(Key, JsonSerializer.Serialize(_profile.Profile), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_key_is_hidden_in_every_text_from_then_on() => Assert.Equal("key ***", Redactor.Shared.Redact("key " + Key));

    [Theory]
    [InlineData("https://gateway.example:8443/veo/", "https://gateway.example:8443")]
    [InlineData("https://GATEWAY.example:443/", "https://gateway.example")]
    public void Its_origin_is_scheme_host_and_port(string baseUri, string origin) =>
        Assert.Equal(
            origin,
            new GatewayProfile(new VeoProfile { Name = "prod", BaseUri = new Uri(baseUri) }, new ApikleyGateway(), Key).Origin);
}
