using System.Reflection;
#if NET
using System.Runtime.Loader;
#endif

namespace VeoPS.Loader;

/// <summary>
/// Hooks the place where the runtime asks for an assembly that it cannot find, so that the engine is loaded with its
/// first use and not with the import, and its dependencies never meet another module's.
/// </summary>
public static class ModuleLoader
{
    /// <summary>Called once, before any code that needs the engine.</summary>
    public static void Hook()
    {
        string folder = Path.Combine(Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!, "private");
#if NET
        PrivateContext context = new(folder);
        AssemblyLoadContext.Default.Resolving += (_, name) => context.LoadEngine(name);
#else
        // Windows PowerShell has one context for all assemblies. Our own files are found whatever version is asked for,
        // because we cannot write the binding redirects of Windows PowerShell.
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) =>
        {
            string path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
            return File.Exists(path) ? Assembly.LoadFrom(path) : null;
        };
#endif
    }
}
