using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace VeoPS.TestGateway;

/// <summary>
/// The socket under a request, for what a well-behaved server cannot be asked to do. The request has been read whole and
/// nothing of an answer written, so the server itself leaves the socket alone meanwhile.
/// </summary>
internal sealed class RawConnection(HttpContext context)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly Socket _socket = context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;

    /// <summary>Closes in order (FIN), and waits until the other side has seen it.</summary>
    public async Task CloseAsync(CancellationToken token)
    {
        _socket.Shutdown(SocketShutdown.Send);
        // An abort sends RST, which may overtake bytes that the client has not read yet.
        await Task.Delay(s_patience, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    /// <summary>Closes at once (RST).</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
        context.Abort();
    }

    /// <summary>Sends an answer whole and closes, whatever is still on its way here.</summary>
    public async Task SendAndCloseAsync(Answer answer, CancellationToken token)
    {
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Head(answer, Framing.Length)), token);
        await answer.CopyToAsync(stream, answer.Length, token);
        _socket.Close();
        context.Abort();
    }

    /// <summary>Sends an answer's head and the first bytes of its body, then closes in order.</summary>
    public async Task SendCutAsync(Answer answer, Framing framing, long bytes, CancellationToken token)
    {
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(Head(answer, framing)), token);
        if (framing is Framing.Chunked)
        {
            // The chunk promises one byte more than comes.
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{bytes + 1:x}\r\n"), token);
        }

        await answer.CopyToAsync(stream, bytes, token);
        await CloseAsync(token);
    }

    private static string Head(Answer answer, Framing framing)
    {
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\n");
        foreach (var (name, value) in answer.Headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append("Content-Type: ").Append(answer.ContentType).Append("\r\n");
        head.Append(framing switch
        {
            Framing.Length => $"Content-Length: {answer.Length}\r\n",
            Framing.Chunked => "Transfer-Encoding: chunked\r\n",
            _ => "Connection: close\r\n",
        });
        return head.Append("\r\n").ToString();
    }
}
