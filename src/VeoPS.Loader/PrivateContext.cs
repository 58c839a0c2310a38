#if NET
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace VeoPS.Loader;

/// <summary>Holds the engine and its dependencies. Everything else, the nouns and the framework included, is the default
/// context's.</summary>
internal sealed class PrivateContext(string folder) : AssemblyLoadContext("VeoPS", isCollectible: false)
{
    private const string Engine = "VeoPS.Engine";

    /// <summary>The engine, when the default context is asked for it; null for any other assembly.</summary>
    public Assembly? LoadEngine(AssemblyName name) =>
        string.Equals(name.Name, Engine, StringComparison.OrdinalIgnoreCase)
            ? LoadFromAssemblyPath(Path.Combine(folder, Engine + ".dll"))
            : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    // Native libraries lie once for both editions of PowerShell, in a folder for each platform. The system
    // looks for a library that is not there. Where the system does not find it either, the caller reports that it is missing.
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        (string system, string file) = OperatingSystem.IsWindows() ? ("win", unmanagedDllName + ".dll")
            : OperatingSystem.IsMacOS() ? ("osx", $"lib{unmanagedDllName}.dylib")
            : (IsMusl ? "linux-musl" : "linux", $"lib{unmanagedDllName}.so");
#pragma warning disable CA1308 // As the platforms are named.
        string platform = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
#pragma warning restore CA1308
        string path = Path.GetFullPath(Path.Combine(folder, "..", "..", "native", platform, file));
        return File.Exists(path) ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
    }

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)
        || RuntimeInformation.RuntimeIdentifier.StartsWith("alpine", StringComparison.Ordinal);
}
#endif
