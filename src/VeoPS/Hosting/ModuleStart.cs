using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using VeoPS.Loader;

namespace VeoPS.Hosting;

/// <summary>What is done before this assembly's first code runs. PowerShell imports a module by its metadata alone.</summary>
internal static class ModuleStart
{
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "PowerShell starts here: this library has no other entry.")]
    internal static void Hook() => ModuleLoader.Hook();
}
