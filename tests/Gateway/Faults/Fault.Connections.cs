namespace VeoPS.TestGateway;

/// <content>Faults of the connection: late, closed, reset.</content>
public sealed partial class Fault
{
    /// <summary>Does what was asked, and answers when <paramref name="hold"/> is released.</summary>
    /// <param name="hold">Released by the test.</param>
    public static Fault LateAnswer(Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return Late((_, token) => hold.WaitAsync(token), hold);
    }

    /// <summary>Does what was asked, and answers after <paramref name="delay"/>.</summary>
    /// <param name="delay">By <see cref="GatewayOptions.TimeProvider"/>.</param>
    public static Fault LateAnswer(TimeSpan delay) => Late((time, token) => Task.Delay(delay, time, token), hold: null);

    /// <summary>Reads the request whole and closes the connection in order (FIN), without an answer.</summary>
    /// <param name="accepted">Whether it did what was asked.</param>
    public static Fault CloseAfterReading(bool accepted) => new("closeAfterReading", async exchange =>
    {
        exchange.Take(accepted);
        await exchange.Connection.CloseAsync(exchange.Token);
    });

    /// <summary>Reads the request whole and resets the connection (RST), without an answer.</summary>
    /// <param name="accepted">Whether it did what was asked.</param>
    public static Fault Reset(bool accepted) => new("reset", exchange =>
    {
        exchange.Take(accepted);
        exchange.Connection.Reset();
        return Task.CompletedTask;
    });

    private static Fault Late(Func<TimeProvider, CancellationToken, Task> waitAsync, Hold? hold) => new(
        "lateAnswer",
        async exchange =>
        {
            var answer = exchange.Handle();
            await waitAsync(exchange.Gateway.Options.TimeProvider, exchange.Token);
            await exchange.SendAsync(answer);
        },
        hold);
}
