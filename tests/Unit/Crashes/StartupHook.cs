using VeoPS.Tests.Crashes;

/// <summary>
/// Makes a process of its own out of the test assembly: .NET calls this before Main, and only where
/// <c>DOTNET_STARTUP_HOOKS</c> names the assembly, which <see cref="LineProcess"/> alone does.
/// </summary>
/// <remarks>
/// A module initializer would do for work on one thread. Every other thread that comes into the assembly waits until it has
/// ended, and the line needs several.
/// </remarks>
internal static class StartupHook
{
    /// <summary>The name and the form are .NET's:
    /// https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md</summary>
    public static void Initialize()
    {
        BuyingLine.RunAsync(LineOrder.Received, Console.In, Console.Out).GetAwaiter().GetResult();
        Environment.Exit(0);
    }
}
