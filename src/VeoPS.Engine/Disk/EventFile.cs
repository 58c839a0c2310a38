using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VeoPS.Engine.Disk;

/// <summary>
/// A file of events, one JSON object a line. Several processes may write to one: a lock beside it keeps their lines apart,
/// so that who reads the file never stands in the way. It is opened anew for each line, so that it may be moved away.
/// </summary>
internal static class EventFile
{
    private static readonly TimeSpan SharingLimit = TimeSpan.FromSeconds(2);

    // For people and for machines; it stands in no page of HTML.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

#if NET
    internal static readonly int ProcessId = Environment.ProcessId;
#else
    internal static readonly int ProcessId = System.Diagnostics.Process.GetCurrentProcess().Id;
#endif

    /// <summary>Adds a line. The file is made where it is missing, for this account only.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="happened">Redacted.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="ArgumentException">It is no absolute path.</exception>
    public static void Append(string path, VeoEvent happened)
    {
        if (!Path.IsPathRooted(path)) throw new ArgumentException($"'{path}' is not an absolute path.");
        byte[] line = Line(happened);
        using FileStream held = FileSharing.Retry(
            SharingLimit,
            () => FileModes.Open(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, isPrivate: true));
        using FileStream file = FileSharing.Retry(
            SharingLimit,
            () => FileModes.Open(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, isPrivate: true));
        file.Write(line, 0, line.Length);
    }

    private static byte[] Line(VeoEvent happened)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("time", happened.Time);
            writer.WriteString("event", happened.Event);
            writer.WriteNumber("process", ProcessId);
            if (happened.Profile is not null) writer.WriteString("profile", happened.Profile);
            if (happened.TaskId is not null) writer.WriteString("taskId", happened.TaskId);
            if (happened.SubmissionId is not null) writer.WriteString("submissionId", happened.SubmissionId);
            writer.WriteString("message", happened.Message);
            writer.WriteStartObject("data");
            foreach (KeyValuePair<string, object> each in happened.Data)
            {
                writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(each.Key));
                Write(writer, each.Value);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    // Who reads the log adds numbers up.
    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case int or long or double or decimal:
                writer.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
