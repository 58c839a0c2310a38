using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace VeoPS.TestGateway;

/// <summary>A rule as text: an object in a control request, or <c>route:fault:name=value,…</c> on the command line.</summary>
internal sealed record FaultSpec
{
    private static readonly JsonSerializerOptions s_strict = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public Route Route { get; init; }

    public required string Fault { get; init; }

    public int? Nth { get; init; }

    public int? First { get; init; }

    public int? After { get; init; }

    public int? Every { get; init; }

    public int? OneIn { get; init; }

    public int Seed { get; init; }

    public string? Prompt { get; init; }

    public string? TaskId { get; init; }

    public bool Accepted { get; init; }

    public int? Status { get; init; }

    public string? Code { get; init; }

    public string? Message { get; init; }

    public string? Body { get; init; }

    public string? ContentType { get; init; }

    public long Bytes { get; init; } = 1000;

    public double? Seconds { get; init; }

    public DateTimeOffset? Date { get; init; }

    public string? Location { get; init; }

    public bool IgnoreIfRange { get; init; }

    public string? Encoding { get; init; }

    /// <summary>Reads an array of rules.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static IReadOnlyList<FaultSpec> ReadAll(string json) => JsonSerializer.Deserialize<FaultSpec[]>(json, s_strict) ?? [];

    /// <summary>Reads <c>route:fault</c> or <c>route:fault:name=value,…</c>.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static FaultSpec ReadArgument(string argument)
    {
        string[] parts = argument.Split(':', 3);
        var fields = new JsonObject { ["route"] = parts[0], ["fault"] = parts.ElementAtOrDefault(1) };
        foreach (string pair in parts.ElementAtOrDefault(2)?.Split(',') ?? [])
        {
            string[] field = pair.Split('=', 2);
            fields[field[0]] = ReadValue(field[0], field.ElementAtOrDefault(1) ?? "true");
        }

        return fields.Deserialize<FaultSpec>(s_strict)!;
    }

    /// <summary>Adds the rule that it describes.</summary>
    /// <exception cref="ArgumentException">There is no such fault, or it lacks something.</exception>
    public void AddTo(FaultPlan plan)
    {
        var fault = FaultCatalog.Create(this);
        if (OneIn is { } n)
        {
            plan.OneIn(n, Seed, Route, fault);
            return;
        }

        plan.Add(Route, fault, WhenItStrikes(), Concerns);
    }

    private static JsonNode ReadValue(string name, string text)
    {
        // "code" is a text even where it has the form of a number.
        if (name != "code" && double.TryParse(text, CultureInfo.InvariantCulture, out double number))
        {
            return number;
        }

        return bool.TryParse(text, out bool flag) ? flag : text;
    }

    private Strike WhenItStrikes() => this switch
    {
        { Nth: { } n } => Strike.Nth(n),
        { First: { } n } => Strike.First(n),
        { After: { } n } => Strike.After(n),
        { Every: { } n } => Strike.Every(n),
        _ => Strike.Always,
    };

    private bool Concerns(RecordedRequest request) =>
        (TaskId is null || request.Task?.TaskId == TaskId)
        && (Prompt is null || (request.Task?.Prompt ?? request.BodyText).Contains(Prompt, StringComparison.Ordinal));
}
