using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <content>Faults of downloads: cut, stalled, of another file, of no film at all.</content>
public sealed partial class Fault
{
    /// <summary>Names another place in the file than the one it sends. Only ranged requests are struck.</summary>
    public static Fault WrongContentRange() => Answering("wrongContentRange", exchange =>
    {
        var answer = exchange.Handle();
        if (answer.Status is StatusCodes.Status206PartialContent)
        {
            long from = answer.Offset + 1;
            answer.Headers.ContentRange = $"bytes {from}-{answer.Offset + answer.Length - 1}/{answer.Body.Length}";
        }

        return answer;
    });

    /// <summary>Has another entity tag at each request, so that <c>If-Range</c> never fits and the file is sent whole.</summary>
    /// <param name="ignoreIfRange">Sends the range all the same (206), with the new tag.</param>
    public static Fault ChangingETag(bool ignoreIfRange = false) => Answering("changingETag", exchange =>
    {
        exchange.ForcedETag = $"\"changed-{exchange.Request.Sequence}\"";
        if (ignoreIfRange)
        {
            exchange.Context.Request.Headers.Remove("If-Range");
        }

        return exchange.Handle();
    });

    /// <summary>Declares the length, and closes after <paramref name="bytes"/> bytes of the body.</summary>
    /// <param name="bytes">How much is sent.</param>
    public static Fault CutWithLength(long bytes) => Cut("cutWithLength", Framing.Length, bytes);

    /// <summary>Declares no length, and closes after <paramref name="bytes"/> bytes: nothing in HTTP tells that there was more.</summary>
    /// <param name="bytes">How much is sent.</param>
    public static Fault CutWithoutLength(long bytes) => Cut("cutWithoutLength", Framing.Close, bytes);

    /// <summary>Sends chunks, and closes inside one after <paramref name="bytes"/> bytes.</summary>
    /// <param name="bytes">How much is sent.</param>
    public static Fault CutChunked(long bytes) => Cut("cutChunked", Framing.Chunked, bytes);

    /// <summary>Sends <paramref name="bytes"/> bytes of the body, and the rest when <paramref name="hold"/> is released.</summary>
    /// <param name="bytes">How much is sent at once.</param>
    /// <param name="hold">Released by the test, or never.</param>
    public static Fault Stall(long bytes, Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return new("stall", PlayAsync, hold);

        async Task PlayAsync(Exchange exchange)
        {
            var answer = exchange.Handle();
            long first = Math.Min(bytes, answer.Length);
            await exchange.SendHeadAsync(answer);
            await answer.CopyToAsync(exchange.Context.Response.Body, first, exchange.Token);
            await exchange.Context.Response.Body.FlushAsync(exchange.Token);
            await hold.WaitAsync(exchange.Token);
            var rest = answer with { Offset = answer.Offset + first, Length = answer.Length - first };
            await rest.CopyToAsync(exchange.Context.Response.Body, rest.Length, exchange.Token);
        }
    }

    /// <summary>Sends the whole file (200) to a ranged request.</summary>
    public static Fault IgnoreRange() => Answering("ignoreRange", exchange =>
    {
        exchange.Context.Request.Headers.Remove("Range");
        return exchange.Handle();
    });

    /// <summary>HTTP 200 with a page of HTML in place of a film.</summary>
    /// <param name="contentType">What it claims to be.</param>
    public static Fault NotMp4(string contentType = "text/html") =>
        Answering("notMp4", _ => Answer.Text(StatusCodes.Status200OK, contentType, HtmlPage));

    /// <summary>HTTP 200 with another file, whole and with its length.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="contentType">What it claims to be.</param>
    public static Fault OtherFile(byte[] file, string contentType = "video/mp4") =>
        Answering("otherFile", _ => new Answer(StatusCodes.Status200OK, contentType, new MemoryStream(file)));

    /// <summary>HTTP 200 with the file and bytes behind it, whole and with their length.</summary>
    /// <param name="tail">The bytes.</param>
    public static Fault Tail(params byte[] tail) => Answering("tail", exchange =>
    {
        using var film = new MemoryStream();
        exchange.Handle().Body.CopyTo(film);
        film.Write(tail);
        return new Answer(StatusCodes.Status200OK, "video/mp4", new MemoryStream(film.ToArray()));
    });

    /// <summary>The link has expired. It stays so until the task is polled; at Apikley only the link from that poll is good
    /// then.</summary>
    /// <param name="status">403, 404 or 410.</param>
    public static Fault Gone(int status = StatusCodes.Status410Gone) => Answering("gone", exchange =>
    {
        exchange.Gateway.Tasks.Find(exchange.Request.Task?.TaskId)?.ExpireLinks(status);
        return exchange.Handle();
    });

    private static Fault Cut(string name, Framing framing, long bytes) => new(name, exchange =>
        exchange.Connection.SendCutAsync(exchange.Handle(), framing, bytes, exchange.Token));
}
