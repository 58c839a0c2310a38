using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Text;

/// <summary>Where the engine says what it decides. Called from any thread; whoever shows it redacts it.</summary>
/// <param name="Verbose">For who wants to follow every step.</param>
/// <param name="Warning">For what a person should know.</param>
public sealed record EngineLog(Action<string> Verbose, Action<string> Warning)
{
    /// <summary>Says nothing.</summary>
    public static EngineLog None { get; } = new(_ => { }, _ => { });

    /// <summary>Gets what happens, as an object; null where nobody listens.</summary>
    public Action<VeoEvent>? Event { get; init; }
}
