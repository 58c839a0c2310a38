namespace VeoPS.Tests.Support;

/// <summary>Runs the same work on several threads that start together.</summary>
public static class Race
{
    /// <summary>Returns once all have ended; throws what the first of them threw.</summary>
    /// <param name="racers">How many threads.</param>
    /// <param name="work">Gets the thread's number, from 0.</param>
    public static void Run(int racers, Action<int> work)
    {
        using Barrier start = new(racers);
        Task[] tasks = [.. Enumerable.Range(0, racers).Select(racer => Task.Factory.StartNew(() =>
        {
            start.SignalAndWait();
            work(racer);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task.WhenAll(tasks).GetAwaiter().GetResult();
    }
}
