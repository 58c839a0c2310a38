using System.Globalization;
using System.Text;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Tasks;

/// <summary>Reads one HTTP/1.1 request from an unknown sender, in bounded size. It supports no more of
/// the protocol than a callback needs.</summary>
/// <param name="stream">The connection.</param>
/// <param name="path">The path that the request must have, or that its path must begin with before
/// a slash; without a slash at its end.</param>
internal sealed class CallbackRequestReader(Stream stream, string path)
{
    /// <summary>The most bytes that a body may have.</summary>
    public const int MostBody = 1024 * 1024;

    private const int MostHead = 16 * 1024;
    private const int MostChunkLine = 1024;
    private const int MostLeft = 64 * 1024;

    private readonly byte[] _buffer = new byte[8 * 1024];
    private int _at;
    private int _end;

    /// <summary>Reads it.</summary>
    /// <returns>The status to answer it with; 200 with the message of a request that came in whole.</returns>
    public async Task<(int Status, CallbackMessage? Message)> ReadAsync()
    {
        (int status, CallbackMessage? message) = await RequestAsync().ConfigureAwait(false);
        if (status != 200) await PassOverAsync().ConfigureAwait(false);
        return (status, message);
    }

    private async Task<(int Status, CallbackMessage? Message)> RequestAsync()
    {
        (int status, string[] lines) = await HeadAsync().ConfigureAwait(false);
        if (status != 200) return (status, null);
        string[] first = lines[0].Split(' ');
        if (first.Length != 3 || !first[2].StartsWith("HTTP/1.", StringComparison.Ordinal)) return (400, null);

        List<KeyValuePair<string, string>> headers = [];
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':');
            if (colon <= 0) return (400, null);
            headers.Add(new KeyValuePair<string, string>(line.Substring(0, colon), line.Substring(colon + 1).Trim()));
        }

        (string asked, string? query) = Target(first[1]);
        if (asked != path && !asked.StartsWith(path + "/", StringComparison.Ordinal)) return (404, null);
        if (first[0] != "POST") return (405, null);
        return await BodyAsync(headers, query).ConfigureAwait(false);
    }

    // The path of the address alone: a proxy passes the outer host on, in the Host header or in the target itself.
    private static (string Path, string? Query) Target(string target)
    {
        if (!target.StartsWith('/') && Uri.TryCreate(target, UriKind.Absolute, out Uri? whole)) target = whole.PathAndQuery;
        int mark = target.IndexOf('?');
        return mark < 0 ? (target, null) : (target.Substring(0, mark), target.Substring(mark + 1));
    }

    private async Task<(int Status, string[] Lines)> HeadAsync()
    {
        List<string> lines = [];
        for (int left = MostHead; left > 0;)
        {
            if (await LineAsync(left).ConfigureAwait(false) is not { } line) return (431, []);
            left -= line.Length + 2;
            if (line.Length > 0) lines.Add(line);
            else if (lines.Count > 0) return (200, [.. lines]);
        }

        return (431, []);
    }

    private async Task<(int Status, CallbackMessage? Message)> BodyAsync(List<KeyValuePair<string, string>> headers, string? query)
    {
        string[] lengths = Values("Content-Length");
        string[] encodings = Values("Transfer-Encoding");

        // Two ways to tell a length, or two lengths, are how a request is smuggled past a proxy.
        if (lengths.Length + encodings.Length > 1) return (400, null);
        bool isChunked = encodings.Length == 1;
        if (isChunked && !encodings[0].Equals("chunked", StringComparison.OrdinalIgnoreCase)) return (400, null);
        long length = 0;
        if (lengths.Length == 1 && !long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out length))
            return (400, null);
        if (length > MostBody) return (413, null);
        if (Values("Expect").Length > 0) await ContinueAsync().ConfigureAwait(false);

        MemoryStream body = new();
        int status = isChunked ? await ChunksAsync(body).ConfigureAwait(false) : await CopyAsync(body, (int)length).ConfigureAwait(false);
        return status == 200 ? (200, new CallbackMessage(body.ToArray(), headers, query)) : (status, null);

        string[] Values(string name)
            => [.. headers.Where(each => each.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(each => each.Value)];
    }

    private async Task<int> ChunksAsync(MemoryStream body)
    {
        while (true)
        {
            if (await LineAsync(MostChunkLine).ConfigureAwait(false) is not { } line) return 400;
            string digits = line.Split(';')[0].Trim();
            if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int size) || size < 0) return 400;
            if (size > MostBody - body.Length) return 413;
            if (size == 0) break;
            await CopyAsync(body, size).ConfigureAwait(false);
            if (await LineAsync(MostChunkLine).ConfigureAwait(false) is not "") return 400;
        }

        // Trailers are passed over.
        for (int left = MostHead; left > 0;)
        {
            if (await LineAsync(left).ConfigureAwait(false) is not { } line) return 431;
            if (line.Length == 0) return 200;
            left -= line.Length + 2;
        }

        return 431;
    }

    private async Task<int> CopyAsync(MemoryStream body, int length)
    {
        while (length > 0)
        {
            if (_at == _end) await FillAsync().ConfigureAwait(false);
            int taken = Math.Min(length, _end - _at);
            body.Write(_buffer, _at, taken);
            _at += taken;
            length -= taken;
        }

        return 200;
    }

    // Null where it is longer. Latin-1, as header fields are.
    private async Task<string?> LineAsync(int most)
    {
        StringBuilder line = new();
        while (true)
        {
            if (_at == _end) await FillAsync().ConfigureAwait(false);
            char next = (char)_buffer[_at++];
            if (next == '\n') return line.ToString().TrimEnd('\r');
            if (line.Length >= most) return null;
            line.Append(next);
        }
    }

    // A socket that is closed while bytes wait in it is reset, and the answer with it: a little of a request that is refused is
    // read first.
    private async Task PassOverAsync()
    {
        if (stream is not System.Net.Sockets.NetworkStream network) return;
        for (int left = MostLeft; left > 0 && network.DataAvailable;)
        {
            int read = await stream.ReadAsync(_buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false);
            if (read == 0) break;
            left -= read;
        }
    }

    private async Task ContinueAsync()
    {
        byte[] go = Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\n");
        await stream.WriteAsync((ReadOnlyMemory<byte>)go, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task FillAsync()
    {
        _at = 0;
        _end = await stream.ReadAsync(_buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false);
        if (_end == 0) throw new IOException("The request ended before it was complete.");
    }
}
