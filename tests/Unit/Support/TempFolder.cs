namespace VeoPS.Tests.Support;

/// <summary>A folder for one test, gone after it.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>The folder, absolute. It exists.</summary>
    public string FullName { get; } = Directory.CreateTempSubdirectory("veops-tests-").FullName;

    /// <summary>A path in the folder. Nothing is made there.</summary>
    public string PathOf(params string[] parts) => Path.Combine([FullName, .. parts]);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A ledger keeps its file open for some seconds, and Windows deletes no file that is open.
        if (OperatingSystem.IsWindows()) TestLedger.Close(FullName);
        Directory.Delete(FullName, recursive: true);
    }
}
