using System.Net;
using System.Net.Sockets;
using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>
/// Listens for callbacks over plain http, on loopback unless the prefix names another address: a reverse proxy or a tunnel
/// stands before it.
/// It answers before anything is asked of a gateway. A socket and not <see cref="HttpListener"/>: that one compares the Host
/// header with the
/// prefix (404 for the outer name that a proxy passes on), and has no limit of time for a request that comes by the byte.
/// </summary>
internal sealed class CallbackListener : IDisposable
{
    /// <summary>How many requests are read and answered at once.</summary>
    public const int RequestsAtOnce = 30;

    // Of those that have not sent a whole request yet. Above it, the one that has taken the longest makes room for the next.
    private const int ConnectionsAtOnce = 200;

    /// <summary>How long a request may take to come in, from its first byte to its last.</summary>
    public static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(10);

    private static readonly SemaphoreSlim s_places = new(RequestsAtOnce);

    private readonly CallbackReceiver _receiver;
    private readonly TimeProvider _time;
    private readonly EngineLog _log;
    private readonly string _path;
    private readonly TcpListener _listener;
    private readonly object _sync = new();
    private readonly LinkedList<TcpClient> _reading = new();
    private readonly HashSet<Task> _work = [];

    /// <summary>Listens to nothing yet.</summary>
    /// <param name="prefix">Scheme http, an address or localhost, a port, and the path that requests must begin with.</param>
    /// <param name="receiver">Takes them in.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where troubles of single connections are told.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>: the prefix is no such address.</exception>
    public CallbackListener(Uri prefix, CallbackReceiver receiver, TimeProvider time, EngineLog log)
    {
        _receiver = receiver;
        _time = time;
        _log = log;
        IPAddress address = AddressOf(prefix) ?? throw Invalid($"'{prefix}' is not an address to listen on");
        IsOpen = !IPAddress.IsLoopback(address);
        _path = prefix.AbsolutePath.TrimEnd('/');
        _listener = new TcpListener(address, prefix.Port);
    }

    /// <summary>True where it listens on more than loopback: whoever reaches this machine can then call.</summary>
    public bool IsOpen { get; }

