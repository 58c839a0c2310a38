using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace VeoPS.TestGateway;

/// <summary>What a test in another process asks of a gateway, under <c>/_control</c>. Never recorded, never struck, no key.</summary>
internal sealed class ControlEndpoints(LoopbackGateway gateway)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public void Map(IEndpointRouteBuilder endpoints)
    {
        var control = endpoints.MapGroup("/_control");
        control.MapGet("/requests", context => context.Response.WriteAsJsonAsync(gateway.Requests.Select(Describe), s_json));
        control.MapGet("/accepted", context => context.Response.WriteAsJsonAsync(gateway.Accepted, s_json));
        control.MapGet("/polls", context => context.Response.WriteAsJsonAsync(PollSummary.Of(gateway), s_json));
        control.MapGet("/uploads", context => context.Response.WriteAsJsonAsync(gateway.Uploads, s_json));
        control.MapPost("/faults", context => ReadAsync(context, AddFaults));
        control.MapDelete("/faults", context => Do(context, gateway.Faults.Clear));
        control.MapPost("/outcome", context => ReadAsync(context, SetOutcome));
        control.MapPost("/callback", CallBackAsync);
        control.MapPost("/release", context => Do(context, gateway.Faults.ReleaseAll));
        control.MapPost("/reset", context => Do(context, gateway.Reset));
    }

    private static object Describe(RecordedRequest request) => new
    {
        request.Sequence,
        request.ReceivedAt,
        request.Method,
        request.PathAndQuery,
        request.Headers,
        Body = request.BodyText,
        BodyLength = request.Body.Length,
        request.Origin,
        request.Route,
        request.Protocol,
        request.Task?.TaskId,
        request.Fault,
    };

    private static Task Do(HttpContext context, Action action)
    {
        action();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static async Task ReadAsync(HttpContext context, Action<string> action)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync(context.RequestAborted);
        try
        {
            await Do(context, () => action(body));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(e.Message, context.RequestAborted);
        }
    }

    private async Task CallBackAsync(HttpContext context)
    {
        var callback = (await JsonSerializer.DeserializeAsync<Callback>(context.Request.Body, s_json, context.RequestAborted))!;
        await context.Response.WriteAsJsonAsync(await gateway.CallBackAsync(callback, context.RequestAborted), s_json);
    }

    private void AddFaults(string body)
    {
        foreach (var spec in FaultSpec.ReadAll(body))
        {
            spec.AddTo(gateway.Faults);
        }
    }

    private void SetOutcome(string body)
    {
        var setting = JsonSerializer.Deserialize<OutcomeSetting>(body, s_json)!;
        gateway.SetOutcome(setting.Outcome, setting.Prompt);
    }

    private sealed record OutcomeSetting(Outcome Outcome, string? Prompt);
}
