using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Gateways;

/// <summary>Speaks a gateway's wire in tests.</summary>
internal static class Wire
{
    public static readonly LinkedMedia Link1 = new(new Uri("http://example.com/image1.jpg"));
    public static readonly LinkedMedia Link2 = new(new Uri("http://example.com/image2.jpg"));

    public static GatewayProfile ProfileOf(IGateway gateway, string? model = null, params (string Name, string Value)[] settings) => new(
        new VeoProfile
        {
            Name = "prod",
            Provider = gateway.Table.Provider,
            BaseUri = gateway.Table.DefaultBaseUri ?? new Uri("https://gateway.example"),
            Model = model,
            Setting = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        },
        gateway,
        "key");

    public static WireResponse Answer(string body, int status = 200) => new(status, body);

    public static JsonObject BodyOf(WireRequest request) => Assert.IsType<JsonBody>(request.Body).Json;

    /// <summary>What a request becomes on the wire.</summary>
    public static JsonObject Submit(IGateway gateway, VeoRequest request, string? profileModel = null) =>
        BodyOf(gateway.Submit(request, ProfileOf(gateway, profileModel)));

    public static void SameJson(string expected, JsonNode actual) =>
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.ToJsonString())),
            $"Expected {expected}, got {actual.ToJsonString()}");

    /// <summary>A form's parts, each as its name and its text or what kind of file it is.</summary>
    public static (string Name, string Value)[] PartsOf(WireRequest request) =>
    [
        .. Assert.IsType<FormBody>(request.Body).Parts.Select(part => (
            part.Name, part.FileName is null
                ? System.Text.Encoding.UTF8.GetString(part.Content.Span)
                : $"{part.FileName} {part.MimeType} {part.Content.Length}")),
    ];

    /// <summary>What is wrong with a request, or doubtful, as parameter and remedy.</summary>
    public static (string Parameter, string? Remedy)[] Faults(
        IGateway gateway,
        VeoRequest request,
        bool warnings = false,
        string? profileModel = null) =>
    [
        .. RequestValidator.Validate(request, ProfileOf(gateway, profileModel)).Where(fault => fault.IsWarning == warnings)
            .Select(fault => (fault.Option, fault.Remedy)),
    ];

    /// <summary>The answer can be read neither as a purchase nor as a refusal.</summary>
    public static void IsNeitherTakenNorRefused(SubmitAnswer answer)
        => Assert.Equal((null, null, null), (answer.TaskId, answer.Error, answer.BodyStatus));

    /// <summary>The task failed, and the answer that says so is no refusal.</summary>
    public static void IsFailure(string? code, string message, string kind, PollAnswer answer)
    {
        Assert.Null(answer.Error);
        Assert.Equal(
            (VeoTaskStatus.Failed, code, message, kind),
            (answer.Snapshot!.Status, answer.Snapshot.Error!.Code, answer.Snapshot.Error.Message, answer.Snapshot.Error.Kind));
    }

    public static ModelRule[] BrokenRules(GatewayTable table, string model, VeoRequest request) =>
        [.. table.Find(model).Rules.Where(rule => rule.IsBroken(request))];
}
