using System.Text;
using System.Text.Json;

namespace VeoPS.Engine.Text;

/// <summary>Reads a JSON document that was cut off.</summary>
internal static class JsonPrefix
{
    private static readonly JsonReaderOptions Lenient = new() {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64 };

    /// <summary>
    /// The document up to the last value that came whole, with open brackets closed. A text or a number that the cut went through is left
    /// out, since half an id is another id. Null where the text is no JSON object or array, or nothing of it came whole.
    /// </summary>
    public static string? Complete(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Utf8JsonReader reader = new(bytes, isFinalBlock: false, new JsonReaderState(Lenient));
        Stack<char> open = new();
        int whole = 0;
        string closers = "";
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        open.Push('}');
                        break;
                    case JsonTokenType.StartArray:
                        open.Push(']');
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        open.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        continue;
                }

                if (open.Count == 0) return null; // It was not cut.
                (whole, closers) = ((int)reader.BytesConsumed, string.Concat(open));
            }
        }
        catch (JsonException)
        {
            // A reader of a stream throws where the text is no JSON. Everything before that is whole.
        }

        return whole == 0 ? null : Encoding.UTF8.GetString(bytes, 0, whole) + closers;
    }
}
