using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>A request as its body says it, provider options included. A price and a limit of cost go by it.</summary>
internal sealed class SentRequest
{
    private readonly List<VeoFault> _contradictions = [];

    private SentRequest(VeoRequest request) => Request = request;

    /// <summary>The request with the options that its price depends on as they go out.</summary>
    public VeoRequest Request { get; private set; }

    /// <summary>Why no price can be told for it, as a sentence without its full stop; null where nothing stands against one.</summary>
    public string? Unpriced { get; private set; }

    /// <summary>Options that go out under two names and contradict each other.</summary>
    public IReadOnlyList<VeoFault> Contradictions => _contradictions;

    /// <summary>Reads the body that would go out. Without provider options it would repeat the request, and is not made.</summary>
    /// <param name="request">Already held against the gateway's table, but for this.</param>
    /// <param name="profile">Where.</param>
    public static SentRequest Of(VeoRequest request, GatewayProfile profile)
    {
        SentRequest sent = new(request);
        if (request.ProviderOption is not { Count: > 0 }) return sent;

        GatewayTable table = profile.Gateway.Table;
        if (table.PricedFields is { } fields) sent.Read(Body(request, profile), fields, table, profile);
        else sent.Unpriced = $"it is not known which provider options change the price at {table.Provider}";
        return sent;
    }

    private void Read(JsonObject body, PricedFields fields, GatewayTable table, GatewayProfile profile)
    {
        if (Value("model", fields.Model, node => Text(node)) is { } model) Request = Request with { Model = model };
        if (Value("resolution", fields.Resolution, Resolution) is { } resolution) Request = Request with { Resolution = resolution };
        if (Value("duration", fields.Duration, Seconds) is { } seconds) Request = Request with { Duration = seconds.Number };
        if (Value("sound", fields.Audio, Switch) is { } audio) Request = Request with { Audio = audio.IsOn };
        if (Value("count", fields.Count, Whole) is { } count) Request = Request with { Count = count.Number };
        foreach (string path in fields.OneItem)
        {
            if (At(body, path).Any(node => node is not JsonArray { Count: 1 })) Unpriced = $"{path} does not hold exactly one item";
        }

        // Where the resolution is part of a model's id, the two are one thing under two names.
        ModelTable named = table.Find(profile.ModelFor(Request));
        if (named.Family is not null && named.Resolutions is [var own] && Request.Resolution is { } asked && asked != own)
        {
            Contradict($"the model {named.Name} makes {own}, but the body requests {asked}");
        }

        T? Value<T>(string thing, IReadOnlyList<string> paths, Func<JsonNode, T?> read) where T : class
        {
            (string Path, JsonNode Node)[] found =
                [.. paths.SelectMany(path => At(body, path).OfType<JsonNode>().Select(node => (path, node)))];
            T? value = null;
            (string Path, JsonNode Node) first = default;
            foreach ((string Path, JsonNode Node) each in found)
            {
                if (read(each.Node) is not { } next)
                {
                    Unpriced = $"{each.Path} is '{Shown(each.Node)}', and the price of that {thing} is unknown";
                    continue;
                }

                if (value is null) (value, first) = (next, each);
                else if (!value.Equals(next)) Contradict($"{Named(first)} and {Named(each)} contradict each other: both set the {thing}");
            }

            return value;
        }
    }

    private void Contradict(string rule) => _contradictions.Add(new VeoFault("ProviderOption", rule, "Give it once"));

    // An image plays no part in a price, and may be large or not uploaded yet.
    private static JsonObject Body(VeoRequest request, GatewayProfile profile)
    {
        bool inlines = profile.Gateway.Table.Find(profile.ModelFor(request)).ImageForms.HasFlag(MediaForms.Data);
        MediaInput stub = inlines ? new InlineMedia("image/png", new byte[] { 0 }) : new LinkedMedia(new Uri("https://image.invalid/"));
        VeoRequest light = request.WithImages((_, image) => image is FileMedia or InlineMedia ? stub : image);
        return profile.Gateway.Submit(light, profile).Body switch
        {
            JsonBody json => json.Json,
            FormBody form => AsJson(form),
            _ => [],
        };
    }

    private static JsonObject AsJson(FormBody form)
    {
        JsonObject json = [];
        foreach (FormPart part in form.Parts.Where(part => part.MimeType is null))
        {
            json[part.Name] = Encoding.UTF8.GetString(part.Content.ToArray());
        }

        return json;
    }

    private static IEnumerable<JsonNode?> At(JsonNode? body, string path)
    {
        IEnumerable<JsonNode?> nodes = [body];
        foreach (string step in path.Split('.')) nodes = [.. nodes.SelectMany(node => Step(node, step))];
        return nodes.Where(node => node is not null);
    }

    private static IEnumerable<JsonNode?> Step(JsonNode? node, string step) => node switch
    {
        JsonArray list => Digits(step) is { } index && index < list.Count ? [list[index]] : [],
        JsonObject table => table.Where(member => Fold(member.Key) == Fold(step)).Select(member => member.Value),
        _ => [],
    };

    private static int? Digits(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static string Fold(string name) => name.Replace("_", "").ToUpperInvariant();

    private static string? Text(JsonNode node) => node is JsonValue value
        ? value.TryGetValue(out string? text) ? (text.Trim().Length == 0 ? null : text.Trim()) : value.ToJsonString()
        : null;

    // 1080, 1080p, 1080P, 1920x1080 and 1080x1920 are one; 2160p is 4k.
    private static string? Resolution(JsonNode node)
    {
        if (Text(node)?.ToLowerInvariant() is not { } text) return null;
        string[] sides = text.Split('x', '*', '×');
        int?[] numbers = [.. sides.Select(side => Digits(side.TrimEnd('p')))];
        int? lines = numbers.Any(number => number is null) ? null : numbers.Min();
        return lines switch
        {
            null => text,
            2160 => "4k",
            { } height => height.ToString(CultureInfo.InvariantCulture) + "p",
        };
    }

    private static Amount? Seconds(JsonNode node) => Number(Text(node)?.TrimEnd('s', 'S'));

    private static Amount? Whole(JsonNode node) => Number(Text(node));

    // 8, 8.0 and "8" are one. No gateway can mean less than one, and nobody knows how it would read it.
    private static Amount? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        && number == decimal.Truncate(number) && number is >= 1 and <= int.MaxValue ? new Amount((int)number) : null;

    private static Toggle? Switch(JsonNode node) => Text(node)?.ToUpperInvariant() switch
    {
        "TRUE" or "ON" or "1" => new Toggle(true),
        "FALSE" or "OFF" or "0" => new Toggle(false),
        _ => null,
    };

    private static string Named((string Path, JsonNode Node) field) => $"{field.Path} '{Shown(field.Node)}'";

    private static string Shown(JsonNode node) => WireError.Shorten(Text(node) ?? node.ToJsonString());

    private sealed record Amount(int Number);

    private sealed record Toggle(bool IsOn);
}
