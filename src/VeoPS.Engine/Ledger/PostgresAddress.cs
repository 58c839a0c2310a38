#if NET
using System.Globalization;
using System.Net;
using Npgsql;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// The address of a PostgreSQL database, as libpq reads it
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS). TLS is verified in full, except to
/// loopback and sockets, and except where <c>sslmode=disable</c> is written.
/// </summary>
internal sealed class PostgresAddress
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => Settings = settings;

    /// <summary>The settings of the connections.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The address without its password.</summary>
    public string Shown => $"postgres://{Settings.Username}@{Settings.Host}:{Settings.Port}/{Settings.Database}";

    public static bool IsOne(string value) => Schemes.Any(scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads an address.</summary>
    /// <param name="text">Begins with <c>postgres://</c> or <c>postgresql://</c>.</param>
    /// <param name="environment">Reads a variable: <c>PGPASSWORD</c>, <c>PGPASSFILE</c>, <c>PGUSER</c>, <c>PGDATABASE</c>,
    /// <c>PGPORT</c>, <c>PGHOST</c>.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: it is none, or has an unknown part.</exception>
    public static PostgresAddress Parse(string text, Func<string, string?> environment)
    {
        string scheme = Schemes.First(each => text.StartsWith(each, StringComparison.OrdinalIgnoreCase));
        string rest = text.Substring(scheme.Length);
        (rest, string query) = Cut(rest, '?');
        (string authority, string database) = Cut(rest, '/');
        int at = authority.LastIndexOf('@');
        (string user, string password) = Cut(at < 0 ? "" : authority.Substring(0, at), ':');
        (string host, string port) = HostAndPort(authority.Substring(at + 1));
        NpgsqlConnectionStringBuilder settings = new()
        {
            Host = Decoded(host), Username = Decoded(user), Database = Decoded(database), ApplicationName = "VeoPS",
            // No prepared statements, no notices, no search path: a pooler may give each transaction another session.
            NoResetOnClose = true, MaxAutoPrepare = 0, Enlist = false, Multiplexing = false, MaxPoolSize = 4, Timeout = 10, CommandTimeout
                = 30,
        };
        if (password.Length > 0) settings.Password = Decoded(password);
        if (port.Length > 0) settings.Port = Port(port);
        string? mode = null;
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries)) Set(settings, part, ref mode);

        Complete(settings, environment);
        Secure(settings, mode);
        return new PostgresAddress(settings);
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string part, ref string? mode)
    {
        (string name, string value) = Cut(part, '=');
        (name, value) = (Decoded(name), Decoded(value));
        switch (name)
        {
            case "host" or "hostaddr": settings.Host = value; break;
            case "port": settings.Port = Port(value); break;
            case "user": settings.Username = value; break;
            case "password": settings.Password = value; break;
            case "dbname": settings.Database = value; break;
            case "passfile": settings.Passfile = value; break;
            case "sslmode": mode = value; break;
            case "sslrootcert" when value == "system": break;
            case "sslrootcert": settings.RootCertificate = value; break;
            case "sslcert": settings.SslCertificate = value; break;
            case "sslkey": settings.SslKey = value; break;
            case "sslpassword": settings.SslPassword = value; break;
            case "connect_timeout": settings.Timeout = Number(name, value); break;
            case "application_name" or "fallback_application_name": settings.ApplicationName = value; break;
            case "options": settings.Options = value; break;
            case "target_session_attrs" when value is "any" or "read-write" or "primary": break;
            default: throw Refused(name is "target_session_attrs"
                ? $"{name}={value} selects a read-only server"
                : $"it has the parameter '{name}', which is not supported");
        }
    }

    private static void Complete(NpgsqlConnectionStringBuilder settings, Func<string, string?> environment)
    {
        if (string.IsNullOrEmpty(settings.Host)) settings.Host = environment("PGHOST") is { Length: > 0 } host ? host : "localhost";
        if (string.IsNullOrEmpty(settings.Username))
            settings.Username = environment("PGUSER") is { Length: > 0 } user ? user : Environment.UserName;
        if (string.IsNullOrEmpty(settings.Database))
            settings.Database = environment("PGDATABASE") is { Length: > 0 } database ? database : settings.Username;
        if (string.IsNullOrEmpty(settings.Password)) settings.Password = environment("PGPASSWORD");
        if (string.IsNullOrEmpty(settings.Password) && environment("PGPASSFILE") is { Length: > 0 } file) settings.Passfile = file;
    }

    private static void Secure(NpgsqlConnectionStringBuilder settings, string? mode)
    {
        bool isSafeWithout = settings.Host!.StartsWith('/') || settings.Host == "localhost"
            || (IPAddress.TryParse(settings.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
        settings.SslMode = mode switch
        {
            "disable" => SslMode.Disable,
            null or "allow" or "prefer" when isSafeWithout => SslMode.Prefer,
            null or "allow" or "prefer" or "require" or "verify-ca" or "verify-full" => SslMode.VerifyFull,
            _ => throw Refused($"sslmode={mode} is not supported"),
        };
    }

    private static (string Host, string Port) HostAndPort(string text)
    {
        if (text.Contains(',')) throw Refused("it names several hosts; name one");
        if (!text.StartsWith('[')) return Cut(text, ':');
        int end = text.IndexOf(']');
        if (end < 0) throw Refused("its IPv6 address has no closing bracket");
        return (text.Substring(1, end - 1), text.Substring(end + 1).TrimStart(':'));
    }

    private static int Port(string text) => Number("port", text);

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and < 65536
            ? number
            : throw Refused($"its {name} '{text}' is not a number between 1 and 65535");

    private static (string Before, string After) Cut(string text, char mark)
    {
        int at = text.IndexOf(mark);
        return at < 0 ? (text, "") : (text.Substring(0, at), text.Substring(at + 1));
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text);

    private static VeoException Refused(string reason) => new(
        VeoErrorId.LedgerUnavailable,
        $"VEOPS_LEDGER is not a valid PostgreSQL address: {reason}. Nothing was sent. "
        + "Write it as postgres://user@host:5432/database?sslrootcert=file, and put the password in PGPASSWORD or a passfile.");
}
#endif
