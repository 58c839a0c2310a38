using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>
/// The sentence with which a server refuses a download: it tells a file that expired from a wrong key, and from a file that is not ready.
/// Gateways send JSON, stores of objects XML (<see href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"/>).
/// </summary>
internal static class RefusalText
{
    private const int ReadBytes = 4096;
    private const int ShownCharacters = 200;

    private static readonly string[] Members = ["message", "msg", "detail", "error_description", "error"];

    private static readonly Regex Sentence = new(
        "<(?<name>Message|Code|title)>(?<text>[^<]{1,500})<", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Reads the sentence of a refusal; null where the server says nothing that can be read.</summary>
    /// <param name="response">Headers read, body not.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using Stream sent = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using Stream body = await ContentDecoder.DecodeAsync(sent, response.Content.Headers.ContentEncoding, cancellationToken)
            .ConfigureAwait(false);
        byte[] head = new byte[ReadBytes];
        int filled = 0;
        for (int read = 1; read > 0 && filled < head.Length; filled += read)
        {
            read = await body.ReadAsync(head.AsMemory(filled), cancellationToken).ConfigureAwait(false);
        }

        return Of(Encoding.UTF8.GetString(head, 0, filled));
    }

    /// <summary>The sentence in a body.</summary>
    public static string? Of(string body)
    {
        string? text = JsonReading.Parse(body) is { } json ? InJson(json) : InMarkup(body);
        if (string.IsNullOrWhiteSpace(text)) return null;
        string line = string.Join(" ", WireError.Shorten(text!).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > ShownCharacters ? line[..ShownCharacters] + "…" : line;
    }

    private static string? InJson(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array) return json.EnumerateArray().Select(InJson).FirstOrDefault(text => text is not null);
        if (json.ValueKind != JsonValueKind.Object) return json.Text();
        JsonElement? error = json.Member("error");
        if (error.IsObject() && InJson(error!.Value) is { } inner) return inner;
        return Members.Select(name => json.Member(name)?.Text()).FirstOrDefault(text => text is not null);
    }

    private static string? InMarkup(string body)
    {
        if (!body.TrimStart('\uFEFF', ' ', '\r', '\n', '\t').StartsWith('<')) return body;
        Match[] found = [.. Sentence.Matches(body).OfType<Match>()];
        return Named("Message") ?? Named("Code") ?? Named("title");

        string? Named(string name) =>
            Array.Find(found, match => match.Groups["name"].Value.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?.Groups["text"].Value.Trim();
    }
}
