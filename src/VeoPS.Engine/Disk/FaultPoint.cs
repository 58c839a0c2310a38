namespace VeoPS.Engine.Disk;

/// <summary>
/// A named point between two steps, where a process may die. Only tests listen: they end the process there, and look
/// whether the next one loses or doubles anything.
/// </summary>
internal static class FaultPoint
{
    /// <summary>Hears the name of each point that is passed, on the thread that passes it.</summary>
    internal static Action<string>? Listener { get; set; }

    /// <summary>Passes a point.</summary>
    public static void Pass(string name) => Listener?.Invoke(name);
}
