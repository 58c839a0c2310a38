using System.Data.Common;
using System.Text.Json;

namespace VeoPS.Engine.Ledger;

/// <summary>A row of a task.</summary>
/// <param name="Document">The task's record.</param>
/// <param name="ClaimedUntil">Milliseconds; null where the task is not under way.</param>
/// <param name="IsSending">True once the first byte of the submission may have left.</param>
/// <param name="Booked">The amount that the task counts in its profile's spending.</param>
/// <param name="BookedDay">The day that the amount counts on.</param>
/// <param name="IsHidden">True where the task was removed while it was alive. It is kept for its answer, and nobody else finds it.</param>
internal sealed record TaskRow(
    LedgerDocument Document,
    long? ClaimedUntil,
    bool IsSending,
    Booking? Booked,
    string? BookedDay,
    bool IsHidden)
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "t.doc, t.claimed_until, t.sending, t.booked_unit, t.booked, t.booked_day, t.hidden";

    private const string NeverSent = "Not sent: the process ended before it sent the submission.";

    /// <exception cref="InvalidDataException">The record is none.</exception>
    public static TaskRow Read(DbDataReader row, int first = 0)
    {
        string text = row.GetString(first);
        return new TaskRow(
            Parse(text),
            row.Number(first + 1),
            row.GetInt32(first + 2) != 0,
            row.Text(first + 3) is { } unit ? new Booking(unit, SqlSpending.Amount(row.GetString(first + 4))) : null,
            row.Text(first + 5),
            row.GetInt32(first + 6) != 0);
    }

    /// <summary>
    /// The record at a moment. One that nobody has renewed was never sent, or may have been: a submission that was not
    /// marked as sending before its claim lapsed can never be sent any more.
    /// </summary>
    public LedgerEntry AsOf(long now)
    {
        LedgerEntry entry = Document.ToEntry();
        if (ClaimedUntil is { } until) entry = entry with { SubmitDeadline = LedgerClock.At(until) };
        if (entry.Task.Status != VeoTaskStatus.Submitting || now < ClaimedUntil) return entry;
        if (IsSending) return entry with { Task = new VeoTask(entry.Task) { Status = VeoTaskStatus.Unknown } };
        DateTime ended = LedgerClock.At(ClaimedUntil ?? now);
        return entry with
        {
            Task = new VeoTask(entry.Task)
            {
                Status = VeoTaskStatus.Canceled,
                Error = new VeoError { Kind = VeoErrorKind.Network, Message = NeverSent, Retryable = true },
                Updated = ended,
                Completed = ended,
            },
        };
    }

    /// <summary>The record in a text.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static LedgerDocument Parse(string text) => RecordReading.Read(
        "A task's record in the ledger",
        () => JsonSerializer.Deserialize(text, LedgerJson.Compact.LedgerDocument) ?? throw new JsonException("It is null."));
}
