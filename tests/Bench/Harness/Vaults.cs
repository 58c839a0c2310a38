namespace VeoPS.Bench;

/// <summary>The module of vaults that PowerShell's team ships: what an import may cost.</summary>
internal static class Vaults
{
    public const string Name = "Microsoft.PowerShell.SecretManagement";

    /// <summary>Its path, so that no search counts; null where it is not installed.</summary>
    public static async Task<string?> FindAsync()
    {
        string path = await PowerShell.ReadAsync($"(Get-Module {Name} -ListAvailable | Select-Object -First 1).Path");
        return path.Length == 0 ? null : path;
    }
}
