using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace VeoPS.TestGateway;

/// <summary>An HTTP proxy that leads every tunnel, and every request, to one place, whatever host is asked for.</summary>
/// <param name="behind">The port that it leads to.</param>
public sealed class ConnectProxy(int behind) : Front
{
    private readonly ConcurrentQueue<string> _heads = new();

    /// <summary>Answers requests for a tunnel with this status; null opens them, 0 hangs up.</summary>
    public int? Refusal { get; set; }

    /// <summary>The head of each request that it could read, in the order in which they came.</summary>
    public IReadOnlyList<string> Heads => [.. _heads];

    private protected override async Task ServeAsync(NetworkStream client, CancellationToken stopping)
    {
        byte[] head = await ReadHeadAsync(client, stopping);
        string text = Encoding.ASCII.GetString(head);
        _heads.Enqueue(text);
        bool isTunnel = text.StartsWith("CONNECT ", StringComparison.Ordinal);
        if (isTunnel && Refusal == 0) return;
        if (isTunnel && Refusal is { } status)
        {
            await client.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} No\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: "
                    + "close\r\n\r\n"), stopping);
            return;
        }

        await using NetworkStream gateway = await ConnectAsync(behind, stopping);
        if (isTunnel) await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stopping);
        else await gateway.WriteAsync(head, stopping);
        await JoinAsync(client, gateway, stopping);
    }

    private static async Task<byte[]> ReadHeadAsync(NetworkStream client, CancellationToken stopping)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (head.Count < 4 || !(head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
        {
            if (await client.ReadAsync(one, stopping) == 0) throw new IOException("The client went away.");
            head.Add(one[0]);
        }

        return [.. head];
    }
}
