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
    private const int DiskBytes = 1024 * 1024;

    [Fact]
    public async Task Wherever_a_purchase_meets_a_full_disk_it_is_bought_at_most_once_and_once_there_is_room_again_exactly_once()
    {
        using SmallDisk disk = SmallDisk.Mount(DiskBytes);
        LeapingClock clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        GatewayProfile profile = shop.Profile(
            Protocol.Apikley,
            each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 100 });
        Dictionary<string, SubmissionOutcome> first = [];
        first["first"] = await BuyAsync("first");

        // From no room at all to room for everything: each step of the purchase meets the full disk once.
        for (int pages = 0; pages < 40; pages++)
        {
            disk.Fill(pages);
            string key = $"shot {pages}";
            int sent = shop.Submits.Count;
            SubmissionOutcome outcome = first[key] = await BuyAsync(key);
            Assert.True(outcome.Task is not null
                ? shop.Submits.Count == sent + 1
                : outcome.Error!.ErrorId == VeoErrorId.LedgerUnavailable && shop.Submits.Count == sent, $"{pages} pages: {outcome}");
        }

        disk.Free();
        foreach ((string key, SubmissionOutcome before) in first)
        {
            SubmissionOutcome again = await BuyAsync(key);
            Assert.True(before.Task is null
                ? again.Task is not null
                : again.Task?.Id == before.Task.Id || again.Error?.ErrorId == VeoErrorId.SubmitUnknown, $"{key}: {before}; {again}");
        }

        Assert.Equal(first.Keys.Order(), shop.Gateway.Accepted.Select(task => task.Prompt).Order());
        Assert.Contains(first.Values, outcome => outcome.Error is not null);
        Assert.Contains(first.Values, outcome => outcome.Task is not null);
        ILedger last = TestLedger.Open(disk.PathOf("ledger"), clock);
        Assert.Equal(first.Count * 0.40m, last.Spent("prod", "USD").Day);
        await last.EndCallAsync(CancellationToken.None);

        // By a process of its own, which lets go of the file at its end.
        async Task<SubmissionOutcome> BuyAsync(string key)
        {
            ILedger ledger = TestLedger.Open(disk.PathOf("ledger"), clock);
            SubmissionOutcome outcome = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, key, key));
            await ledger.EndCallAsync(CancellationToken.None);
            return outcome;
        }
    }

    [Fact]
    public async Task On_a_disk_that_is_read_only_what_was_bought_is_found_and_nothing_is_sent()
    {
        using SmallDisk disk = SmallDisk.Mount(DiskBytes);
        FakeTimeProvider clock = new();
        await using Shop shop = await Shop.OpenAsync(clock);
        ILedger ledger = TestLedger.Open(disk.PathOf("ledger"), clock);
        GatewayProfile profile = shop.Profile(
            Protocol.Apikley,
            each => new VeoProfile(each) { PricePerVideo = 0.40m, PriceUnit = "USD", DailyBudget = 100 });
        VeoTask bought = (await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "A", "shot 1"))).Task!;
        await ledger.EndCallAsync(CancellationToken.None); // An open file would keep the disk writable.
        disk.MakeReadOnly();

        SubmissionOutcome again = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "A", "shot 1"));
        SubmissionOutcome other = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "B", "shot 2"));
        SubmissionOutcome unnamed = await Shop.BuyAsync(shop.NewRun(ledger: ledger), Shop.Order(profile, "C"));

        Assert.NotNull(bought.Id);
        Assert.Equal(bought.Id, again.Task?.Id);
        Assert.Equal(bought.Id, Assert.Single(ledger.List(new LedgerQuery())).Task.Id);
        Assert.All([other, unnamed], outcome => Assert.Equal(VeoErrorId.LedgerUnavailable, outcome.Error!.ErrorId));
        Assert.Single(shop.Submits);
        Assert.Empty(shop.Warnings); // Nothing was set aside that could not be given back.
        await ledger.EndCallAsync(CancellationToken.None);
    }
}
