using System.Runtime.CompilerServices;
using VeoPS.Engine.Disk;

namespace VeoPS.Hosting;

/// <summary>The log that <c>VEOPS_LOG</c> names: a file that gets each event as a line of JSON.</summary>
internal static class EventLog
{
    private const string Variable = "VEOPS_LOG";

    private static int s_told;

    /// <summary>Writes an event to the log, where one is wanted. A purchase goes on whether that works or not.</summary>
    /// <param name="happened">Redacted.</param>
    /// <param name="warn">Hears once a process that it does not work.</param>
    public static void Write(VeoEvent happened, Action<string> warn)
    {
        string? path = System.Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(path)) return;
        try
        {
            Append(path!, happened);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            if (Interlocked.Exchange(ref s_told, 1) == 0)
                warn($"{Variable}: the log cannot be written. VeoPS continues without the log. {exception.Message} Set it to "
                    + "the full path of a file that this account can write.");
        }
    }

    // Not inlined, so that a cmdlet can be looked at without the engine being loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Append(string path, VeoEvent happened) => EventFile.Append(path, happened);
}
