using System.Net;
using System.Net.Sockets;

namespace VeoPS.TestGateway;

/// <summary>Listens on a free port of the loopback address, and passes each connection on to somewhere behind it.</summary>
public abstract class Front : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();

    private protected Front()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Stops listening, and cuts what goes on.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        _listener.Stop();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task ServeAsync(NetworkStream client, CancellationToken stopping);

    private protected static async Task<NetworkStream> ConnectAsync(int port, CancellationToken stopping)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, stopping);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Carries bytes both ways until one side ends.</summary>
    private protected static Task JoinAsync(Stream one, Stream other, CancellationToken stopping) =>
        Task.WhenAny(one.CopyToAsync(other, stopping), other.CopyToAsync(one, stopping));

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeGuardedAsync(socket);
        }
    }

    private async Task ServeGuardedAsync(Socket socket)
    {
        await using NetworkStream client = new(socket, ownsSocket: true);
        try
        {
            await ServeAsync(client, _stopping.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException)
        {
            // One side went away, or did not like the certificate: that is what its test looks at.
        }
    }
}
