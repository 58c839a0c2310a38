using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace VeoPS.Bench;

/// <summary>A PostgreSQL server of its own, with the settings of a fresh installation, so that its flushes count. It never runs as
/// root.</summary>
internal sealed class Postgres : IDisposable
{
    private const string Debian = "/usr/lib/postgresql";

    private readonly string _programs;
    private readonly string _folder = Directory.CreateTempSubdirectory("veops-bench-pg-").FullName;
    private readonly int _port = FreePort();

    private Postgres(string programs) => _programs = programs;

    /// <summary>The address of its database, as VEOPS_LEDGER takes it.</summary>
    public string Address => $"postgres://bench@127.0.0.1:{_port}/postgres";

    /// <summary>Starts one; null where this machine has none.</summary>
    public static Postgres? Start()
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(Debian)) return null;
        string? programs = Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")).Order()
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));
        if (programs is null) return null;
        Postgres server = new(programs);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(server._folder, (UnixFileMode)Convert.ToInt32("777", 8));
        string data = server.Data;
        server.Run("initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        server.Run(
            "pg_ctl", "start", "-D", data, "-w", "-t", "120", "-l", Path.Combine(server._folder, "log"),
            "-o", $"-p {server._port} -k {server._folder} -c listen_addresses=127.0.0.1");
        return server;
    }

    /// <summary>Opens a connection.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        NpgsqlConnection connection = new($"Host=127.0.0.1;Port={_port};Username=bench;Database=postgres;Command Timeout=0");
        await connection.OpenAsync();
        return connection;
    }

    public void Dispose()
    {
        Run("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private void Run(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs, program);
        ProcessStartInfo start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "nobody", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = _folder;
        // Its words are not part of the table. The server has the same streams, so they are not waited for.
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}. See '{_folder}'.");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
