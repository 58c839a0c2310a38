using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>Checks the fields of a request and gathers what is wrong with them.</summary>
internal sealed class FieldRules(JsonElement body)
{
    private readonly List<string> _problems = [];

    /// <summary>Everything that is wrong, or null.</summary>
    public string? Problems => _problems.Count == 0 ? null : string.Join("; ", _problems);

    public bool Has(string name) => body.TryGetProperty(name, out _);

    /// <summary>For what the page says may be null.</summary>
    public bool IsNull(string name) => body.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Null;

    public void Require(bool condition, string problem)
    {
        if (!condition)
        {
            _problems.Add(problem);
        }
    }

    /// <summary>Refuses fields that the page does not name.</summary>
    public void Only(params IEnumerable<string> names)
    {
        foreach (string unknown in body.EnumerateObject().Select(field => field.Name).Except(names, StringComparer.Ordinal))
        {
            _problems.Add($"{unknown} is not a known parameter");
        }
    }

    /// <summary>Refuses two names of one parameter.</summary>
    public void OneNameOf(string first, string second) =>
        Require(!Has(first) || !Has(second), $"{first} and {second} are the same parameter");

    /// <summary>A text that is not empty; null where it is absent or wrong.</summary>
    public string? Text(string name)
    {
        string? text = Read(name, JsonValueKind.String)?.GetString();
        Require(text is null || !string.IsNullOrWhiteSpace(text), $"{name} is empty");
        return text;
    }

    /// <summary>One of the texts that the page names, in its case.</summary>
    public string? OneOf(string name, params string[] values)
    {
        string? text = Text(name);
        Require(text is null || values.Contains(text, StringComparer.Ordinal), $"{name} must be one of {string.Join(", ", values)}");
        return text;
    }

    public void Flag(string name) => Read(name, JsonValueKind.True, JsonValueKind.False);

    public void Integer(string name, long minimum, long maximum)
    {
        if (Read(name, JsonValueKind.Number) is { } number)
        {
            bool fits = number.TryGetInt64(out long value) && value >= minimum && value <= maximum;
            Require(fits, $"{name} must be from {minimum} to {maximum}");
        }
    }

    /// <summary>An array of texts that are not empty; empty where it is absent or wrong.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        var items = Read(name, JsonValueKind.Array)?.EnumerateArray().ToArray() ?? [];
        bool areTexts = Array.TrueForAll(items, item => item.ValueKind is JsonValueKind.String && item.GetString() is not "");
        Require(areTexts, $"{name} must hold texts");
        return areTexts ? Array.ConvertAll(items, item => item.GetString()!) : [];
    }

    public void HttpLink(string name, string? link) => Require(
        link is null || (Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"),
        $"{name} must be an http or https link");

    public void HttpLinks(string name, IEnumerable<string> links)
    {
        foreach (string link in links)
        {
            HttpLink(name, link);
        }
    }

    /// <summary>The field, if it is there; a problem, if it is of another kind. An explicit null is of another kind.</summary>
    public JsonElement? Read(string name, params JsonValueKind[] kinds)
    {
        if (!body.TryGetProperty(name, out var value))
        {
            return null;
        }

        bool fits = kinds.Contains(value.ValueKind);
        Require(fits, $"{name} has the wrong type");
        return fits ? value : null;
    }
}
