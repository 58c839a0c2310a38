namespace VeoPS.Engine.Text;

/// <summary>Gets the engine's decisions. Called from any thread; whoever shows it redacts it.</summary>
/// <param name="Verbose">For who wants to follow every step.</param>
/// <param name="Warning">For the warnings that a person should read.</param>
public sealed record EngineLog(Action<string> Verbose, Action<string> Warning)
{
    /// <summary>Says nothing.</summary>
    public static EngineLog None { get; } = new(_ => { }, _ => { });

    /// <summary>Gets each event, as an object; null where nobody listens.</summary>
    public Action<VeoEvent>? Event { get; init; }
}
