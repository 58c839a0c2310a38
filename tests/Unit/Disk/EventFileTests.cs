using System.Text.Json;
using VeoPS.Engine.Disk;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Disk;

public sealed class EventFileTests : IDisposable
{
    private static readonly VeoEvent Saved = new()
    {
        Time = new DateTime(2026, 11, 20, 10, 30, 0, DateTimeKind.Utc),
        Event = VeoEventName.Saved,
        Profile = "prod",
        TaskId = "task_1",
        SubmissionId = "veo-1",
        Message = "Ein «Film»\nin two lines, with \u202E and \0",
        Data = new Dictionary<string, object>
        {
            ["FullName"] = @"C:\films\1.mp4", ["Length"] = 82871L, ["CostAmount"] = 0.40m, ["Resumed"] = true, ["Index"] = 0,
            ["ErrorCode"] = "002014001",
        },
    };

    private readonly TempFolder _folder = new();

    private string Log => _folder.PathOf("veops.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_event_is_one_line_of_JSON()
    {
        EventFile.Append(Log, Saved);

        string line = Assert.Single(File.ReadAllLines(Log));
        JsonElement json = JsonDocument.Parse(line).RootElement;
        Assert.Equal("2026-11-20T10:30:00Z", json.GetProperty("time").GetString());
        Assert.Equal(("Saved", "prod", "task_1", "veo-1"), (Text("event"), Text("profile"), Text("taskId"), Text("submissionId")));
        Assert.Equal(Saved.Message, Text("message"));
        Assert.Equal(@"C:\films\1.mp4", json.GetProperty("data").GetProperty("fullName").GetString());
        Assert.Equal(Environment.ProcessId, json.GetProperty("process").GetInt32());

        string? Text(string name) => json.GetProperty(name).GetString();
    }

    [Fact]
    public void A_number_is_a_number_of_JSON_and_a_code_is_text()
    {
        EventFile.Append(Log, Saved);

        JsonElement data = JsonDocument.Parse(File.ReadAllText(Log)).RootElement.GetProperty("data");
        Assert.Equal(
            ("82871", "0.40", "true", "0", "\"002014001\""),
            (Raw("length"), Raw("costAmount"), Raw("resumed"), Raw("index"), Raw("errorCode")));

        string Raw(string name) => data.GetProperty(name).GetRawText();
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        EventFile.Append(Log, new VeoEvent { Event = VeoEventName.Warning, Message = "Mind." });

        Assert.Equal(
            ["time", "event", "process", "message", "data"],
            JsonDocument.Parse(File.ReadAllText(Log)).RootElement.EnumerateObject().Select(each => each.Name));
    }

    [Fact]
    public void Lines_of_many_writers_never_mix_while_somebody_reads()
    {
        const int Each = 50;
        File.WriteAllText(Log, "");
        using FileStream reader = new(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        Race.Run(4, racer =>
        {
            for (int i = 0; i < Each; i++) EventFile.Append(Log, Saved with { TaskId = $"{racer}-{i}", Message = new string('x', 3000) });
        });

        string[] ids = [.. File.ReadLines(Log).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("taskId").GetString()!)];
        Assert.Equal(4 * Each, ids.Distinct().Count());
    }

    [Fact]
    public void A_log_that_is_moved_away_is_begun_anew()
    {
        EventFile.Append(Log, Saved);
        File.Move(Log, Log + ".1");
        EventFile.Append(Log, Saved);

        Assert.Single(File.ReadAllLines(Log));
    }

    [Fact]
    public void The_file_is_for_this_account_only()
    {
        EventFile.Append(Log, Saved);

        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no modes.");
        else Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    [Fact]
    public void A_path_that_means_another_place_in_another_process_is_none()
        => Assert.Throws<ArgumentException>(() => EventFile.Append("veops.log", Saved));
}
