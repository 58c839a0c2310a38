namespace VeoPS.Tests.Support;

/// <summary>The folder of the repository that the tests were built in.</summary>
internal static class RepositoryFolder
{
    /// <summary>The path of a file in it.</summary>
    /// <param name="name">Relative to the folder.</param>
    public static string File(string name)
    {
        string folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "VeoPS.sln"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Combine(folder, name);
    }
}
