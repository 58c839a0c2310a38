using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VeoPS.Tests.Http;

/// <summary>Answers every connection with the same bytes, which no server of good faith would send, until the client has enough.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    /// <param name="head">The status line and headers.</param>
    /// <param name="chunk">What comes after it, chunk by chunk from 0.</param>
    /// <param name="length">How many bytes of it come.</param>
    public RawServer(string head, Func<int, byte[]> chunk, long length)
    {
        _listener.Start();
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync(Encoding.ASCII.GetBytes(head), chunk, length);
    }

    /// <summary>Where it listens.</summary>
    public Uri BaseUri { get; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync(byte[] head, Func<int, byte[]> chunk, long length)
    {
        try
        {
            while (true)
            {
                using Socket client = await _listener.AcceptSocketAsync(_stopping.Token);
                await AnswerAsync(client, head, chunk, length);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over, and the listener stopped.
        }
    }

    private async Task AnswerAsync(Socket client, byte[] head, Func<int, byte[]> chunk, long length)
    {
        try
        {
            await client.ReceiveAsync(new byte[16 * 1024], _stopping.Token);
            await client.SendAsync(head, _stopping.Token);
            long sent = 0;
            for (int number = 0; sent < length; number++) sent += await client.SendAsync(chunk(number), _stopping.Token);
        }
        catch (SocketException)
        {
            // The client has enough.
        }
    }
}
