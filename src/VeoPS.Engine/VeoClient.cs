using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Profiles;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;

namespace VeoPS.Engine;

/// <summary>
/// The engine for a program without PowerShell: buys a video, waits for it and saves it, with the same ledger, the same limits
/// and the same errors as the module. Its members may be called from any thread.
/// </summary>
public sealed class VeoClient : IDisposable
{
    private readonly HttpTransport _transport;
    private readonly VeoEngine _engine;
    private readonly ProfileResolver _profiles;

    /// <summary>Opens the ledger that the environment names (<c>VEOPS_LEDGER</c>, <c>VEOPS_HOME</c>). Nothing is read or written
    /// before the first purchase.</summary>
    /// <param name="log">Gets each decision; null where nobody reads them.</param>
    /// <param name="environment">Reads a variable; null for the variables of this process.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.LedgerUnavailable"/>: the environment names no ledger that is
    /// known.</exception>
    public VeoClient(EngineLog? log = null, Func<string, string?>? environment = null)
        : this(log ?? EngineLog.None, environment ?? Environment.GetEnvironmentVariable, TimeProvider.System) { }

    internal VeoClient(EngineLog log, Func<string, string?> environment, TimeProvider time)
    {
        ILedger ledger = LedgerStore.Open(environment, time);
        _transport = new HttpTransport(time);
        _engine = new VeoEngine(_transport, ledger, time, log);
        _profiles = new ProfileResolver(environment);
    }

    /// <summary>Buys a video. The purchase is in the ledger before anything is sent.</summary>
    /// <param name="request">The request for the video.</param>
    /// <param name="profile"><c>sandbox</c>, or <c>env</c> for the profile of the environment (<c>VEOPS_PROVIDER</c>,
    /// <c>VEOPS_API_KEY</c>). Registered profiles need a vault, which only the module reads.</param>
    /// <param name="jobKey">Buys once under this name, however often it is called; null for a purchase of its own.</param>
    /// <param name="cancellationToken">Ends it. A purchase that is sent already goes on at its gateway.</param>
    /// <returns>The task that the gateway has taken, or the one that the job key had bought before.</returns>
    /// <exception cref="VeoException">Why there is none. Only <see cref="VeoErrorId.SubmitUnknown"/> may have been bought.</exception>
    public async Task<VeoTask> SubmitAsync(
        VeoRequest request,
        string profile,
        string? jobKey = null,
        CancellationToken cancellationToken = default)
    {
        SubmissionOrder order = new() { Profiles = [_profiles.Resolve(profile)], Request = request, JobKey = jobKey };
        PurchaseRun.Check(order);
        SubmissionOutcome outcome = await _engine.NewRun().SubmitAsync(order, cancellationToken).ConfigureAwait(false);
        return outcome.Task ?? throw outcome.Error!;
    }

    /// <summary>Waits until a task has ended.</summary>
    /// <param name="task">The task.</param>
    /// <param name="timeout">How long. The task goes on at its gateway when it runs out.</param>
    /// <param name="cancellationToken">Ends the wait, never the task.</param>
    /// <returns>The task, which has succeeded.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.WaitTimeout"/>, or why the task ended without a video.</exception>
    public async Task<VeoTask> WaitAsync(VeoTask task, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<PollResult> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskWatcher watcher = _engine.NewWatcher(timeout, interval: null, (_, result) => ended.TrySetResult(result));
        watcher.Add(HandleOf(task));
        watcher.CompleteAdding();
        await watcher.RunAsync(cancellationToken).ConfigureAwait(false);
        PollResult result = await ended.Task.ConfigureAwait(false);
        return (result.Error ?? TaskErrors.Ended(result.Task)) is { } error ? throw error : result.Task;
    }

    /// <summary>Saves the videos of a task that has succeeded, as <c>{Id}_{Index}.mp4</c>. A file gets its name when it is whole; one
    /// that is there and whole is not fetched again.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="cancellationToken">Ends it. A part that was fetched is kept for the next time.</param>
    /// <returns>The files, in the order of the task's videos.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/> or <see cref="VeoErrorId.DownloadCorrupt"/>.</exception>
    public async Task<IReadOnlyList<SavedVideo>> SaveAsync(VeoTask task, string folder, CancellationToken cancellationToken = default)
    {
        TaskHandle handle = HandleOf(task);
        VideoSaver saver = _engine.NewSaver();
        FileNameTemplate name = FileNameTemplate.Default;
        Directory.CreateDirectory(folder);
        List<SavedVideo> saved = [];
        foreach (VeoVideo video in task.Videos)
        {
            SaveOrder order = new()
            {
                Task = task,
                Profile = handle.Profile,
                Video = video,
                FinalPath = name.PathIn(Path.GetFullPath(folder), task, video.Index, seed: null),
                NameIdentifiesVideo = name.IdentifiesVideo,
                FreshLink = token => _engine.Poller.FreshLinkAsync(handle, video.Index, token),
            };
            saved.Add(await saver.SaveAsync(order, progress: null, cancellationToken).ConfigureAwait(false));
        }

        return saved;
    }

    /// <summary>A text without the secrets that this process knows, to be shown or logged.</summary>
    /// <param name="text">Such as the message of an error.</param>
    public static string Redact(string text) => Redactor.Shared.Redact(text);

    /// <summary>Closes the connections. The ledger stays open for other clients of this process.</summary>
    public void Dispose() => _transport.Dispose();

    private TaskHandle HandleOf(VeoTask task) => new(task, _profiles.Resolve(task.Profile));
}
