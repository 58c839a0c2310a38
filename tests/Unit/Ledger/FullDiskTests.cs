using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Ledger;

/// <summary>A ledger on a disk that is full, or that nothing can be written to: nothing is bought that cannot be written down.</summary>
public sealed class FullDiskTests
{
    private const int DiskBytes = 512 * 1024;
    private const int PageBytes = 4096;

    [Fact]
    public void An_amount_that_was_cut_off_does_not_count_and_spoils_no_other()
    {
        using SmallDisk disk = SmallDisk.Mount(DiskBytes);
        FakeTimeProvider clock = new();
        FileLedger ledger = new(disk.PathOf("ledger"), clock);
        Spend(ledger);
        string log = Assert.Single(Directory.GetFiles(disk.PathOf("ledger"), "*.log", SearchOption.AllDirectories));
        int written = 1;
        for (long line = new FileInfo(log).Length; new FileInfo(log).Length + line < PageBytes; written++) Spend(ledger);
        disk.Fill(leave: 0);

        VeoException fault = Assert.Throws<VeoException>(() => Spend(ledger));
        Assert.Equal(PageBytes, new FileInfo(log).Length); // Only half of the line fitted.
        disk.Free();
        Spend(ledger);

        Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
        Assert.Contains("Nothing was sent", fault.Message, StringComparison.Ordinal);
        DateTime now = clock.GetUtcNow().UtcDateTime;
        Assert.Equal((written + 1) * 0.40m, ledger.Spent("prod", "USD", now).Day);
        Assert.Equal((written + 1) * 0.40m, new FileLedger(disk.PathOf("ledger"), clock).Spent("prod", "USD", now).Day);
    }

    [Fact]
    public async Task Wherever_a_purchase_meets_a_full_disk_it_is_bought_at_most_once_and_once_there_is_room_again_exactly_once()
    {
        using SmallDisk disk = SmallDisk.Mount(DiskBytes);
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        GatewayProfile profile = shop.Profile(Protocol.Apikley, each => each with { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 100 });
        Dictionary<string, SubmissionOutcome> first = [];

        // From no room at all to room for everything: each step of the purchase meets the full disk once.
        for (int pages = 0; pages < 8; pages++)
        {
            disk.Fill(pages);
            string key = $"shot {pages}";
            int sent = shop.Submits.Count;
            SubmissionOutcome outcome = first[key] = await Shop.BuyAsync(shop.NewRun(ledger: OnDisk()), Shop.Order(profile, key, key));
            Assert.True(outcome.Task is not null ? shop.Submits.Count == sent + 1 : outcome.Error!.ErrorId == VeoErrorId.LedgerUnavailable && shop.Submits.Count == sent, $"{pages} pages: {outcome}");
        }

        disk.Free();
        foreach ((string key, SubmissionOutcome before) in first)
        {
            SubmissionOutcome again = await Shop.BuyAsync(shop.NewRun(ledger: OnDisk()), Shop.Order(profile, key, key));
            Assert.True(before.Task is null ? again.Task is not null : again.Task?.Id == before.Task.Id || again.Error?.ErrorId == VeoErrorId.SubmitUnknown, $"{key}: {before}; {again}");
        }

        Assert.Equal(first.Keys.Order(), shop.Gateway.Accepted.Select(task => task.Prompt).Order());
        Assert.Contains(first.Values, outcome => outcome.Error is not null);
        Assert.Contains(first.Values, outcome => outcome.Task is not null);
        Assert.Equal(first.Count * 0.40m, new FileLedger(disk.PathOf("ledger"), clock).Spent("prod", "USD", clock.GetUtcNow().UtcDateTime).Day);

        FileLedger OnDisk() => new(disk.PathOf("ledger"), clock);
    }

    [Fact]
    public async Task On_a_disk_that_is_read_only_what_was_bought_is_found_and_nothing_more_is_sent()
    {
        using SmallDisk disk = SmallDisk.Mount(DiskBytes);
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        FileLedger ledger = new(disk.PathOf("ledger"), clock);
        GatewayProfile profile = shop.Profile(Protocol.Apikley, each => each with { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 100 });
        VeoTask bought = (await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "A", "shot 1"))).Task!;
        disk.MakeReadOnly();

        SubmissionOutcome again = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "A", "shot 1"));
        SubmissionOutcome other = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "B", "shot 2"));
        SubmissionOutcome unnamed = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "C"));

        Assert.Equal(bought.Id, again.Task?.Id);
        Assert.Equal(bought.Id, Assert.Single(ledger.List(new LedgerQuery(), Assert.Fail)).Task.Id);
        Assert.All([other, unnamed], outcome => Assert.Equal(VeoErrorId.LedgerUnavailable, outcome.Error!.ErrorId));
        Assert.Single(shop.Submits);
        Assert.Empty(shop.Warnings); // Nothing was set aside that could not be given back.
    }

    private static void Spend(FileLedger ledger) => ledger.Spend(new Spending("prod", ledger.NewSubmissionId(), 0.40m, "USD", IsFinal: false));
}
