using System.Text;
using VeoPS.Engine.Ledger;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Downloads;

/// <summary>What the gateway has is kept, also where it is not what VeoPS expects: it may be the only copy of something paid
/// for.</summary>
public sealed class KeptVideoTests
{
    private static readonly byte[] WebM = [0x1A, 0x45, 0xDF, 0xA3, .. Enumerable.Range(0, 5000).Select(value => (byte)value)];
    private static readonly byte[] QuickTime = [.. Films.Box("wide", 0), .. Films.Box("mdat", 5000), .. Films.Box("moov", 100)];
    private static readonly byte[] Strange = [.. Enumerable.Range(0, 5000).Select(value => (byte)(value * 7))];

    public static TheoryData<byte[]> Tails => new(
        new byte[4], Encoding.ASCII.GetBytes("\n\r\n"), Enumerable.Range(1, 16).Select(value => (byte)value).ToArray(), new byte[64]);

    public static TheoryData<byte[], string> Others => new()
    {
        { WebM, "film.webm" },
        { QuickTime, "film.mov" },
        { Strange, "film.unverified" },
        { Films.Whole[..^10], "film.unverified" },
    };

    [Theory]
    [MemberData(nameof(Tails))]
    public async Task A_film_with_bytes_behind_its_last_box_is_saved_at_once_with_a_warning(byte[] tail)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.Tail(tail));
        List<string> warnings = [];

        SavedVideo saved = await stage.DownloadAsync(stage.Order with { Warn = warnings.Add });

        byte[] expected = [.. stage.Clip, .. tail];
        Assert.Equal(expected, await File.ReadAllBytesAsync(stage.FinalPath, DownloadStage.Token));
        Assert.Equal(stage.FinalPath, saved.FullName);
        Assert.Contains($"{tail.Length} bytes follow its last box", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Single(stage.Downloads);
    }

    [Fact]
    public async Task A_film_with_another_order_of_boxes_is_saved_with_a_warning()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        byte[] film = [.. Films.Box("styp", 8), .. Films.Whole];
        stage.Gateway.Faults.Add(Route.Download, Fault.OtherFile(film));
        List<string> warnings = [];

        await stage.DownloadAsync(stage.Order with { Warn = warnings.Add });

        Assert.Equal(film, await File.ReadAllBytesAsync(stage.FinalPath, DownloadStage.Token));
        Assert.Single(warnings);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task What_comes_twice_the_same_and_is_no_MP4_is_kept_under_a_name_that_says_so(byte[] file, string name)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.OtherFile(file));
        List<string> warnings = [];

        SavedVideo saved = await stage.DownloadAsync(stage.Order with { Warn = warnings.Add });

        Assert.Equal((name, (long)file.Length), (saved.Name, saved.Length));
        Assert.Equal([name], stage.Files);
        Assert.Equal(file, await File.ReadAllBytesAsync(saved.FullName, DownloadStage.Token));
        Assert.Equal(2, stage.Downloads.Count);
        Assert.Contains(name, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_MP4_once_and_a_film_then_is_the_film()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.OtherFile(Strange), Strike.Once);

        stage.AssertSaved(await stage.DownloadAsync());
    }

    [Fact]
    public async Task What_was_kept_under_another_name_is_skipped_by_its_record_and_found_again_without_one()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        ILedger ledger = VideoSaverTests.LedgerOf(stage);
        stage.Gateway.Faults.Add(Route.Download, Fault.OtherFile(WebM));
        SavedVideo first = await stage.NewSaver(ledger).SaveAsync(stage.Order, null, DownloadStage.Token);

        SavedVideo again = await stage.NewSaver(ledger).SaveAsync(stage.Order, null, DownloadStage.Token);
        Assert.Equal((first.FullName, true, 2), (again.FullName, again.Skipped, stage.Downloads.Count));

        SavedVideo elsewhere = await stage.NewSaver().SaveAsync(stage.Order, null, DownloadStage.Token);
        Assert.Equal((first.FullName, false), (elsewhere.FullName, elsewhere.Skipped));
        Assert.Contains("film.webm", stage.Files);
        Assert.DoesNotContain("film.webm.part", stage.Files);
    }

    [Fact]
    public async Task An_empty_file_is_a_failure_and_nothing_is_kept()
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Download, Fault.OtherFile([]));

        await stage.FailAsync(VeoErrorId.DownloadFailed);
        Assert.Empty(stage.Files);
    }
}
