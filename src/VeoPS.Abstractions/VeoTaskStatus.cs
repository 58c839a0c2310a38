namespace VeoPS;

/// <summary>The values of <see cref="VeoTask.Status"/>. Text, so that JSON, CSV and filters read the same.</summary>
public static class VeoTaskStatus
{
    /// <summary>Recorded, and perhaps on its way to the gateway. Its outcome is not known yet.</summary>
    public const string Submitting = nameof(Submitting);

    /// <summary>Sent, and no answer came that can be relied on: it may have been bought. Never sent again by itself.</summary>
    public const string Unknown = nameof(Unknown);

    /// <summary>Taken by the gateway, not started.</summary>
    public const string Queued = nameof(Queued);

    /// <summary>Being made. Also the meaning of a status that the gateway's page does not name.</summary>
    public const string Running = nameof(Running);

    /// <summary>Ended with at least one video.</summary>
    public const string Succeeded = nameof(Succeeded);

    /// <summary>Ended by a failure.</summary>
    public const string Failed = nameof(Failed);

    /// <summary>Ended without a video, as a content filter leaves it.</summary>
    public const string Filtered = nameof(Filtered);

    /// <summary>Ended because somebody canceled it.</summary>
    public const string Canceled = nameof(Canceled);

    /// <summary>Its result is no longer kept by the gateway.</summary>
    public const string Expired = nameof(Expired);

    /// <summary>True where nothing more will happen to a task of this status.</summary>
    /// <param name="status">One of the values of this class.</param>
    public static bool IsFinal(string status) => status is Succeeded or Failed or Filtered or Canceled or Expired;
}
