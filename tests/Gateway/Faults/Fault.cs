namespace VeoPS.TestGateway;

/// <summary>
/// One way to misbehave. Where it matters, <c>accepted</c> says whether the gateway did what was asked before: an accepted
/// submission has its task and counts in <see cref="LoopbackGateway.Accepted"/>, whatever the client gets to see.
/// </summary>
public sealed partial class Fault
{
    private readonly Func<Exchange, Task> _play;

    private Fault(string name, Func<Exchange, Task> play, Hold? hold = null)
    {
        Name = name;
        Hold = hold;
        _play = play;
    }

    /// <summary>Its name in control requests, on the command line, and in <see cref="RecordedRequest.Fault"/>.</summary>
    public string Name { get; }

    /// <summary>What it keeps requests waiting at, if it does.</summary>
    public Hold? Hold { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal Task PlayAsync(Exchange exchange) => _play(exchange);

    /// <summary>A fault that only puts another answer in the place of the true one.</summary>
    private static Fault Answering(string name, Func<Exchange, Answer> answer) =>
        new(name, exchange => exchange.SendAsync(answer(exchange)));
}
