namespace VeoPS.Engine.Ledger;

/// <summary>
/// One thread that carries out one piece of work after the other: SQLite's calls block, and must not hold a thread of
/// the pool, nor compete with each other inside a process. It starts with the first piece and ends when it has been idle.
/// </summary>
/// <param name="idle">Runs on the thread before it ends.</param>
internal sealed class LedgerThread(Action idle)
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(10);

    private readonly object _sync = new();
    private readonly Queue<Action> _work = new();
    private bool _isRunning;

    /// <summary>Carries out a piece of work in its turn.</summary>
    /// <param name="work">Looks at the token by itself once it runs.</param>
    /// <param name="cancellationToken">Canceled before its turn: it is not run.</param>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenRegistration registration = cancellationToken.Register(() => done.TrySetCanceled(cancellationToken));
        void Run()
        {
            // From here on the outcome counts, and not the wish to stop: the work may be done and durable.
            registration.Dispose();
            if (done.Task.IsCompleted) return;
            try
            {
                done.TrySetResult(work());
            }
            catch (OperationCanceledException canceled)
            {
                done.TrySetCanceled(canceled.CancellationToken);
            }
            catch (Exception fault)
            {
                done.TrySetException(fault);
            }
        }

        lock (_sync)
        {
            _work.Enqueue(Run);
            if (_isRunning)
            {
                Monitor.Pulse(_sync);
            }
            else
            {
                _isRunning = true;
                new Thread(Loop) { IsBackground = true, Name = "VeoPS ledger" }.Start();
            }
        }

        return done.Task;
    }

    private void Loop()
    {
        while (Next() is { } work) work();
    }

    private Action? Next()
    {
        lock (_sync)
        {
            while (_work.Count == 0)
            {
                if (Monitor.Wait(_sync, IdleLimit) || _work.Count > 0) continue;
                idle();
                _isRunning = false;
                return null;
            }

            return _work.Dequeue();
        }
    }
}
