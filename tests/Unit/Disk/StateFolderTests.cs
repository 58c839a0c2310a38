using System.Runtime.InteropServices;
using VeoPS.Engine.Disk;

namespace VeoPS.Tests.Disk;

public sealed class StateFolderTests
{
    [Theory]
    [InlineData("VEOPS_HOME=/mnt/ledger STATE_DIRECTORY=/var/lib/veo HOME=/home/a", "/mnt/ledger", false)]
    [InlineData("STATE_DIRECTORY=/var/lib/veo:/var/lib/other XDG_STATE_HOME=/s HOME=/home/a", "/var/lib/veo", true)]
    [InlineData("XDG_STATE_HOME=/s HOME=/home/a", "/s/veops", true)]
    [InlineData("XDG_STATE_HOME= HOME=/home/a", "/home/a/.local/state/veops", true)]
    public void Linux_has_its_state_folders(string variables, string folder, bool isPrivate) =>
        Assert.Equal(new StateFolder(OnThisSystem(folder), isPrivate), OnThisSystem(Resolve(OSPlatform.Linux, variables)));

    [Fact]
    public void MacOS_has_application_support() =>
        Assert.Equal(
            new StateFolder(OnThisSystem("/Users/a/Library/Application Support/VeoPS"), true),
            OnThisSystem(Resolve(OSPlatform.OSX, "HOME=/Users/a STATE_DIRECTORY=/elsewhere")));

    [Theory]
    [InlineData(@"C:\Users\a\AppData\Local")]
    [InlineData(@"\\server\profiles\a")]
    public void Windows_has_local_application_data(string folder) =>
        Assert.Equal(
            new StateFolder(Path.Combine(folder, "VeoPS"), true),
            Resolve(OSPlatform.Windows, $"LOCALAPPDATA={folder} HOME=/elsewhere"));

    [Theory]
    [InlineData("")]
    [InlineData("HOME=")]
    [InlineData("HOME=relative")]
    [InlineData("VEOPS_HOME=./ledger HOME=/home/a")]
    [InlineData("VEOPS_HOME=~/ledger HOME=/home/a")]
    [InlineData("STATE_DIRECTORY=:/var/lib/veo HOME=/home/a")]
    public void Where_no_folder_can_be_told_the_remedy_is_named(string variables) =>
        AssertUnavailable(() => Resolve(OSPlatform.Linux, variables));

    [Theory]
    [InlineData(@"C:ledger")]
    [InlineData(@"\ledger")]
    [InlineData("/ledger")]
    public void On_Windows_a_path_that_depends_on_the_current_drive_is_refused(string folder) =>
        AssertUnavailable(() => Resolve(OSPlatform.Windows, $"VEOPS_HOME={folder}"));

    [Theory]
    [InlineData(@"VEOPS_HOME=C:\Users\a\OneDrive\veops OneDrive=C:\Users\a\OneDrive", true)]
    [InlineData(@"VEOPS_HOME=c:/users/a/onedrive/veops OneDrive=C:\Users\a\OneDrive\", true)]
    [InlineData(@"VEOPS_HOME=C:\Work\veops OneDrive=C:\Users\a\OneDrive OneDriveCommercial=C:\Work", true)]
    [InlineData(@"VEOPS_HOME=C:\Users\a\OneDrive2\veops OneDrive=C:\Users\a\OneDrive", false)]
    [InlineData(@"VEOPS_HOME=C:\veops OneDrive= OneDriveConsumer=", false)]
    [InlineData(@"LOCALAPPDATA=C:\Users\a\AppData\Local OneDrive=C:\Users\a\OneDrive", false)]
    public void A_folder_of_OneDrive_is_known_by_its_variables(string variables, bool expected)
    {
        Dictionary<string, string> environment = Parsed(variables);
        Assert.Equal(expected, Resolve(OSPlatform.Windows, variables).IsInOneDrive(environment.GetValueOrDefault));
    }

    // Parts are joined as the system does that the tests run on.
    private static string OnThisSystem(string path) => path.Replace('/', Path.DirectorySeparatorChar);

    private static StateFolder OnThisSystem(StateFolder folder) => folder with { FullName = OnThisSystem(folder.FullName) };

    private static void AssertUnavailable(Func<StateFolder> resolve)
    {
        VeoException fault = Assert.Throws<VeoException>(resolve);
        Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
        Assert.Contains(
            "Nothing was sent. Set VEOPS_HOME to a folder that this account can write to.",
            fault.Message,
            StringComparison.Ordinal);
    }

    private static StateFolder Resolve(OSPlatform platform, string variables)
        => StateFolder.Resolve(Parsed(variables).GetValueOrDefault, platform);

    private static Dictionary<string, string> Parsed(string variables) => variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1]);
}
