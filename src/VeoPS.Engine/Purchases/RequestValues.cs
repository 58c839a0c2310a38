using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>The options of a request that are set, under the names of their parameters. The fingerprint and the stored request
/// read this list.</summary>
internal static class RequestValues
{
    /// <summary>
    /// Names with text, long, bool, <see cref="Uri"/>, <see cref="MediaInput"/>, a list of those, or
    /// <see cref="System.Text.Json.Nodes.JsonObject"/>. What is not set is not in it, so that an option that a later version
    /// adds changes nothing about a request that does not use it.
    /// </summary>
    public static IEnumerable<(string Name, object Value)> Of(VeoRequest request) =>
        from each in All(request)
        where each.Value is not null
        select (each.Name, each.Value!);

    private static IEnumerable<(string Name, object? Value)> All(VeoRequest request) =>
    [
        (nameof(request.Prompt), request.Prompt),
        (nameof(request.Model), request.Model),
        (nameof(request.FirstFrame), request.FirstFrame),
        (nameof(request.LastFrame), request.LastFrame),
        ("ReferenceImage", request.ReferenceImages.Count == 0 ? null : request.ReferenceImages),
        (nameof(request.SourceVideo), request.SourceVideo),
        (nameof(request.AspectRatio), request.AspectRatio),
        (nameof(request.Resolution), request.Resolution),
        (nameof(request.Duration), (long?)request.Duration),
        (nameof(request.Audio), request.Audio),
        (nameof(request.EnhancePrompt), request.EnhancePrompt),
        (nameof(request.TranslatePrompt), request.TranslatePrompt),
        (nameof(request.NegativePrompt), request.NegativePrompt),
        (nameof(request.Seed), request.Seed),
        (nameof(request.Count), (long?)request.Count),
        (nameof(request.PersonGeneration), request.PersonGeneration),
        (nameof(request.Watermark), request.Watermark),
        (nameof(request.CallbackUri), request.CallbackUri),
        (nameof(request.ProviderOption), request.ProviderOption is { Count: > 0 } options ? options : null),
    ];
}