    /// <summary>Where it listens, once it does.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>: the port is taken, or not allowed.</exception>
    public void Start()
    {
        try
        {
            _listener.Start();
        }
        catch (SocketException exception)
        {
            throw Invalid($"cannot listen on {_listener.LocalEndpoint} ({exception.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Frees the port. The end of <see cref="RunAsync"/> frees it too.</summary>
    public void Dispose() => Close();

    /// <summary>Listens until it is stopped; ends when all that it began has ended.</summary>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration closing = stop.Register(Close);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                TcpClient client;
                try
                {
#pragma warning disable CA2016 // Not on netstandard2.0; a listener that is stopped ends it on both.
                    client = await _listener.AcceptTcpClientAsync().ConfigureAwait(false);
#pragma warning restore CA2016
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
                {
                    if (stop.IsCancellationRequested) break;
                    if (exception is not SocketException) throw;
                    _log.Verbose($"A connection ended before it was accepted: {exception.Message}");
                    continue;
                }

                Begin(client, stop);
            }
        }
        finally
        {
            Close();
            Task[] left;
            lock (_sync) left = [.. _work];
            await Task.WhenAll(left).ConfigureAwait(false);
        }
    }

    private static VeoException Invalid(string rule) =>
        new(VeoErrorId.RequestInvalid, "The listener was not started.") {
            Faults = new([new VeoFault("Prefix", rule, "Give one such as http://127.0.0.1:8080/veo/, with a free port")]) };

    // "*" and "+", which HttpListener knows for every address, are no part of an address here: 0.0.0.0 is.
    private static IPAddress? AddressOf(Uri prefix)
    {
        if (!prefix.IsAbsoluteUri || prefix.Scheme != Uri.UriSchemeHttp || prefix.Query.Length > 0 || prefix.Fragment.Length > 0
            || prefix.UserInfo.Length > 0)
            return null;
        if (prefix.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return IPAddress.Loopback;
        return IPAddress.TryParse(prefix.Host.Trim('[', ']'), out IPAddress? address) ? address : null;
    }

    private void Begin(TcpClient client, CancellationToken stop)
    {
        LinkedListNode<TcpClient> node;
        lock (_sync)
        {
            if (_reading.Count >= ConnectionsAtOnce && _reading.First is { } oldest)
            {
                _reading.RemoveFirst();
                oldest.Value.Dispose();
            }

            node = _reading.AddLast(client);
        }

        Task work = Task.Run(() => ServeAsync(client, node, stop), CancellationToken.None);
        lock (_sync) _work.Add(work);
        work.ContinueWith(
            done => { lock (_sync) _work.Remove(done); },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private async Task ServeAsync(TcpClient client, LinkedListNode<TcpClient> node, CancellationToken stop)
    {
        using TcpClient own = client;
        CallbackMessage? message = null;
        Task question = Task.CompletedTask;
        try
        {
            client.NoDelay = true;
            NetworkStream stream = client.GetStream();
            (int status, message) = await ReadAsync(client, stream, node).ConfigureAwait(false);
            await s_places.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                if (message is not null) status = StatusOf(_receiver.Judge(message));
                await AnswerAsync(stream, status, stop).ConfigureAwait(false);
                client.Client.Shutdown(SocketShutdown.Send);

                // Still in its place, so that callers wait and not memory.
                if (message is not null) question = await BeginAsync(message, stop).ConfigureAwait(false);
            }
            finally
            {
                s_places.Release();
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The caller is gone, or was too slow. Gateways call again where they got no answer.
            _log.Verbose($"A connection to the listener failed: {exception.Message}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            Forget(node);
        }

        client.Dispose();
        await FollowAsync(question, stop).ConfigureAwait(false);
    }

    private async Task<Task> BeginAsync(CallbackMessage message, CancellationToken stop)
    {
        Task question = Task.CompletedTask;
        await FollowAsync(FindAsync(), stop).ConfigureAwait(false);
        return question;

        async Task FindAsync() => question = await _receiver.BeginAsync(message, stop).ConfigureAwait(false);
    }

    private async Task FollowAsync(Task work, CancellationToken stop)
    {
        try
        {
            await work.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, as it was told.
        }
        catch (VeoException exception)
        {
            // One callback that cannot be followed must not end the others. Its task is asked for at the end, or by the next wait.
            _log.Warning($"A callback could not be processed: {exception.Message}");
        }
    }

    private async Task<(int Status, CallbackMessage? Message)> ReadAsync(TcpClient client, Stream stream, LinkedListNode<TcpClient> node)
    {
        using TimeLimitedRead limit = new(client, _time, RequestLimit);
        try
        {
            return await new CallbackRequestReader(stream, _path).ReadAsync().ConfigureAwait(false);
        }
        finally
        {
            Forget(node);
        }
    }

    private void Forget(LinkedListNode<TcpClient> node)
    {
        lock (_sync)
        {
            if (node.List is not null) _reading.Remove(node);
        }
    }

    private void Close()
    {
        _listener.Stop();
        lock (_sync)
        {
            foreach (TcpClient client in _reading) client.Dispose();
        }
    }

    private static int StatusOf(CallbackVerdict verdict) => verdict switch
    {
        CallbackVerdict.Refused => 401,
        CallbackVerdict.Unreadable => 400,
        _ => 200,
    };

    private static async Task AnswerAsync(NetworkStream stream, int status, CancellationToken stop)
    {
        string reason = status switch
        {
            200 => "OK",
            400 => "Bad Request",
            401 => "Unauthorized",
            404 => "Not Found",
            405 => "Method Not Allowed",
            413 => "Content Too Large",
            431 => "Request Header Fields Too Large",
            _ => "Error",
        };
        string allow = status == 405 ? "Allow: POST\r\n" : "";
        byte[] answer = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} {reason}\r\n{allow}Content-Length: 0\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync((ReadOnlyMemory<byte>)answer, stop).ConfigureAwait(false);
    }

    // A read of a socket cannot be stopped on every platform; a socket that is closed ends it everywhere.
    private sealed class TimeLimitedRead : IDisposable
    {
        private readonly ITimer _timer;

        public TimeLimitedRead(TcpClient client, TimeProvider time, TimeSpan limit) =>
            _timer = time.CreateTimer(static state => ((TcpClient)state!).Dispose(), client, limit, Timeout.InfiniteTimeSpan);

        public void Dispose() => _timer.Dispose();
    }
}
