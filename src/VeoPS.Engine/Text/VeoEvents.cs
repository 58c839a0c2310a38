namespace VeoPS.Engine.Text;

/// <summary>Makes events.</summary>
internal static class VeoEvents
{
    /// <summary>One that may be about a task.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="name">See <see cref="VeoEventName"/>.</param>
    /// <param name="task">The task; null where it is about none.</param>
    /// <param name="message">For a person to read.</param>
    /// <param name="data">Further facts, numbers as numbers; null and empty text are left out.</param>
    public static VeoEvent Of(
        TimeProvider time,
        string name,
        VeoTask? task,
        string message,
        IEnumerable<(string Name, object? Value)> data) => new()
    {
        Time = time.GetUtcNow().UtcDateTime,
        Event = name,
        Profile = task?.Profile,
        TaskId = task?.Id,
        SubmissionId = task?.SubmissionId is { Length: > 0 } ours ? ours : null,
        Message = message,
        Data = Present(data),
    };

    private static Dictionary<string, object> Present(IEnumerable<(string Name, object? Value)> data)
    {
        Dictionary<string, object> present = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object? value) in data)
        {
            if (value is not (null or "")) present[name] = value;
        }

        return present;
    }
}
