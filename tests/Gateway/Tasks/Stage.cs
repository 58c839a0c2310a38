namespace VeoPS.TestGateway;

/// <summary>How far a task has come.</summary>
internal enum Stage
{
    Queued,
    Running,
    Ended,
}
