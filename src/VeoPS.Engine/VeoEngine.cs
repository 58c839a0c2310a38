using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;

namespace VeoPS.Engine;

/// <summary>The engine's parts, put together: submit, wait, save.</summary>
/// <param name="transport">The way out; shared by as many engines as there are, and disposed by its owner.</param>
/// <param name="ledger">Where purchases are written down.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where decisions are told.</param>
internal sealed class VeoEngine(HttpTransport transport, ILedger ledger, TimeProvider time, EngineLog log)
{
    /// <summary>Where purchases are written down.</summary>
    public ILedger Ledger => ledger;

    /// <summary>Asks gateways how tasks are doing.</summary>
    public TaskPoller Poller { get; } = new(transport, ledger, time, log);

    /// <summary>Finds submissions whose answer was lost.</summary>
    public TaskReconciler Reconciler { get; } = new(transport, ledger, time, log);

    /// <summary>Settles submissions of unknown outcome by a person's word.</summary>
    public TaskResolver Resolver => new(Poller, ledger, time, log);

    /// <summary>Judges tasks that are to be bought again.</summary>
    public RestartPlan Restarts { get; } = new(ledger);

    /// <summary>Asks gateways for the balance of the account.</summary>
    public BalanceReader Balances { get; } = new(transport, ledger, time, log);

    /// <summary>All the submissions of one call.</summary>
    /// <param name="maxTotalCost">The most that all of them may cost, in the profile's unit.</param>
    /// <param name="retryTimeout">How long a submission that the gateway certainly did not take is sent again; null for 300 s.</param>
    public PurchaseRun NewRun(decimal? maxTotalCost = null, TimeSpan? retryTimeout = null)
        => new(transport, ledger, time, log, maxTotalCost, retryTimeout);

    /// <summary>The cost of a request by the profile's own price or the published one, else by the gateway's word. Asking costs
    /// nothing.</summary>
    /// <param name="request">The request; already checked against the gateway's table.</param>
    /// <param name="profile">Where.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where nobody tells.</returns>
    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: the gateway could not be asked.</exception>
    public Task<VeoCost?> PriceAsync(VeoRequest request, GatewayProfile profile, CancellationToken cancellationToken) =>
        new PriceReader(transport, time, new MediaPreparer(transport, time)).ReadAsync(request, profile, cancellationToken);

    /// <summary>Upgraded renditions of videos that are there.</summary>
    public RenditionRun Renditions { get; } = new(transport, ledger, time, log);

    /// <summary>Waits for any number of tasks.</summary>
    /// <param name="timeout">How long each is waited for.</param>
    /// <param name="interval">Between two questions about a task; null: the gateway's own.</param>
    /// <param name="ended">Gets each task as it ends. Called from any thread.</param>
    /// <param name="stretch">How many times longer than the gateway's cadence it waits between two questions.</param>
    public TaskWatcher NewWatcher(TimeSpan timeout, TimeSpan? interval, Action<TaskHandle, PollResult> ended, int stretch = 1) =>
        new(Poller, time, timeout, interval, ended, log) { Stretch = stretch };

    /// <summary>Takes in the callbacks of gateways.</summary>
    /// <param name="profiles">Whose callbacks are taken.</param>
    /// <param name="ended">Gets each task once, as it has ended. Called from any thread.</param>
    /// <param name="warned">Gets warnings for a person. Called from any thread.</param>
    /// <param name="questions">How often the gateway is asked because of one callback, a poll floor apart.</param>
    /// <param name="watcher">Where a wait for tasks goes on; null: nowhere.</param>
    public CallbackReceiver NewReceiver(
        IReadOnlyList<CallbackProfile> profiles,
        Action<TaskHandle> ended,
        Action<VeoException> warned,
        int questions = 5,
        TaskWatcher? watcher = null) =>
        new(Poller, ledger, time, log, profiles, ended, warned) { QuestionsForOne = questions, Watcher = watcher };

    /// <summary>Listens for callbacks.</summary>
    /// <param name="prefix">Such as <c>http://127.0.0.1:8080/veo/</c>.</param>
    /// <param name="receiver">Takes them in.</param>
    /// <exception cref="VeoException"><see cref="VeoErrorId.RequestInvalid"/>: it is no such address.</exception>
    public CallbackListener NewListener(Uri prefix, CallbackReceiver receiver) => new(prefix, receiver, time, log);

    /// <summary>Opens a video that has no link, but is inside the gateway's answer about its task.</summary>
    /// <param name="handle">The task.</param>
    /// <param name="index">The video's place among the task's, from 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where the gateway has a link, or nothing.</returns>
    public Task<Stream?> OpenInlineAsync(TaskHandle handle, int index, CancellationToken cancellationToken)
        => InlineVideo.OpenAsync(transport, handle, index, cancellationToken);

    /// <summary>The list of work that workers share.</summary>
    public JobList NewJobs() => new(ledger, NewRun(), log);

    /// <summary>The leases of one worker on that list.</summary>
    /// <param name="lease">How long one lasts unless it is renewed.</param>
    public JobLeases NewLeases(TimeSpan lease) => new(ledger, time, log, lease);

    /// <summary>All the downloads of one call.</summary>
    /// <param name="home">The state folder of this machine, which records of saved files name; null where there is none.</param>
    public VideoSaver NewSaver(string? home = null) => new(transport, ledger, time, log, home);
}
