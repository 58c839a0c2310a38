using VeoPS.Engine.Downloads;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Downloads;

public sealed class DownloaderTests
{
    private static CancellationToken Token => DownloadStage.Token;

    [Fact]
    public async Task A_video_is_fetched_whole_in_one_request_and_nothing_else_is_left()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        List<DownloadProgress> told = [];

        SavedVideo result = await stage.DownloadAsync(progress: told.Add);

        stage.AssertSaved(result);
        Assert.False(result.Resumed);
        Assert.Null(Assert.Single(stage.Downloads).Header("Range"));
        Assert.Equal(new DownloadProgress(result.Length, result.Length), told[^1]);
    }

    [Fact]
    public async Task A_missing_folder_is_made()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        string path = stage.PathOf("new", "folder", "film.mp4");

        await stage.DownloadAsync(stage.Order with { FinalPath = path });

        Assert.Equal(stage.Clip, await File.ReadAllBytesAsync(path, Token));
    }

    [Fact]
    public async Task A_stalled_connection_counts_as_cut()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        Hold hold = new();
        stage.Gateway.Faults.Add(Route.Download, Fault.Stall(100_000, hold), Strike.Once);

        Task<SavedVideo> download = stage.DownloadAsync();
        await hold.Reached;
        stage.Clock.EndLimits();

        stage.AssertSaved(await download);
        Assert.Equal(2, stage.Downloads.Count);
    }

    [Fact]
    public async Task A_page_in_place_of_the_film_once_is_fetched_again()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.NotMp4("video/mp4"), Strike.Once);

        stage.AssertSaved(await stage.DownloadAsync());
    }

    [Fact]
    public async Task A_page_in_place_of_the_film_twice_is_corrupt_and_quoted()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.NotMp4());

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadCorrupt);

        Assert.Contains("an HTML page: <!DOCTYPE html>", exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, stage.Downloads.Count);
        Assert.Empty(stage.Files);
    }

    [Fact]
    public async Task A_cut_that_no_length_tells_of_is_found_by_the_boxes()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithoutLength(100_000), Strike.Once);

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.Equal(2, stage.Downloads.Count);
    }

    [Fact]
    public async Task A_film_that_stays_cut_is_corrupt()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithoutLength(100_000));

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadCorrupt);

        Assert.Contains("ends at byte 100000", exception.Message, StringComparison.Ordinal);
        Assert.Empty(stage.Files);
    }

    [Fact]
    public async Task A_canceled_download_leaves_no_final_file_and_what_can_be_continued()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stage.Gateway.Faults.Add(Route.Download, Fault.Stall(100_000, new Hold()));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stage.DownloadAsync(progress: _ => cancel.Cancel(), cancellationToken: cancel.Token));

        Assert.Equal(["film.mp4.part", "film.mp4.part.json"], stage.Files);
    }

    [Fact]
    public async Task A_file_that_is_there_stays_and_nothing_is_asked_for()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await File.WriteAllTextAsync(stage.FinalPath, "mine", Token);

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadFailed);

        Assert.Equal(VeoRemedyAction.Overwrite, Assert.Single(exception.Remedies).Action);
        Assert.Equal("mine", await File.ReadAllTextAsync(stage.FinalPath, Token));
        Assert.Empty(stage.Downloads);
        Assert.Equal(["film.mp4"], stage.Files);
    }

    [Fact]
    public async Task A_file_that_comes_into_being_meanwhile_stays()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();

        VeoException exception = await Assert.ThrowsAsync<VeoException>(
            () => stage.DownloadAsync(progress: _ => File.WriteAllText(stage.FinalPath, "mine")));

        Assert.Equal(VeoErrorId.DownloadFailed, exception.ErrorId);
        Assert.Equal("mine", await File.ReadAllTextAsync(stage.FinalPath, Token));
    }

    [Fact]
    public async Task Overwrite_replaces_the_file()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await File.WriteAllTextAsync(stage.FinalPath, "old", Token);

        stage.AssertSaved(await stage.DownloadAsync(stage.Order with { Force = true }));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named_and_nothing_is_asked_for()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await File.WriteAllTextAsync(stage.PathOf("file"), "", Token);
        string path = stage.PathOf("file", "film.mp4");

        VeoException exception = await stage.FailAsync(VeoErrorId.DownloadFailed, stage.Order with { FinalPath = path });

        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Equal(VeoRemedyAction.SaveElsewhere, Assert.Single(exception.Remedies).Action);
        Assert.Empty(stage.Downloads);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_said_to_be()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();

        VeoException exception = await stage.FailAsync(
            VeoErrorId.DownloadFailed,
            stage.Order with { FinalPath = stage.PathOf(new string('a', 300)) });

        Assert.Equal(VeoRemedyAction.SaveElsewhere, Assert.Single(exception.Remedies).Action);
    }
}
