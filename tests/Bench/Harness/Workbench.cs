namespace VeoPS.Bench;

/// <summary>What all parts need: the modules, and a folder that is emptied in the end.</summary>
/// <param name="modulePath">The folder of VeoPS as it was built.</param>
/// <param name="patience">How long a run waits for a quiet machine.</param>
internal sealed class Workbench(string modulePath, TimeSpan patience) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("veops-bench-");

    /// <summary>Imports VeoPS.</summary>
    public const string ImportVeoPS = "Import-Module $env:MODULE";

    /// <summary>Imports the script module that does the same calls.</summary>
    public const string ImportScript = "Import-Module $env:PEERS/Peers/VeoScript.psm1";

    /// <summary>Imports a binary module of one cmdlet.</summary>
    public const string ImportOneCmdlet = "Import-Module $env:PEERS/OneCmdlet.dll";

    /// <summary>What a peer needs to talk to the gateway.</summary>
    public const string Script = "$base = $env:VEOPS_BASE_URI; $headers = @{ Authorization = \"Bearer $env:VEOPS_API_KEY\" }";

    public Quiet Quiet { get; } = new(patience);

    public string NewFolder() => _folder.CreateSubdirectory(Path.GetRandomFileName()).FullName;

    /// <summary>The environment of a run: where the modules are, a ledger that is empty, and the gateway where there is one.</summary>
    public Dictionary<string, string> Variables(
        GatewayProcess? gateway = null) => new(gateway?.Variables ?? new Dictionary<string, string>())
    {
        ["MODULE"] = Path.Combine(modulePath, "VeoPS.psd1"),
        ["PEERS"] = AppContext.BaseDirectory,
        ["VEOPS_HOME"] = NewFolder(),
    };

    /// <summary>Those whose program is here; says of the others that it is not.</summary>
    public static IReadOnlyList<Contender> Present(IEnumerable<Contender> contenders, Report report)
    {
        ILookup<bool, Contender> all = contenders.ToLookup(each => each.IsPresent);
        foreach (Contender absent in all[false]) report.Note($"{absent.Name} was not measured: there is no {absent.Program} on PATH.");
        return [.. all[true]];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
