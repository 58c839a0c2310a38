using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <content>Faults of servers that are up, and of what stands before them: bodies left unread, answers by the byte, compressed,
/// broken off, moved, or with numbers out of all range.</content>
public sealed partial class Fault
{
    private static readonly string[] s_moneyMembers = ["cost", "price", "creditsConsumed", "credits"];

    /// <summary>True where it plays before the body of its request is read.</summary>
    public bool LeavesBody { get; private init; }

    /// <summary>Takes the connection, and reads nothing of the body. Nothing is accepted, and nothing is answered before
    /// <paramref name="hold"/> is released.</summary>
    /// <param name="hold">Released by the test, or never.</param>
    public static Fault NeverReads(Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return new Fault("neverReads", exchange => hold.WaitAsync(exchange.Token), hold) { LeavesBody = true };
    }

    /// <summary>Refuses while the body is still on its way, and closes. Nothing is accepted.</summary>
    /// <param name="status">Its HTTP status.</param>
    public static Fault AnswersEarly(int status = StatusCodes.Status413PayloadTooLarge) => new("answersEarly", async exchange =>
    {
        string code = status.ToString(CultureInfo.InvariantCulture);
        var answer = Answer.Json(exchange.Protocol.ErrorBody(code, "The request is too large."), status);
        await exchange.Connection.SendAndCloseAsync(answer, exchange.Token);
    }) { LeavesBody = true };

    /// <summary>Does what was asked, and sends the answer in small pieces with a pause before each.</summary>
    /// <param name="pause">By <see cref="GatewayOptions.TimeProvider"/>.</param>
    /// <param name="bytes">How much comes at once.</param>
    public static Fault Drips(TimeSpan pause, long bytes = 1) => new("drips", async exchange =>
    {
        var answer = exchange.Handle();
        await exchange.SendHeadAsync(answer);
        for (long sent = 0; sent < answer.Length; sent += bytes)
        {
            await Task.Delay(pause, exchange.Gateway.Options.TimeProvider, exchange.Token);
            var piece = answer with { Offset = answer.Offset + sent, Length = Math.Min(bytes, answer.Length - sent) };
            await piece.CopyToAsync(exchange.Context.Response.Body, piece.Length, exchange.Token);
            await exchange.Context.Response.Body.FlushAsync(exchange.Token);
        }
    });

    /// <summary>Does what was asked, and compresses the answer though nobody asked for it.</summary>
    /// <param name="encoding"><c>gzip</c>, <c>deflate</c> or <c>br</c>.</param>
    public static Fault Compressed(string encoding = "gzip") => new("compressed", async exchange =>
    {
        var answer = exchange.Handle();
        MemoryStream packed = new();
        await using (Stream pack = Packer(packed, encoding))
        {
            await answer.CopyToAsync(pack, answer.Length, exchange.Token);
        }

        answer.Headers.ContentEncoding = encoding;
        await exchange.SendAsync(answer with { Body = packed, Offset = 0, Length = packed.Length });
    });

    /// <summary>Does what was asked, sends the whole answer in chunks, and closes without the last one.</summary>
    public static Fault BreaksAfterDocument() => new("breaksAfterDocument", exchange =>
    {
        var answer = exchange.Handle();
        return exchange.Connection.SendCutAsync(answer, Framing.Chunked, answer.Length, exchange.Token);
    });

    /// <summary>Sends the client to another path of the same origin, where the answer is.</summary>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    public static Fault RedirectWithin(int status = StatusCodes.Status307TemporaryRedirect) => Answering("redirectWithin", exchange =>
    {
        string path = exchange.Request.PathAndQuery;
        return path.Contains("moved=1", StringComparison.Ordinal)
            ? exchange.Handle()
            : Redirection(status, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}moved=1");
    });

    /// <summary>HTTP 403 with the page by which a content network asks for a browser. Nothing is accepted.</summary>
    public static Fault ChallengePage() => Answering("challengePage", _ =>
    {
        var answer = Answer.Text(StatusCodes.Status403Forbidden, "text/html; charset=UTF-8", HtmlPage);
        answer.Headers.Server = "cloudflare";
        answer.Headers["cf-mitigated"] = "challenge";
        return answer;
    });

    /// <summary>Does what was asked, and puts one number wherever the protocols have amounts of money. Films stay as they are.</summary>
    /// <param name="amount">A number as JSON has it.</param>
    public static Fault AmountsOutOfRange(string amount = "79228162514264337593543950335") => Answering("amountsOutOfRange", exchange =>
    {
        var answer = exchange.Handle();
        if (answer.ContentType != "application/json")
        {
            return answer;
        }

        var document = answer.ReadJson();
        foreach (var place in new[] { document, document["data"] as JsonObject }.OfType<JsonObject>())
        {
            place["usage"] = new JsonObject { ["total"] = JsonNode.Parse(amount), ["cost"] = JsonNode.Parse(amount) };
            foreach (string name in s_moneyMembers)
            {
                place[name] = JsonNode.Parse(amount);
            }
        }

        return Bent(answer, document);
    });

    /// <summary>Says that there is nothing yet, for some time from the first request on.</summary>
    /// <param name="time">By <see cref="GatewayOptions.TimeProvider"/>.</param>
    public static Fault LateFile(TimeSpan time)
    {
        DateTimeOffset? from = null;
        Lock guard = new();
        return Answering("lateFile", exchange =>
        {
            var now = exchange.Gateway.Options.TimeProvider.GetUtcNow();
            lock (guard)
            {
                from ??= now;
            }

            return now - from < time
                ? Answer.Json(
                    new JsonObject { ["error"] = new JsonObject { ["message"] = "The file is not active yet." } },
                    StatusCodes.Status404NotFound)
                : exchange.Handle();
        });
    }

    private static Answer Bent(Answer answer, JsonObject document)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(document.ToJsonString());
        return answer with { Body = new MemoryStream(bytes), Offset = 0, Length = bytes.Length };
    }

    private static Stream Packer(Stream packed, string encoding) => encoding switch
    {
        "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
    };
}
