using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Data.Sqlite;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Profiles;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>What the file itself promises: modes, copies, damage, other processes, other programs' files.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Home => _folder.PathOf("state");

    private string LedgerFile => Path.Combine(Home, "ledger.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_reader_makes_no_file()
    {
        ILedger ledger = Open();
        Assert.Null(await ledger.FindAsync("veo-20261120-060000000-000000000000", Stop));
        Assert.Empty((await ledger.PageAsync(new LedgerQuery(), null, Stop)).Entries);
        Assert.Null((await ledger.StatusAsync(Stop)).Error);
        await ledger.EndCallAsync(Stop);
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public async Task Its_files_are_for_this_account_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        ILedger ledger = Open();
        await BuyAsync(ledger);
        string[] files = Directory.GetFiles(Home);
        Assert.Contains(LedgerFile + "-wal", files);
#pragma warning disable CA1416 // Skipped on Windows.
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
#pragma warning restore CA1416
        await ledger.EndCallAsync(Stop);
    }

    [Fact]
    public async Task It_writes_ahead_and_flushes_each_commit()
    {
        ILedger ledger = Open();
        await BuyAsync(ledger);
        using SqliteConnection connection = Connect(LedgerFile);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        Assert.Equal("wal", command.ExecuteScalar());
        await ledger.EndCallAsync(Stop);
    }

    [Fact]
    public async Task One_copy_a_day_is_made_when_a_call_has_ended_and_two_are_kept()
    {
        for (int day = 0; day < 4; day++)
        {
            for (int call = 0; call < 2; call++)
            {
                ILedger ledger = Open();
                await BuyAsync(ledger);
                await ledger.EndCallAsync(Stop);
            }

            _time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(
            ["ledger-20261122.db", "ledger-20261123.db"],
            Directory.GetFiles(Home, "ledger-*.db").Select(Path.GetFileName).Order());
        using SqliteConnection copy = Connect(Path.Combine(Home, "ledger-20261123.db"));
        using SqliteCommand command = copy.CreateCommand();
        command.CommandText = "SELECT count(*) FROM veops_tasks";

        // The day's first call made the copy.
        Assert.Equal(7L, command.ExecuteScalar());
    }

    [Fact]
    public async Task A_ledger_that_is_too_large_for_the_daily_copy_says_so()
    {
        ILedger ledger = Open();
        await BuyAsync(ledger);
        await ledger.EndCallAsync(Stop);
        File.Delete(Assert.Single(Directory.GetFiles(Home, "ledger-*.db")));
        using (FileStream file = new(LedgerFile, FileMode.Open)) file.SetLength(SqliteCopy.LargestByItself + 4096);

        LedgerStatus status = await ledger.StatusAsync(Stop);
        await ledger.EndCallAsync(Stop);

        Assert.Empty(Directory.GetFiles(Home, "ledger-*.db"));
        Assert.Contains(
            "too large for the daily copy",
            ProfileChecks.LedgerOf(new VeoProfile(), status).Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_with_its_newest_copy_and_never_replaced()
    {
        ILedger ledger = Open();
        await BuyAsync(ledger);
        await ledger.EndCallAsync(Stop);
        foreach (byte[] content in (byte[][])["no database at all, whatever its name says"u8.ToArray(), []])
        {
            await File.WriteAllBytesAsync(LedgerFile, content, Stop);
            VeoException refused = await Assert.ThrowsAsync<VeoException>(() => BuyAsync(Open()));
            Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
            Assert.Contains("ledger-20261120.db", refused.Message);
            Assert.Equal(content, await File.ReadAllBytesAsync(LedgerFile, Stop));
        }

        File.Delete(LedgerFile);
        Assert.Contains("the file is missing", (await Assert.ThrowsAsync<VeoException>(() => BuyAsync(Open()))).Message);
        Assert.Contains("the file is missing", (await Open().StatusAsync(Stop)).Error ?? "");
    }

    [Fact]
    public async Task Another_programs_database_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Home);
        using (SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = LedgerFile, Pooling = false }.ToString()))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE books (title TEXT)";
            command.ExecuteNonQuery();
        }

        byte[] before = await File.ReadAllBytesAsync(LedgerFile, Stop);
        Assert.Contains("another program", (await Assert.ThrowsAsync<VeoException>(() => BuyAsync(Open()))).Message);
        Assert.Equal(before, await File.ReadAllBytesAsync(LedgerFile, Stop));
    }

    [Fact]
    public async Task A_folder_of_the_old_ledger_is_refused_with_the_line_that_keeps_it()
    {
        Directory.CreateDirectory(Path.Combine(Home, "tasks", "2026-11-20"));
        Directory.CreateDirectory(Path.Combine(Home, "claims"));
        VeoException refused = await Assert.ThrowsAsync<VeoException>(() => BuyAsync(Open()));
        Assert.Contains(Path.Combine(Home, "tasks"), refused.Message);
        Assert.Contains(Path.Combine(Home, "files"), refused.Message);
        Assert.False(File.Exists(LedgerFile));
    }

    [Fact]
    public async Task A_newer_ledger_that_we_would_spoil_is_refused()
    {
        ILedger ledger = Open();
        await BuyAsync(ledger);
        await ledger.EndCallAsync(Stop);
        using (SqliteConnection connection = Connect(LedgerFile))
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE veops_meta SET value = '99' WHERE name IN ('oldest_writer', 'schema')";
            command.ExecuteNonQuery();
        }

        Assert.Contains("newer VeoPS", (await Assert.ThrowsAsync<VeoException>(() => BuyAsync(Open()))).Message);
    }

    [Fact]
    public async Task What_a_newer_version_wrote_into_a_record_stays()
    {
        ILedger ledger = Open();
        string id = await BuyAsync(ledger);
        using SqliteConnection connection = Connect(LedgerFile);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE veops_tasks SET doc = json_set(doc, '$.later', json('{\"a\":1}'))";
        command.ExecuteNonQuery();
        await ledger.UpdateAsync(id, entry => entry with { Task = new VeoTask(entry.Task) { Progress = 50 } }, Stop);
        command.CommandText = "SELECT json_extract(doc, '$.later.a') FROM veops_tasks";
        Assert.Equal(1L, command.ExecuteScalar());
        await ledger.EndCallAsync(Stop);
    }

    [Fact]
    public async Task Waiting_for_another_process_ends_when_the_caller_stops()
    {
        ILedger ledger = Open();
        await BuyAsync(ledger);
        using SqliteConnection other = Connect(LedgerFile);
        using SqliteCommand command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        using CancellationTokenSource stop = new();
        Task<BeginResult> waiting = ledger.BeginAsync(new BeginRequest { Entry = NewEntry() }, stop.Token);

        // A reader is not in the way of a writer, but stands behind this ledger's own.
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        command.CommandText = "COMMIT";
        command.ExecuteNonQuery();
        await BuyAsync(ledger);
        await ledger.EndCallAsync(Stop);
    }

    [Fact]
    public async Task A_writer_whose_predecessor_sleeps_at_the_head_of_the_queue_goes_past_it()
    {
        ILedger ledger = Open();
        await BuyAsync(ledger);
        await using (new FileStream(LedgerFile + "-queue", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            await BuyAsync(ledger);
        await ledger.EndCallAsync(Stop);
    }

    [Fact]
    public async Task What_is_ahead_of_the_file_is_not_read_past_on_a_disk_that_is_read_only()
    {
        using SmallDisk disk = SmallDisk.Mount(4 * 1024 * 1024);
        SqlLedger ledger = new(new SqliteStore(disk.PathOf("state"), true, _time, _ => null), null);
        await BuyAsync(ledger);
        string copy = disk.PathOf("copy");
        Directory.CreateDirectory(copy);
        foreach (string end in (string[])["", "-wal"])
            File.Copy(disk.PathOf("state", "ledger.db") + end, Path.Combine(copy, "ledger.db") + end);
        await ledger.EndCallAsync(Stop);
        disk.MakeReadOnly();

        SqlLedger killed = new(new SqliteStore(copy, true, _time, _ => null), null);
        VeoException refused = await Assert.ThrowsAsync<VeoException>(() => killed.PageAsync(new LedgerQuery(), null, Stop));
        Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
        await killed.EndCallAsync(Stop);
    }

    [Fact]
    public async Task A_full_disk_buys_nothing_and_loses_nothing()
    {
        using SmallDisk disk = SmallDisk.Mount(4 * 1024 * 1024);
        SqlLedger ledger = new(new SqliteStore(disk.PathOf("state"), true, _time, _ => null), null);
        string id = await BuyAsync(ledger);
        disk.Fill(leave: 0);
        VeoException full = await Assert.ThrowsAsync<VeoException>(async () =>
        {
            while (true) await BuyAsync(ledger);
        });
        Assert.Equal(VeoErrorId.LedgerUnavailable, full.ErrorId);
        disk.Free();
        Assert.NotNull(await ledger.FindAsync(id, Stop));
        await BuyAsync(ledger);
        await ledger.EndCallAsync(Stop);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_says_so()
    {
        await File.WriteAllTextAsync(Home, "in the way", Stop);
        VeoException refused = await Assert.ThrowsAsync<VeoException>(() => BuyAsync(Open()));
        Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
        Assert.Contains(LedgerFile, refused.Message);
        Assert.Contains("VEOPS_HOME", refused.Message);
    }

    [Fact]
    public async Task On_Windows_a_ledger_that_another_program_keeps_to_itself_is_told_and_used_again_afterwards()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows keeps other programs out.");
        ILedger ledger = Open();
        string id = await BuyAsync(ledger);
        await ledger.EndCallAsync(Stop);
        await using (new FileStream(LedgerFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            VeoException refused = await Assert.ThrowsAsync<VeoException>(() => BuyAsync(ledger));
            Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
            Assert.Contains(LedgerFile, refused.Message);
        }

        await BuyAsync(ledger);
        Assert.NotNull(await ledger.FindAsync(id, Stop));
        await ledger.EndCallAsync(Stop);
    }

    [Fact]
    public async Task On_Windows_a_folder_that_denies_this_account_is_told()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has such lists of rights.");
#pragma warning disable CA1416 // Skipped elsewhere.
        DirectoryInfo home = Directory.CreateDirectory(Home);
        DirectorySecurity rights = home.GetAccessControl();
        FileSystemAccessRule denial = new(
            WindowsIdentity.GetCurrent().User!,
            FileSystemRights.CreateFiles | FileSystemRights.WriteData,
            AccessControlType.Deny);
        rights.AddAccessRule(denial);
        home.SetAccessControl(rights);
        try
        {
            VeoException refused = await Assert.ThrowsAsync<VeoException>(() => BuyAsync(Open()));
            Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
            Assert.Contains("VEOPS_HOME", refused.Message);
        }
        finally
        {
            rights.RemoveAccessRule(denial);
            home.SetAccessControl(rights);
        }
#pragma warning restore CA1416
    }

    private SqlLedger Open() => new(new SqliteStore(Home, isPrivate: true, _time, _ => null), Home);

    private static SqliteConnection Connect(string path)
    {
        SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private LedgerEntry NewEntry() => new()
    {
        Task = new VeoTask {
            SubmissionId = SubmissionId.New(_time.GetUtcNow()),
            Profile = "prod",
            Provider = "Sandbox",
            Created = _time.GetUtcNow().UtcDateTime },
        Origin = "https://api.example.com",
    };

    private async Task<string> BuyAsync(ILedger ledger)
    {
        BeginRequest request = new() { Entry = NewEntry(), Request = new string('x', 2000) };
        Assert.Equal(BeginVerdict.Ours, (await ledger.BeginAsync(request, Stop)).Verdict);
        return request.Entry.Task.SubmissionId;
    }
}
