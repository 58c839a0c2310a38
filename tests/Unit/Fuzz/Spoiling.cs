using System.Text;
using System.Text.Json.Nodes;

namespace VeoPS.Tests.Fuzz;

/// <summary>One thing that is done to a document. The same on the same document always gives the same.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Place">Where, of all places that there are.</param>
/// <param name="Pick">What is put there, of all that there is.</param>
internal readonly record struct Edit(int Kind, int Place, int Pick);

/// <summary>Spoils documents as servers, proxies and disks do: values of other types, members that are missing, doubled, renamed or
/// taken from another document, and text that is cut or overwritten.</summary>
/// <param name="corpus">The documents to begin with and to take from.</param>
internal sealed class Spoiling(IReadOnlyList<string> corpus)
{
    /// <summary>How many kinds of edits there are.</summary>
    public const int Kinds = 11;

    private const int MostText = 200_000;

    // Raw JSON: some of it is nothing that a writer would write.
    private static readonly string[] Values =
    [
        '"' + new string('x', 5000) + '"',
        "null", "true", "false", "0", "-1", "1", "2", "7", "0.5", "1e999", "1E+2", "-0.0", "79228162514264337593543950335",
        "123456789012345678901234567890", "9223372036854775808", "2147483648", "\"\"", "\"  \"", "\"nonsense\"", "\"\\ud800\"",
        "\"\\u0000\"", "\"\\u001b]0;x\\u0007\"", "\"\\u202e\"", "\"-79228162514264337593543950335\"", "\"1e400\"", "\"NaN\"",
        "\"data:video/mp4;base64,AAAA\"", "\"data:,\"", "\"gs://b/o\"", "\"gs://\"", "\"https://a.example/v.mp4?sig=%2D\"",
        "\"https://[\"",
        "\"//a.example/v.mp4\"", "\"/v1/videos/x/content\"", "\"file:///etc/passwd\"", "\"http://user:pw@a.example\"",
        "\"[http://a.example/v.mp4]\"",
        "\"[\\\"http://a.example/v.mp4\\\"]\"",
        "\"{\\\"a\\\":1}\"", "\"2026-11-20T06:00:00Z\"", "\"0001-01-01T00:00:00\"",
        "\"9999-12-31T23:59:59+14:00\"",
        "\"SUCCESS\"", "\"completed\"", "\"failed\"", "\"COMPLETED\"", "\"succeeded\"", "\"expired\"", "\"cancelled\"",
        "[]", "{}", "[[]]", "[null]", "[\"nonsense\"]", "[1,{}]", "{\"a\":null}", "{\"\":1}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    ];

    private static readonly string[] Texts =
    [
        "\0", "\uFEFF", "\uFFFD", "\ud800", "\u001b[2J", "\r\n", "\"", "\\", "\\u", "{", "}", "[", "]", ",", ":", "//", "/*", "<",
        "<html><title>",
        "1e999999999", "\u202e", "💥", "NaN", "'", "%", "\u2028",
    ];

    private readonly string[] _names = [.. corpus.SelectMany(NamesIn).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A document with all edits done to it, one after the other.</summary>
    public string Apply(int document, IEnumerable<Edit> edits)
        => edits.Aggregate(corpus[document % corpus.Count], (text, edit) => Apply(text, edit));

    private string Apply(string text, Edit edit)
    {
        if (text.Length > MostText) text = text[..MostText];
        if (edit.Kind < 6 && Parse(text) is { } root) return InTree(root, edit) ?? text;
        int at = text.Length == 0 ? 0 : edit.Place % text.Length;
        int length = Math.Min(1 + (edit.Pick % 40), text.Length - at);
        return edit.Kind switch
        {
            6 => text[..at],
            7 => text.Remove(at, length),
            8 => text.Insert(at, Texts[edit.Pick % Texts.Length]),
            9 => text.Insert(at, text.Substring(at, length)),
            _ => text.Length == 0 ? Values[edit.Pick % Values.Length] : Flipped(text, at, edit.Pick),
        };
    }

    private static string Flipped(string text, int at, int pick)
    {
        StringBuilder flipped = new(text);
        flipped[at] = (char)(flipped[at] ^ (1 << (pick % 8)));
        return flipped.ToString();
    }

    // Null where the tree has no such place, or its new form cannot be written.
    private string? InTree(JsonNode root, Edit edit)
    {
        JsonNode parent = root;
        string? name = null;
        int index = 0;
        try
        {
            (JsonNode Parent, string? Name, int Index)[] places = [.. Places(root)];
            if (places.Length == 0) return null;
            (parent, name, index) = places[edit.Place % places.Length];
            JsonNode? now = name is null ? parent.AsArray()[index] : parent.AsObject()[name];
            switch (edit.Kind)
            {
                case 0:
                    Put(JsonNode.Parse(Values[edit.Pick % Values.Length]));
                    break;
                case 1 when name is not null:
                    parent.AsObject().Remove(name);
                    break;
                case 1:
                    parent.AsArray().RemoveAt(index);
                    break;
                case 2 when name is not null:
                    parent.AsObject()[_names[edit.Pick % _names.Length]] = now?.DeepClone();
                    break;
                case 2:
                    parent.AsArray().Add(now?.DeepClone());
                    break;
                case 3 when Parse(corpus[edit.Pick % corpus.Count]) is { } other:
                    (JsonNode Parent, string? Name, int Index)[] theirs = [.. Places(other)];
                    if (theirs.Length == 0) return null;
                    (JsonNode from, string? member, int place) = theirs[edit.Pick % theirs.Length];
                    Put((member is null ? from.AsArray()[place] : from.AsObject()[member])?.DeepClone());
                    break;
                case 4:
                    Put(new JsonArray(now?.DeepClone()));
                    break;
                case 5:
                    Put(JsonValue.Create(now?.ToJsonString() ?? "null"));
                    break;
            }

            return root.ToJsonString();
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            return null; // Half a surrogate pair, or a name that comes twice: edits of the text make those.
        }

        void Put(JsonNode? node)
        {
            if (name is null) parent.AsArray()[index] = node;
            else parent.AsObject()[name] = node;
        }
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            JsonNode? root = JsonNode.Parse(text);
            return root is JsonObject or JsonArray && Places(root).Any() ? root : null;
        }
        catch (Exception exception) when (exception is System.Text.Json.JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IEnumerable<(JsonNode Parent, string? Name, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value).Prepend((members, member.Key, 0))),
        JsonArray items => items.SelectMany((item, index) => Places(item).Prepend((items, null, index))),
        _ => [],
    };

    private static IEnumerable<string> NamesIn(string text)
        => Parse(text) is { } root ? Places(root).Select(place => place.Name).OfType<string>() : [];
}
