using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>The common part of the readers of a task's state.</summary>
internal static class TaskReading
{
    /// <summary>The meaning of a gateway's word for a status, null where its page does not name the word.</summary>
    public static string? StatusOf(string? word, IReadOnlyDictionary<string, string> statuses) =>
        word is not null && statuses.TryGetValue(word, out string? status) ? status : null;

    /// <summary>A server's number as a percentage: 0 to 100, whatever it says; null where it says nothing.</summary>
    public static int? Percent(decimal? number) => number is { } value ? (int)Math.Max(0, Math.Min(100, value)) : null;

    /// <summary>A receipt with the gateway's word for the task's first status. Where that is a failure, it says why.</summary>
    /// <param name="receipt">The id and the refusal that were read.</param>
    /// <param name="word">The gateway's word, null where there is none.</param>
    /// <param name="statuses">The meaning of the gateway's words.</param>
    /// <param name="failure">Reads why the task failed.</param>
    public static SubmitAnswer Receipt(
        SubmitAnswer receipt,
        string? word,
        IReadOnlyDictionary<string, string> statuses,
        Func<VeoError> failure)
    {
        string? status = StatusOf(word, statuses);
        bool failed = receipt.TaskId is not null && status == VeoTaskStatus.Failed;
        return receipt with { RawStatus = WireError.Shorten(word), Status = status, Error = receipt.Error ?? (failed ? failure() : null) };
    }

    /// <summary>
    /// The state of a task, or the refusal to tell it. A task's own failure also comes with an error. The error is a refusal only
    /// where the answer has no status of a task, or where the HTTP status refuses.
    /// </summary>
    /// <param name="response">The gateway's answer.</param>
    /// <param name="word">The gateway's word for the status, null where there is none.</param>
    /// <param name="status">The meaning of the word, null where it is not known.</param>
    /// <param name="refusal">The error in the answer.</param>
    /// <param name="describe">The rest of the state.</param>
    public static PollAnswer Answer(WireResponse response, string? word, string? status, VeoError? refusal, Func<TaskSnapshot> describe)
    {
        bool readable = response.IsSuccess && (status is not null || refusal is null);
        if (word is null || !readable) return new PollAnswer(null, refusal);
        TaskSnapshot snapshot = describe() with { Status = status, RawStatus = WireError.Shorten(word) };
        return new PollAnswer(snapshot with { IsNotCharged = snapshot.Error is { } error && NotCharged.Says(error.Message) }, null);
    }
}
