using VeoPS.Engine.Disk;

namespace VeoPS.Tests.Support;

/// <summary>A folder for one test, gone after it.</summary>
public sealed class TempFolder : IDisposable
{
    private static readonly TimeSpan UntilIdle = TimeSpan.FromMinutes(1);

    /// <summary>The folder, absolute. It exists.</summary>
    public string FullName { get; } = Directory.CreateTempSubdirectory("veops-tests-").FullName;

    /// <summary>A path in the folder. Nothing is made there.</summary>
    public string PathOf(params string[] parts) => Path.Combine([FullName, .. parts]);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A ledger keeps its file open for some seconds, and Windows deletes no file that is open.
        if (OperatingSystem.IsWindows()) TestLedger.Close(FullName);

        // A ledger that the test did not open itself, such as that of a client, closes when it is idle.
        FileSharing.Retry(UntilIdle, () =>
        {
            Directory.Delete(FullName, recursive: true);
            return true;
        });
    }
}
