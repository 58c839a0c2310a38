using System.Runtime.InteropServices;
using SQLitePCL;

namespace VeoPS.Engine.Ledger;

/// <summary>
/// SQLite's native library: the bundled one, or the one that <c>VEOPS_SQLITE</c> names, for machines where application
/// control blocks a file that is not signed. It is loaded with the first use of the ledger, never before.
/// </summary>
internal static class SqliteLibrary
{
    private const string Variable = "VEOPS_SQLITE";
    private const string Name = "e_sqlite3";
    private const int OldestVersion = 3_035_000;

    private static readonly Lazy<string> LoadedVersion = new(Load, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>Loads it, if it is not loaded yet.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: none fits this platform, or it is too old.</exception>
    public static string Require() => LoadedVersion.Value;

    private static string Load()
    {
        string? own = Environment.GetEnvironmentVariable(Variable);
        try
        {
            Find(string.IsNullOrWhiteSpace(own) ? null : own);
            Batteries_V2.Init();
            int version = raw.sqlite3_libversion_number();
            string text = raw.sqlite3_libversion().utf8_to_string();
            return version >= OldestVersion ? text : throw Unavailable($"SQLite {text} is too old: 3.35 or later is required", null);
        }
        catch (Exception fault) when (fault is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException
            or TypeInitializationException)
        {
            string platform = $"{RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.ProcessArchitecture})";
            throw Unavailable(own is null
                ? $"VeoPS does not include an SQLite library for {platform}"
                : $"the SQLite library '{own}' cannot be loaded on {platform}", fault);
        }
    }

    private static VeoException Unavailable(string reason, Exception? fault) => new(
        VeoErrorId.LedgerUnavailable,
        $"The ledger cannot be used: {reason}. Nothing was sent. Set {Variable} to another SQLite library (its path, or a "
            + "name that the system "
        + "finds, such as libsqlite3.so.0), or keep the ledger in PostgreSQL: VEOPS_LEDGER=postgres://user@host/database.",
        fault);

#if NET
    private static int s_isHooked;

    private static void Find(string? own)
    {
        if (own is null || Interlocked.Exchange(ref s_isHooked, 1) != 0) return;
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) =>
            name == Name && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? NativeLibrary.Load(path) : IntPtr.Zero);
    }
#else
    // Windows PowerShell looks beside powershell.exe only; a module that is loaded under this name is found by it.
    private static void Find(string? own)
    {
        if (own is not null && !string.Equals(Path.GetFileName(own), Name + ".dll", StringComparison.OrdinalIgnoreCase))
            throw Unavailable($"Windows PowerShell finds SQLite only by the file name {Name}.dll, but it is set to '{own}'", null);
        string architecture = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "win-arm64" : "win-x64";
        string folder = Path.GetDirectoryName(typeof(SqliteLibrary).Assembly.Location)!;
        string path = own ?? Path.GetFullPath(Path.Combine(folder, "..", "..", "native", architecture, Name + ".dll"));
        if (LoadLibrary(path) == IntPtr.Zero && (own is not null || File.Exists(path)))
            throw new DllNotFoundException($"'{path}' cannot be loaded.");
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true, EntryPoint = "LoadLibraryW")]
    private static extern IntPtr LoadLibrary(string path);
#endif
}
