using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Submissions;

namespace VeoPS.Tests.Gateways;

/// <summary>Speaks a gateway's wire in tests.</summary>
internal static class Wire
{
    public static readonly LinkedMedia Link1 = new(new Uri("http://example.com/image1.jpg"));
    public static readonly LinkedMedia Link2 = new(new Uri("http://example.com/image2.jpg"));

    public static GatewayProfile ProfileOf(IGateway gateway, string? model = null) =>
        new(new VeoProfile { Name = "prod", Provider = gateway.Table.Provider, Model = model }, gateway, "key");

    public static WireResponse Answer(string body, int status = 200) => new(status, body);

    public static JsonObject BodyOf(WireRequest request) => Assert.IsType<JsonBody>(request.Body).Json;

    /// <summary>What a request becomes on the wire.</summary>
    public static JsonObject Submit(IGateway gateway, VeoRequest request, string? profileModel = null) =>
        BodyOf(gateway.Submit(request, ProfileOf(gateway, profileModel)));

    public static void SameJson(string expected, JsonNode actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.ToJsonString())), $"Expected {expected}, got {actual.ToJsonString()}");

    public static ModelRule[] BrokenRules(GatewayTable table, string model, VeoRequest request) =>
        [.. table.Find(model).Rules.Where(rule => rule.IsBroken(request))];
}
