using System.Text.Json;

namespace VeoPS.Engine.Ledger;

/// <summary>Reads our own documents, which another build, a hand or a disk may have spoilt.</summary>
internal static class RecordReading
{
    /// <summary>The document as the reader returns it.</summary>
    /// <param name="what">Which document, as the start of a sentence.</param>
    /// <param name="read">The reader.</param>
    /// <exception cref="InvalidDataException">The text is no such document, for whichever reason the reader failed.</exception>
    public static T Read<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (IsOfTheDocument(fault))
        {
            throw new InvalidDataException($"{what} cannot be read ({fault.Message.TrimEnd('.')}).", fault);
        }
    }

    // Half a surrogate pair is an ArgumentException or an InvalidOperationException to System.Text.Json, a value of another type an
    // InvalidOperationException, and a number, a date or an address that is none a FormatException.
    private static bool IsOfTheDocument(Exception fault) => fault is JsonException or InvalidOperationException or FormatException
        or ArgumentException or KeyNotFoundException or InvalidCastException or OverflowException;
}
