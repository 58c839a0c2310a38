using VeoPS.Engine.Downloads;
using VeoPS.Engine.Ledger;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Downloads;

public sealed class VideoSaverTests
{
    private static CancellationToken Token => DownloadStage.Token;

    [Fact]
    public async Task A_saved_video_is_described_and_recorded()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);

        SavedVideo saved = await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);

        Assert.Equal(stage.FinalPath, saved.FullName);
        Assert.Equal((stage.TaskId, "prod", 0, "720p"), (saved.TaskId, saved.Profile, saved.Index, saved.Resolution));
        Assert.False(saved.Skipped);
        SavedFile record = Assert.Single(ledger.Find("prod", stage.TaskId)!.Saved);
        Assert.Equal(new SavedFile(0, null, saved.FullName, saved.Length, saved.Sha256!, File.GetLastWriteTimeUtc(saved.FullName)), record);
    }

    [Fact]
    public async Task A_second_run_skips_what_is_there_and_sends_nothing()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);
        SavedVideo first = await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);

        SavedVideo second = await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);

        ValueAssert.Equal(new SavedVideo(first) { Skipped = true, Elapsed = second.Elapsed }, second);
        Assert.Single(stage.Downloads);
    }

    [Fact]
    public async Task Where_length_and_time_are_as_recorded_the_file_is_not_read_again()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);
        SavedVideo first = await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);
        DateTime time = File.GetLastWriteTimeUtc(stage.FinalPath);
        await File.WriteAllBytesAsync(stage.FinalPath, new byte[first.Length], Token);
        File.SetLastWriteTimeUtc(stage.FinalPath, time);

        SavedVideo second = await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);

        Assert.True(second.Skipped);
        Assert.Equal(first.Sha256, second.Sha256);
    }

    [Fact]
    public async Task A_file_whose_time_changed_and_content_did_not_is_still_the_video()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);
        await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);
        File.SetLastWriteTimeUtc(stage.FinalPath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        SavedVideo saved = await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);

        Assert.True(saved.Skipped);
        Assert.Single(stage.Downloads);
        Assert.Equal(2020, Assert.Single(ledger.Find("prod", stage.TaskId)!.Saved).LastWriteTime.Year);
    }

    [Fact]
    public async Task A_file_that_somebody_changed_is_foreign()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);
        await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);
        byte[] edited = await File.ReadAllBytesAsync(stage.FinalPath, Token);
        edited[^1] ^= 1;
        await File.WriteAllBytesAsync(stage.FinalPath, edited, Token);
        File.SetLastWriteTimeUtc(stage.FinalPath, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        VeoException exception = await FailAsync(SaverOf(stage, ledger), OrderOf(stage) with { NameIdentifiesVideo = true });

        Assert.Equal(VeoRemedyAction.Overwrite, Assert.Single(exception.Remedies).Action);
        Assert.Equal(edited, await File.ReadAllBytesAsync(stage.FinalPath, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_record_only_a_name_that_tells_is_believed(bool nameTells)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await File.WriteAllBytesAsync(stage.FinalPath, Films.Whole, Token);
        SaveOrder order = OrderOf(stage) with { NameIdentifiesVideo = nameTells };

        if (nameTells) Assert.True((await SaverOf(stage, null).SaveAsync(order, null, Token)).Skipped);
        else await FailAsync(SaverOf(stage, null), order);

        Assert.Empty(stage.Downloads);
        Assert.Equal(Films.Whole, await File.ReadAllBytesAsync(stage.FinalPath, Token));
    }

    [Fact]
    public async Task Without_a_record_a_file_that_is_not_whole_is_foreign()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await File.WriteAllBytesAsync(stage.FinalPath, Films.Whole[..^1], Token);

        await FailAsync(SaverOf(stage, null), OrderOf(stage) with { NameIdentifiesVideo = true });
    }

    [Fact]
    public async Task Force_replaces_a_foreign_file()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await File.WriteAllTextAsync(stage.FinalPath, "mine", Token);

        SavedVideo saved = await SaverOf(stage, null).SaveAsync(OrderOf(stage) with { Force = true }, null, Token);

        Assert.False(saved.Skipped);
        Assert.Equal(stage.Clip, await File.ReadAllBytesAsync(stage.FinalPath, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_videos_never_share_a_name_in_a_run(bool force)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        VideoSaver saver = SaverOf(stage, null);
        saver.Claim(OrderOf(stage));

        VeoException exception = await FailAsync(
            saver,
            OrderOf(stage) with { Force = force, Video = new VeoVideo { Index = 1, Uri = stage.Link } });

        Assert.Contains("{Id}_{Index}.mp4", exception.Message, StringComparison.Ordinal);
        Assert.Empty(stage.Downloads);
    }

    [Fact]
    public async Task The_same_video_twice_in_a_run_is_saved_once_even_with_force()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        VideoSaver saver = SaverOf(stage, null);
        SaveOrder order = OrderOf(stage) with { Force = true };

        SavedVideo[] saved = await Task.WhenAll(saver.SaveAsync(order, null, Token), saver.SaveAsync(order, null, Token));

        Assert.Single(saved, video => video.Skipped);
        Assert.Single(stage.Downloads);
    }

    [Fact]
    public async Task A_rendition_is_not_taken_for_the_video_nor_the_video_for_it()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);
        SaveOrder order = OrderOf(stage) with { NameIdentifiesVideo = true };
        await SaverOf(stage, ledger).SaveAsync(order, null, Token);

        await FailAsync(SaverOf(stage, ledger), order with { Rendition = "4k" });
        await FailAsync(SaverOf(stage, null), order with { Rendition = "4k" });
    }

    [Fact]
    public async Task Each_place_that_a_video_was_saved_to_is_kept_once()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);
        string elsewhere = stage.PathOf("elsewhere.mp4");
        await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);
        await SaverOf(stage, ledger).SaveAsync(OrderOf(stage) with { FinalPath = elsewhere }, null, Token);
        File.Delete(stage.FinalPath);

        await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);

        Assert.Equal([elsewhere, stage.FinalPath], ledger.Find("prod", stage.TaskId)!.Saved.Select(file => file.FullName));
    }

    [Fact]
    public async Task A_ledger_that_refuses_does_not_take_the_file_away()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        List<string> warnings = [];

        SavedVideo saved = await SaverOf(stage, HookedLedger.Gone()).SaveAsync(OrderOf(stage) with { Warn = warnings.Add }, null, Token);

        Assert.Equal(stage.Clip, await File.ReadAllBytesAsync(saved.FullName, Token));
        Assert.Contains("was saved completely", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_video_that_another_process_is_saving_is_waited_for_and_skipped(bool nameTells)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger? ledger = nameTells ? null : LedgerOf(stage);
        Hold hold = new();
        stage.Gateway.Faults.Add(Route.Download, Fault.Stall(100_000, hold), Strike.Once);
        SaveOrder order = OrderOf(stage) with { NameIdentifiesVideo = nameTells };
        List<string> warnings = [];

        Task<SavedVideo> first = SaverOf(stage, ledger).SaveAsync(order, null, Token);
        await hold.Reached;
        Task<SavedVideo> second = SaverOf(stage, ledger).SaveAsync(
            order with
            {
                Warn = text =>
                {
                    warnings.Add(text);
                    hold.Release();
                },
            },
            null,
            Token);

        Assert.Equal((false, true), ((await first).Skipped, (await second).Skipped));
        Assert.Equal((await first).Sha256, (await second).Sha256);
        Assert.Single(stage.Downloads);
        Assert.Contains("Another process is saving", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(stage.Clip, await File.ReadAllBytesAsync(stage.FinalPath, Token));
    }

    [Fact]
    public async Task A_video_of_another_task_that_another_process_saves_under_the_name_stays()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = LedgerOf(stage);
        SavedVideo first = await SaverOf(stage, ledger).SaveAsync(OrderOf(stage), null, Token);

        await FailAsync(SaverOf(stage, ledger), OrderOf(stage) with { Task = new VeoTask(OrderOf(stage).Task) { Id = "another" } });

        Assert.Equal(first.Length, new FileInfo(stage.FinalPath).Length);
        Assert.Single(stage.Downloads);
    }

    [Fact]
    public async Task A_part_that_was_renamed_and_made_anew_while_it_was_opened_is_not_ours()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await File.WriteAllTextAsync(stage.PartPath, "a whole film", Token);
        using FileStream opened = new(stage.PartPath, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete | FileShare.ReadWrite);
        Assert.True(PartFile.IsAt(opened, stage.PartPath));

        File.Move(stage.PartPath, stage.FinalPath);
        bool isLockedWhenOpened = OperatingSystem.IsWindows(); // Nobody renames it there in between.
        Assert.Equal(isLockedWhenOpened, PartFile.IsAt(opened, stage.PartPath));
        await File.WriteAllTextAsync(stage.PartPath, "", Token);
        Assert.Equal(isLockedWhenOpened, PartFile.IsAt(opened, stage.PartPath));
    }

    [Fact]
    public async Task A_saved_video_names_its_job_key_and_its_prompt()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        SaveOrder order = OrderOf(stage);
        VeoTask task = new(order.Task) { JobKey = "shot-7", Prompt = "A dog" };

        SavedVideo saved = await SaverOf(stage, null).SaveAsync(order with { Task = task }, null, Token);

        Assert.Equal(("shot-7", "A dog"), (saved.JobKey, saved.Prompt));
    }

    [Fact]
    public async Task A_video_without_a_link_is_asked_for()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();

        SavedVideo saved = await SaverOf(stage, null).SaveAsync(
            OrderOf(stage) with { Video = new VeoVideo(), FreshLink = stage.AskAgainAsync }, null, Token);

        Assert.Equal(stage.Clip, await File.ReadAllBytesAsync(saved.FullName, Token));
    }

    [Fact]
    public async Task A_video_that_the_gateway_has_no_link_to_fails_with_its_task()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        SaveOrder order = OrderOf(stage) with { Video = new VeoVideo() };

        Assert.Same(order.Task, (await FailAsync(SaverOf(stage, null), order)).Task);
    }

    private static SaveOrder OrderOf(DownloadStage stage) => new()
    {
        Task = new VeoTask { SubmissionId = "none", Id = stage.TaskId, Profile = "prod", Status = VeoTaskStatus.Succeeded },
        Profile = stage.Profile,
        Video = new VeoVideo { Uri = stage.Link, Resolution = "720p" },
        FinalPath = stage.FinalPath,
    };

    private static VideoSaver SaverOf(DownloadStage stage, ILedger? ledger) => stage.NewSaver(ledger);

    internal static ILedger LedgerOf(DownloadStage stage)
    {
        ILedger ledger = TestLedger.Open(stage.PathOf("ledger"), stage.Clock);
        DateTime now = stage.Clock.GetUtcNow().UtcDateTime;
        ledger.Add(new LedgerEntry
        {
            Task = new VeoTask {
                SubmissionId = SubmissionId.New(stage.Clock.GetUtcNow()),
                Id = stage.TaskId,
                Profile = "prod",
                Status = VeoTaskStatus.Succeeded,
                Created = now,
                Updated = now },
            Origin = stage.Profile.Origin,
        });
        return ledger;
    }

    private static async Task<VeoException> FailAsync(VideoSaver saver, SaveOrder order)
    {
        VeoException exception = await Assert.ThrowsAsync<VeoException>(() => saver.SaveAsync(order, null, Token));
        Assert.Equal(VeoErrorId.DownloadFailed, exception.ErrorId);
        return exception;
    }
}
