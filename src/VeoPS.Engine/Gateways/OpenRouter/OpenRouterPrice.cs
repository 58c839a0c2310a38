using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways.OpenRouter;

/// <summary>
/// The price of a body by the models route (<c>GET /videos/models</c>). <c>pricing_skus</c> has USD a second under names that differ by
/// provider. The names for Veo are <c>duration_seconds_with_audio</c> and <c>duration_seconds_without_audio</c>, followed by a resolution
/// where that one has a price of its own. A name that is none of these, or a value that the model does not list, has no price.
/// </summary>
internal static class OpenRouterPrice
{
    // Fields that are passed on to the model and change neither length nor number.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal) {
        "negativePrompt",
        "personGeneration",
        "enhancePrompt",
        "conditioningScale" };

    /// <summary>The price, null where the list does not tell. Where the body leaves a value to the gateway, the dearest counts.</summary>
    /// <param name="list">The answer of the models route.</param>
    /// <param name="body">The submission that would go out.</param>
    public static VeoCost? Of(JsonElement? list, JsonObject body)
    {
        using JsonDocument document = JsonDocument.Parse(body.ToJsonString());
        JsonElement? asked = document.RootElement;
        if (Model(list, asked.Text("model")) is not { } model || !IsPriceable(asked)) return null;
        if (Seconds(asked, model) is not { } seconds || Resolutions(asked, model) is not { Length: > 0 } resolutions) return null;

        bool audio = asked.Member("generate_audio") is not { ValueKind: JsonValueKind.False };
        decimal?[] rates = [.. resolutions.Select(resolution => Rate(model.Member("pricing_skus"), audio, resolution))];
        if (rates.Any(rate => rate is null) || seconds is < 1 or > 3600) return null;

        decimal dearest = rates.Max()!.Value;
        string which = resolutions.Length == 1 && resolutions[0] is { } one ? $" of {one}" : "";
        return new VeoCost
        {
            Amount = dearest * seconds,
            Unit = "USD",
            Basis = FormattableString.Invariant(
                $"{dearest} USD a second{which}{(audio ? "" : " without sound")}, {seconds} seconds")
                + " (from the gateway's list of models)",
        };
    }

    private static JsonElement? Model(JsonElement? list, string? name)
    {
        foreach (JsonElement item in list.Member("data").Items())
        {
            JsonElement? model = item;
            if (name is not null && (Same(model.Text("id"), name) || Same(model.Text("canonical_slug"), name))) return model;
        }

        return null;
    }

    private static bool IsPriceable(JsonElement? asked)
    {
        JsonElement? options = asked.Member("provider").Member("options");
        JsonElement? upstream = options.Member(OpenRouterTable.Upstream);
        return asked.Member("upscale_factor") is null && asked.Member("size") is null
            && Names(options).All(name => name == OpenRouterTable.Upstream)
            && Names(upstream).All(name => name == "parameters")
            && Names(upstream.Member("parameters")).All(Harmless.Contains);
    }

    private static int? Seconds(JsonElement? asked, JsonElement? model)
    {
        int[] offered = [.. model.Member("supported_durations").Items()
            .Select(item => int.TryParse(item.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0)];
        if (asked.Member("duration") is null) return offered.Length > 0 ? offered.Max() : null;
        return asked.Integer("duration") is { } seconds && (offered.Length == 0 || offered.Contains(seconds)) ? seconds : null;
    }

    // Null for one that is not named, where the model lists none.
    private static string?[] Resolutions(JsonElement? asked, JsonElement? model)
    {
        string[] offered = [.. model.Member("supported_resolutions").Items().Select(item => item.Text()).OfType<string>()];
        if (asked.Member("resolution") is null) return offered.Length > 0 ? offered : new string?[] { null };
        return asked.Text("resolution") is { } one && (offered.Length == 0 || offered.Contains(one, StringComparer.OrdinalIgnoreCase))
            ? [one]
            : [];
    }

    private static decimal? Rate(JsonElement? skus, bool audio, string? resolution)
    {
        string sound = audio ? "duration_seconds_with_audio" : "duration_seconds_without_audio";
        string? size = resolution is null ? null : "_" + resolution.ToLowerInvariant();
        string[] names = size is null ? [sound, "duration_seconds"] : [sound + size, sound, "duration_seconds" + size, "duration_seconds"];
        return names.Select(name => skus.Amount(name)).FirstOrDefault(rate => rate is not null);
    }

    private static IEnumerable<string> Names(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject().Select(member => member.Name) : [];

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
