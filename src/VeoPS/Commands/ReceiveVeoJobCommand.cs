using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>
/// Takes jobs off the shared list, each for this worker alone, to be piped into New-VeoVideo. A lease is renewed until the
/// whole line is over, and falls free when the process dies.
/// </summary>
[Cmdlet(VerbsCommunications.Receive, "VeoJob")]
[OutputType(typeof(VeoJob))]
public sealed class ReceiveVeoJobCommand : VeoCmdlet
{
    // A turn for the stages that follow is cheap; a look at the list is a transaction, for each worker of a fleet.
    private const int TurnsBetweenLooks = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    // Stopping may take 2 s in all.
    private static readonly TimeSpan LeaveWhenStopped = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(30);

    private EngineHost? _host;
    private JobLeases? _leases;

    /// <summary>How many at most. Left out: all that are due.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int First { get; set; } = int.MaxValue;

    /// <summary>Seconds that a lease lasts unless it is renewed.</summary>
    [Parameter]
    [ValidateRange(5, 86400)]
    public int LeaseSec { get; set; } = 900;

    /// <summary>Goes on as jobs come, until it is stopped or has handed out as many as -First says.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Only jobs that have all of these.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[] Tag { get; set; } = [];

    /// <summary>Only jobs whose first profile is one of these.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[] Profile { get; set; } = [];

    /// <inheritdoc/>
    protected override void Begin()
    {
        _host = OpenEngine();
        _leases = _host.Engine.NewLeases(TimeSpan.FromSeconds(LeaseSec));
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        try
        {
            for (int left = First; left > 0;)
            {
                if (Await(token => _leases!.TakeAsync(Cell.Texts(Tag), Cell.Texts(Profile), token)) is not { } taken)
                {
                    if (!Wait) return;
                    Idle();
                    continue;
                }

                if (taken.Error is { } error)
                {
                    Fail(error, taken.Job);
                    continue;
                }

                left--;
                WriteObject(taken.Job);
            }
        }
        catch (VeoException exception)
        {
            End(exception, null);
        }
    }

    /// <inheritdoc/>
    protected override void Leave()
    {
        if (_leases is not { } leases || _host is not { } host) return;
        TimeSpan limit = StopToken.IsCancellationRequested ? LeaveWhenStopped : LeaveLimit;
        using CancellationTokenSource stop = new(limit);
        try
        {
            Task.Run(async () =>
            {
                await leases.EndAsync(stop.Token).ConfigureAwait(false);
                await host.Engine.Ledger.EndCallAsync(stop.Token).ConfigureAwait(false);
            }).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is OperationCanceledException or VeoException)
        {
            // Nothing is lost by it: a lease that nobody renews lapses.
            PostWarning($"The job leases could not be released. They expire within {LeaseSec} s: {exception.Message}");
        }
    }

    private void Idle()
    {
        for (int turn = 0; turn < TurnsBetweenLooks; turn++)
        {
            PassTurn();
            Run(token => Task.Delay(Turn, token));
        }
    }
}
