using System.Text.Json.Nodes;

namespace VeoPS.Tests.Gateways;

/// <summary>Every way in which a server could spoil one place of an answer. Always the same ones, in the same order.</summary>
internal static class JsonMutations
{
    // Raw JSON, since some of it is nothing that a writer would write.
    private static readonly string[] Values =
    [
        "null", "true", "false", "-1", "7", "0.5", "1e999", "123456789012345678901234567890",
        "\"\"", "\"  \"", "\"nonsense\"", "\"\\ud800\"", "\"\\u0000\"", '"' + new string('x', 100_000) + '"',
        "[]", "{}", "[[]]", "[null]", "[\"nonsense\"]", "[1,{}]", "{\"a\":null}", Nested(20),
    ];

    // Half a surrogate pair at the start of a name makes System.Text.Json throw while it looks for the names beside it.
    private const string OddName = "\"\\ud800 and then some more\"";

    private delegate string Edit(string name, string value);

    /// <summary>All spoiled forms of an answer.</summary>
    public static IEnumerable<Mutation> Of(string json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        foreach (string path in Paths(root, ""))
        {
            foreach (string value in Values) yield return Spoil(path, $"is {Short(value)}", (name, _) => name + value);
            yield return Spoil(path, "is missing", (_, _) => "");
            yield return Spoil(path, "has a name in another case", (name, value) => Recased(name) + value);
            yield return Spoil(path, "comes twice", (name, value) => $"{name}{value},{name}{{}}");
            yield return Spoil(
                path,
                "has an odd neighbour",
                (name, value) => name.Length == 0 ? value : OddName + $":1,{name}{value},\"extra\":[{value}]") with { IsIntact = true };
        }

        string[] wholes = ["", " ", "null", "7", "\"x\"", "[]", "{}", $"[{json}]", Nested(200), "<html>Bad gateway</html>", "{", json[
            ..(json.Length / 2)], json + json];
        foreach (string whole in wholes) yield return new Mutation("", $"is {Short(whole)}", whole);

        Mutation Spoil(string path, string how, Edit edit) => new(path, how, Write(root, "", path, edit));
    }

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Below(member.Value, $"{path}/{member.Key}")),
        JsonArray items => items.SelectMany((item, index) => Below(item, $"{path}/{index}")),
        _ => [],
    };

    private static IEnumerable<string> Below(JsonNode? node, string path) => [path, .. Paths(node, path)];

    private static string Write(JsonNode? node, string path, string target, Edit edit)
    {
        return node switch
        {
            JsonObject members => "{" + Join(members.Select(member => Place($"\"{member.Key}\":", member.Value, $"{path}/{member.Key}")))
                + "}",
            JsonArray items => "[" + Join(items.Select((item, index) => Place("", item, $"{path}/{index}"))) + "]",
            null => "null",
            _ => node.ToJsonString(),
        };

        string Place(string name, JsonNode? value, string here)
        {
            string text = Write(value, here, target, edit);
            return here == target ? edit(name, text) : name + text;
        }
    }

    private static string Join(IEnumerable<string> parts) => string.Join(",", parts.Where(part => part.Length > 0));

    private static string Recased(string name) => name.Any(char.IsLower) ? name.ToUpperInvariant() : name.ToLowerInvariant();

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);

    private static string Short(string value) => value.Length <= 40 ? value : value[..40] + "…";
}
