#if NET
using System.Reflection;
using System.Runtime.Loader;

namespace VeoPS.Loader;

/// <summary>Holds the engine and what it depends on. Everything else, the nouns and the framework included, is the default context's.</summary>
internal sealed class PrivateContext(string folder) : AssemblyLoadContext("VeoPS", isCollectible: false)
{
    private const string Engine = "VeoPS.Engine";

    /// <summary>The engine, for whoever asks the default context for it; nothing else is answered.</summary>
    public Assembly? LoadEngine(AssemblyName name) =>
        string.Equals(name.Name, Engine, StringComparison.OrdinalIgnoreCase) ? LoadFromAssemblyPath(Path.Combine(folder, Engine + ".dll")) : null;

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
#endif
