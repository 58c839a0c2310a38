namespace VeoPS.TestGateway;

/// <summary>Keeps requests waiting until the test lets them go, so that no test sleeps. Once released it holds nothing back.</summary>
public sealed class Hold
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first request has come to wait here.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets go whatever waits and whatever will come.</summary>
    public void Release() => _released.TrySetResult();

    internal Task WaitAsync(CancellationToken token)
    {
        _reached.TrySetResult();
        return _released.Task.WaitAsync(token);
    }
}
