namespace VeoPS;

/// <summary>
/// An error, with the id that scripts depend on. Its message describes the error. It also says whether money can have been spent,
/// and gives the remedy.
/// </summary>
public sealed class VeoException : Exception
{
    internal VeoException(string errorId, string summary, Exception? innerException = null)
        : base(summary, innerException) => ErrorId = errorId;

    /// <summary>One of <see cref="VeoErrorId"/>.</summary>
    public string ErrorId { get; }

    /// <summary>The task that it is about, where there is one.</summary>
    public VeoTask? Task { get; internal init; }

    /// <summary>Everything that is wrong with the request or the profile; empty where the error is about something else.</summary>
    public VeoList<VeoFault> Faults { get; internal init; } = VeoList<VeoFault>.Empty;

    /// <summary>The ways out of it, the best first.</summary>
    public VeoList<VeoRemedy> Remedies { get; internal init; } = VeoList<VeoRemedy>.Empty;

    /// <summary>The description of the error, without the faults and the remedies.</summary>
    public string Summary => base.Message;

    /// <summary>The whole message as a shell words it; null for plain words.</summary>
    internal string? Text { get; init; }

    /// <summary>The same error with another summary: its faults, remedies and cause stay.</summary>
    internal VeoException With(string summary, VeoTask? task = null) =>
        new(ErrorId, summary, InnerException) { Task = Task ?? task, Faults = Faults, Remedies = Remedies };

    /// <inheritdoc/>
    public override string Message => Text
        ?? string.Join(" ", [Summary, .. Faults.Select(fault => fault.ToString()), .. Remedies.Select(remedy => remedy.ToString())]);
}
