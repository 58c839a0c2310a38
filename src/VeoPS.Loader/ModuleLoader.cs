using System.Management.Automation;
using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace VeoPS.Loader;

/// <summary>
/// Hooks the place where the runtime asks for an assembly that it cannot find, so that the engine is loaded with its
/// first use and not with the import, and its dependencies never meet another module's.
/// </summary>
public sealed class ModuleLoader : IModuleAssemblyInitializer
{
    private static int s_hooked;

    /// <summary>Called by PowerShell with each import.</summary>
    public void OnImport()
    {
        if (Interlocked.Exchange(ref s_hooked, 1) == 1) return;
        string bin = Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!;
        string folder = Path.Combine(bin, "private");
        Assembly.LoadFrom(Path.Combine(bin, "VeoPS.Abstractions.dll")); // So that a script can name [VeoPS.VeoTask] at once.
#if NET
        PrivateContext context = new(folder);
        AssemblyLoadContext.Default.Resolving += (_, name) => context.LoadEngine(name);
#else
        // Windows PowerShell has one context for all. What is ours is found whatever version is asked for: its
        // binding redirects are not ours to write.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            string path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
            return File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
#endif
    }
}
