using VeoPS.Engine.Downloads;
using VeoPS.Engine.Http;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Downloads;

public sealed class DownloadResumeTests
{
    private const int Cut = 100_000;

    private static CancellationToken Token => DownloadStage.Token;

    [Fact]
    public async Task A_cut_download_goes_on_where_it_was_cut()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(Cut), Strike.Once);

        SavedVideo saved = await stage.DownloadAsync();

        stage.AssertSaved(saved);
        Assert.True(saved.Resumed);
        Assert.Equal(2, stage.Downloads.Count);
        Assert.Equal($"bytes={Cut}-", stage.Downloads[1].Header("Range"));
        Assert.StartsWith("\"", stage.Downloads[1].Header("If-Range"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_that_is_hashed_and_flushed_while_it_comes_goes_on_where_it_was_cut()
    {
        const int FarIn = 40_000_000;
        await using DownloadStage stage = await DownloadStage.StartAsync(clipBytes: FarIn + Cut);
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(FarIn), Strike.Once);

        stage.AssertSaved(await stage.DownloadAsync());

        Assert.Equal([null, $"bytes={FarIn}-"], stage.Downloads.Select(request => request.Header("Range")));
    }

    [Fact]
    public async Task A_cut_inside_a_chunk_is_a_cut()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutChunked(Cut), Strike.Once);

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.NotNull(stage.Downloads[1].Header("Range"));
    }

    [Fact]
    public async Task Any_progress_earns_more_tries()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(20_000));
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(20_000));

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.True(stage.Downloads.Count > 10);
    }

    [Fact]
    public async Task An_answer_from_another_place_in_the_file_is_not_taken()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(Cut), Strike.Once);
        stage.Gateway.Faults.Add(Route.Download, Fault.WrongContentRange());

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.Null(stage.Downloads[2].Header("Range"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_changed_is_fetched_from_its_beginning(bool sendsTheRangeAllTheSame)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(Cut), Strike.Once);
        stage.Gateway.Faults.Add(Route.Download, Fault.ChangingETag(sendsTheRangeAllTheSame), Strike.After(1));

        stage.AssertSaved(await stage.DownloadAsync());
        Assert.Equal(sendsTheRangeAllTheSame ? 3 : 2, stage.Downloads.Count);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_is_read_from_the_beginning()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.CutWithLength(Cut), Strike.Once);
        stage.Gateway.Faults.Add(Route.Download, Fault.IgnoreRange());

        stage.AssertSaved(await stage.DownloadAsync());
    }

    [Fact]
    public async Task Another_process_goes_on_where_the_first_was_ended()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        long kept = await LeavePartAsync(stage);

        stage.Gateway.Faults.Clear();
        using HttpTransport transport = new(stage.Clock);
        SavedVideo result = await stage.NewSaver(transport: transport).SaveAsync(stage.Order, null, Token);

        stage.AssertSaved(result);
        Assert.True(result.Resumed);
        Assert.Equal($"bytes={kept}-", stage.Downloads[^1].Header("Range"));
    }

    [Fact]
    public async Task The_part_of_another_video_is_never_continued()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await LeavePartAsync(stage);

        stage.Gateway.Faults.Clear();
        SavedVideo result = await stage.DownloadAsync(stage.Order with { Task = new VeoTask(stage.Order.Task) { Id = "another" } });

        stage.AssertSaved(result);
        Assert.False(result.Resumed);
        Assert.Null(stage.Downloads[^1].Header("Range"));
    }

    [Theory]
    [InlineData("{ torn")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":2,"identity":"ID","eTag":"\"x\"","length":null}""")]
    public async Task A_record_that_cannot_be_relied_on_is_not(string record)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await LeavePartAsync(stage);
        await File.WriteAllTextAsync(stage.RecordPath, record.Replace("ID", stage.Order.Identity, StringComparison.Ordinal), Token);

        stage.Gateway.Faults.Clear();
        stage.AssertSaved(await stage.DownloadAsync());
        Assert.Null(stage.Downloads[^1].Header("Range"));
    }

    [Fact]
    public async Task What_was_complete_before_it_got_its_name_is_verified_and_named()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await LeavePartAsync(stage);
        await File.WriteAllBytesAsync(stage.PartPath, stage.Clip, Token);

        stage.Gateway.Faults.Clear();
        SavedVideo result = await stage.DownloadAsync();

        stage.AssertSaved(result);
        Assert.True(result.Resumed);
        Assert.Equal($"bytes={stage.Clip.Length}-", stage.Downloads[^1].Header("Range")); // Answered with 416.
    }

    [Fact]
    public async Task A_part_that_was_damaged_is_found_out_and_fetched_again()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await LeavePartAsync(stage);
        byte[] damaged = await File.ReadAllBytesAsync(stage.PartPath, Token);
        damaged.AsSpan(0, 64).Clear();
        await File.WriteAllBytesAsync(stage.PartPath, damaged, Token);

        stage.Gateway.Faults.Clear();
        stage.AssertSaved(await stage.DownloadAsync());
    }

    [Fact]
    public async Task The_record_beside_a_part_has_no_link()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        await LeavePartAsync(stage);

        Assert.DoesNotContain("http", await File.ReadAllTextAsync(stage.RecordPath, Token), StringComparison.Ordinal);
    }

    // As Ctrl+C leaves it.
    private static async Task<long> LeavePartAsync(DownloadStage stage)
    {
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stage.Gateway.Faults.Add(Route.Download, Fault.Stall(Cut, new Hold()));
        void CancelAt(DownloadProgress progress)
        {
            if (progress.Received == Cut) cancel.Cancel();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => stage.DownloadAsync(progress: CancelAt, cancellationToken: cancel.Token));
        return new FileInfo(stage.PartPath).Length;
    }
}
