namespace VeoPS.Bench;

/// <summary>The folder of the repository that this was built in, or is run in.</summary>
internal static class RepositoryFolder
{
    /// <summary>The path of a file in it.</summary>
    /// <param name="name">Relative to the folder.</param>
    public static string PathOf(string name)
        => Path.Combine(Above(AppContext.BaseDirectory) ?? Above(Environment.CurrentDirectory) ?? Environment.CurrentDirectory, name);

    private static string? Above(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "VeoPS.sln"))) folder = Path.GetDirectoryName(folder);
        return folder;
    }
}
