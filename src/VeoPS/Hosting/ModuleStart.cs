using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using VeoPS.Loader;

namespace VeoPS.Hosting;

/// <summary>Runs before the first code of this assembly. PowerShell imports a module by its metadata alone.</summary>
internal static class ModuleStart
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "PowerShell starts here: this library has no other entry.")]
    internal static void Hook() => ModuleLoader.Hook();
}
