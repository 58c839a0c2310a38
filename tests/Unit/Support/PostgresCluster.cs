using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(VeoPS.Tests.Support.PostgresShutdown))]

namespace VeoPS.Tests.Support;

/// <summary>Ends the server when all tests have ended.</summary>
public sealed class PostgresShutdown : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => PostgresCluster.EndShared();
}

/// <summary>
/// A real PostgreSQL server for the whole test run: a private cluster in a temporary folder, on loopback and on a socket,
/// never run as root. Its programs are found by <c>VEOPS_TEST_POSTGRES</c> (their folder), else where Debian puts them.
/// </summary>
internal sealed class PostgresCluster : IDisposable
{
    private static readonly Lazy<PostgresCluster?> s_shared = new(Start);

    private readonly string _programs;
    private readonly string _folder;
    private int _databases;

    private PostgresCluster(string programs, string folder, int port)
    {
        _programs = programs;
        _folder = folder;
        Port = port;
    }

    /// <summary>On 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The folder of its socket, whose path is short enough for one.</summary>
    public string SocketFolder => _folder;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The cluster; skips the test where there is no PostgreSQL on this machine.</summary>
    public static PostgresCluster Require()
    {
        Requirement.SkipUnless(
            Requirement.Postgres, Programs() is not null && !OperatingSystem.IsWindows(),
            "Needs the programs of a PostgreSQL server: install postgresql, or let VEOPS_TEST_POSTGRES name their folder.");
        return s_shared.Value!;
    }

    /// <summary>A cluster of the test's own, which it may take down. It ends when it is disposed of.</summary>
    public static PostgresCluster StartOwn()
    {
        Require();
        return Start();
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its address, as VEOPS_LEDGER takes it.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await RunSqlAsync("postgres", $"CREATE DATABASE {name}");
        return AddressOf(name);
    }

    public string AddressOf(string database) => $"postgres://tester@127.0.0.1:{Port}/{database}";

    /// <summary>Carries out a statement as the owner of everything.</summary>
    public async Task RunSqlAsync(string database, string sql)
    {
        await using NpgsqlConnection connection = new($"Host=127.0.0.1;Port={Port};Username=tester;Database={database};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Takes the server down as a crash does, and starts it again when it is disposed of.</summary>
    public IDisposable Crash()
    {
        Run("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        return new Restart(this);
    }

    /// <summary>Ends a cluster of a test's own.</summary>
    public void Dispose() => End();

    /// <summary>Ends the cluster, if it was started.</summary>
    public static void EndShared()
    {
        if (s_shared.IsValueCreated) s_shared.Value?.End();
    }

    private static string? Programs()
    {
        if (Environment.GetEnvironmentVariable("VEOPS_TEST_POSTGRES") is { Length: > 0 } folder) return folder;
        const string Debian = "/usr/lib/postgresql";
        if (!Directory.Exists(Debian)) return null;
        return Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .OrderByDescending(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out int version) ? version : 0)
            .FirstOrDefault();
    }

    private static PostgresCluster Start()
    {
        string folder = Directory.CreateTempSubdirectory("veops-pg-").FullName;
        PostgresCluster cluster = new(Programs()!, folder, FreePort());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)Convert.ToInt32("777", 8));
        cluster.Run("initdb", "-D", cluster.Data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        cluster.Up();
        return cluster;
    }

    // Nothing here must outlive a power cut: the databases are the tests' own.
    private void Up() => Run(
        "pg_ctl", "start", "-D", Data, "-w", "-t", "120", "-l", Path.Combine(_folder, "log"),
        "-o", $"-p {Port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200");

    private void End()
    {
        Run("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Run(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs, program);
        ProcessStartInfo start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "nobody", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = _folder;

        using Process process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}. Its log is in '{_folder}'.");
    }

    private sealed class Restart(PostgresCluster cluster) : IDisposable
    {
        public void Dispose() => cluster.Up();
    }
}
