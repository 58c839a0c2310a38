using VeoPS.Engine.Http;

namespace VeoPS.Engine.Gateways;

/// <summary>What the readers of a task's state have in common.</summary>
internal static class TaskReading
{
    /// <summary>What a gateway's word for a status means, null where its page does not name it.</summary>
    public static string? StatusOf(string? word, IReadOnlyDictionary<string, string> statuses) =>
        word is not null && statuses.TryGetValue(word, out string? status) ? status : null;

    /// <summary>
    /// The state of a task, or the refusal to tell it. A task's own failure comes with an error too: that is a refusal only
    /// beside a status that is none of a task's, or under an HTTP status that refuses.
    /// </summary>
    /// <param name="response">What came back.</param>
    /// <param name="word">The gateway's word for the status, null where there is none.</param>
    /// <param name="status">What it means, null where that is not known.</param>
    /// <param name="refusal">The error that the answer has in it.</param>
    /// <param name="describe">The rest of the state.</param>
    public static PollAnswer Answer(WireResponse response, string? word, string? status, VeoError? refusal, Func<TaskSnapshot> describe)
    {
        bool readable = response.IsSuccess && (status is not null || refusal is null);
        if (word is null || !readable) return new PollAnswer(null, refusal);
        return new PollAnswer(describe() with { Status = status, RawStatus = WireError.Shorten(word) }, null);
    }
}
