using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

public sealed class FileLedgerUnavailableTests : IDisposable
{
    private readonly TempFolder _home = new();
    private readonly FakeTimeProvider _clock = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    [InlineData("file/below/that")]
    public void A_ledger_below_a_file_cannot_be_written_and_the_remedy_is_named(string place)
    {
        File.WriteAllText(_home.PathOf("file"), "mine");
        FileLedger ledger = new(_home.PathOf(place), _clock);
        LedgerEntry entry = FileLedgerFixture.NewEntry(ledger, _clock.GetUtcNow());
        JobClaim claim = new("scope", "key", 1, entry.Task.SubmissionId, "hash", entry.SubmitDeadline);

        Action[] writers = [() => ledger.Add(entry), () => ledger.TryClaim(claim)];
        Assert.All(writers, write =>
        {
            VeoException fault = Assert.Throws<VeoException>(write);
            Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
            Assert.Contains(_home.PathOf(place), fault.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing was sent", fault.Message, StringComparison.Ordinal);
            Assert.Contains("VEOPS_HOME", fault.Message, StringComparison.Ordinal);
        });
        Assert.Equal("mine", File.ReadAllText(_home.PathOf("file")));
    }

    [Fact]
    public void A_folder_without_the_right_to_write_is_unavailable()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "An administrator may write everywhere.");
        SetMode(_home.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        FileLedger ledger = new(_home.FullName, _clock);

        VeoException fault = Assert.Throws<VeoException>(() => ledger.Add(FileLedgerFixture.NewEntry(ledger, _clock.GetUtcNow())));

        SetMode(_home.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
    }

    [Fact]
    public void A_full_disk_is_unavailable_and_leaves_no_part_of_a_task()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm") && Environment.IsPrivilegedProcess, "Needs the right to mount a small disk.");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", _home.FullName), "A disk cannot be mounted here.");
        try
        {
            FileLedger ledger = new(_home.FullName, _clock);
            Exception? fault;
            int recorded = -1;
            do
            {
                fault = Record.Exception(() => ledger.Add(FileLedgerFixture.NewEntry(ledger, _clock.GetUtcNow())));
                recorded++;
            }
            while (fault is null);

            Assert.Equal(VeoErrorId.LedgerUnavailable, Assert.IsType<VeoException>(fault).ErrorId);
            Assert.Equal(recorded, ledger.List(new LedgerQuery(), Assert.Fail).Count());
            Assert.Empty(Directory.GetFiles(_home.FullName, "*.tmp", SearchOption.AllDirectories));
        }
        finally
        {
            Run("umount", _home.FullName);
        }

        static bool Run(string command, params string[] arguments)
        {
            try
            {
                using System.Diagnostics.Process process = System.Diagnostics.Process.Start(command, arguments);
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false; // There is no such command here.
            }
        }
    }

    [Fact]
    public void What_is_private_is_for_this_account_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has ACLs instead of modes.");
        WriteEverything(isPrivate: true);

        Assert.All(Directory.GetFiles(_home.PathOf("state"), "*", SearchOption.AllDirectories), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(file)));
        Assert.All([_home.PathOf("state"), .. Directory.GetDirectories(_home.PathOf("state"), "*", SearchOption.AllDirectories)], folder =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, ModeOf(folder)));
    }

    [Fact]
    public void In_a_folder_of_the_users_choice_the_users_own_mask_decides()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has ACLs instead of modes.");
        File.WriteAllText(_home.PathOf("plain"), "");
        WriteEverything(isPrivate: false);

        Assert.All(Directory.GetFiles(_home.PathOf("state"), "*", SearchOption.AllDirectories), file =>
            Assert.Equal(ModeOf(_home.PathOf("plain")), ModeOf(file)));
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has ACLs instead of modes.");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    private void WriteEverything(bool isPrivate)
    {
        FileLedger ledger = new(_home.PathOf("state"), _clock, isPrivate);
        LedgerEntry entry = FileLedgerFixture.NewEntry(ledger, _clock.GetUtcNow());
        ledger.TryClaim(new JobClaim("scope", "key", 1, entry.Task.SubmissionId, "hash", entry.SubmitDeadline));
        ledger.Add(entry);
        ledger.Update(entry.Task.SubmissionId, before => before with { Task = before.Task with { Id = "1" } });
    }
}
