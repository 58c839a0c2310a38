using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>Submissions whose answer was lost, found in the gateway's list of what runs.</summary>
public sealed class TaskReconcilerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_taken_is_found_and_its_job_key_has_it()
    {
        await using Shop shop = await Open(lost: Strike.Nth(2));
        GatewayProfile profile = Skills(shop);
        await shop.BuyAsync(Shop.Order(profile, "The first"));
        VeoTask lost = (await shop.BuyAsync(Shop.Order(profile, "The second", jobKey: "shot 2"))).Error!.Task!;
        await shop.BuyAsync(Shop.Order(profile, "The third"));

        VeoTask found = (await FindAsync(shop, profile, lost))[lost.SubmissionId];

        Assert.Equal(shop.Gateway.Accepted[1].TaskId, found.Id);
        Assert.Equal(VeoTaskStatus.Queued, found.Status);
        Assert.Equal(found.Id, shop.OpenLedger().Find(lost.SubmissionId)!.Task.Id);
        Assert.Equal(found.Id, (await shop.BuyAsync(Shop.Order(profile, "The second", jobKey: "shot 2"))).Task!.Id);
        Assert.Equal(3, shop.Gateway.Accepted.Count);
    }

    [Fact]
    public async Task What_was_not_taken_stays_unknown()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: false), Strike.Once);
        VeoTask lost = (await shop.BuyAsync(Shop.Order(Skills(shop)))).Error!.Task!;
        await shop.BuyAsync(Shop.Order(Skills(shop), "Another prompt"));

        Assert.Empty(await FindAsync(shop, Skills(shop), lost));
        Assert.Equal(VeoTaskStatus.Unknown, shop.OpenLedger().Find(lost.SubmissionId)!.Task.Status);
    }

    [Fact]
    public async Task A_task_that_the_ledger_knows_is_never_taken_for_another()
    {
        await using Shop shop = await Shop.OpenAsync(new FakeTimeProvider());
        shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: false), Strike.Once);
        VeoTask lost = (await shop.BuyAsync(Shop.Order(Skills(shop)))).Error!.Task!;
        await shop.BuyAsync(Shop.Order(Skills(shop)));

        Assert.Empty(await FindAsync(shop, Skills(shop), lost));
    }

    [Fact]
    public async Task Two_that_look_alike_are_each_found_once()
    {
        await using Shop shop = await Open(lost: Strike.First(2));
        VeoTask[] lost = [(await shop.BuyAsync(Shop.Order(Skills(shop)))).Error!.Task!, (await shop.BuyAsync(Shop.Order(Skills(shop))))
            .Error!.Task!];

        IReadOnlyDictionary<string, VeoTask> found = await FindAsync(shop, Skills(shop), lost);

        Assert.Equal(shop.Gateway.Accepted.Select(task => task.TaskId).Order(), found.Values.Select(task => task.Id!).Order());
    }

    [Fact]
    public async Task Where_more_look_like_it_than_were_lost_none_is_taken_and_all_are_named()
    {
        await using Shop shop = await Open(lost: Strike.First(2));
        VeoTask lost = (await shop.BuyAsync(Shop.Order(Skills(shop)))).Error!.Task!;
        VeoTask other = (await shop.BuyAsync(Shop.Order(Skills(shop)))).Error!.Task!;
        shop.OpenLedger().Remove(other.SubmissionId);

        Assert.Empty(await FindAsync(shop, Skills(shop), lost));
        string warning = Assert.Single(shop.Warnings);
        Assert.All(shop.Gateway.Accepted, task => Assert.Contains(task.TaskId, warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_says_so_and_changes_nothing()
    {
        await using Shop shop = await Open(lost: Strike.Once);
        VeoTask lost = (await shop.BuyAsync(Shop.Order(Skills(shop)))).Error!.Task!;
        shop.Gateway.Faults.Add(Route.Other, Fault.Html200(accepted: false), Strike.Always);

        VeoException error = await Assert.ThrowsAsync<VeoException>(() => FindAsync(shop, Skills(shop), lost));

        Assert.Equal(VeoErrorId.Protocol, error.ErrorId);
        Assert.Contains("may have been bought", error.Message, StringComparison.Ordinal);
        Assert.Equal(VeoTaskStatus.Unknown, shop.OpenLedger().Find(lost.SubmissionId)!.Task.Status);
    }

    [Fact]
    public async Task Where_a_gateway_has_no_list_nothing_is_asked_and_a_person_is_sent_to_its_website()
    {
        await using Shop shop = await Open(lost: Strike.Once);
        VeoTask lost = (await shop.BuyAsync(Shop.Order(shop.Profile()))).Error!.Task!;

        Assert.Empty(await FindAsync(shop, shop.Profile(), lost));
        Assert.Single(shop.Gateway.Requests);
        string warning = Assert.Single(shop.Warnings);
        Assert.Contains(lost.SubmissionId, warning, StringComparison.Ordinal);
        Assert.Contains("website", warning, StringComparison.Ordinal);

        Assert.Empty(await FindAsync(shop, shop.Profile())); // Nothing is lost, so nothing is said.
        Assert.Single(shop.Warnings);
    }

    [Theory]
    [InlineData("""{"prompt":"A dog","duration":8}""", """{"prompt":"A dog","duration":8}""", true)]
    [InlineData("""{"prompt":"A dog","duration":8}""", """{"duration":"8","resolution":"720p","prompt":"A dog"}""", true)]
    [InlineData("""{"prompt":"A dog","urls":["https://a/1"]}""", """{"prompt":"A dog","urls":"https://a/1"}""", true)]
    [InlineData("""{"prompt":"A dog","generate_audio":true}""", """{"prompt":"A dog","generate_audio":true,"more":{"x":1}}""", true)]
    [InlineData("""{"prompt":"A dog","duration":8}""", """{"prompt":"A dog"}""", false)]
    [InlineData("""{"prompt":"A dog"}""", """{"prompt":"A cat"}""", false)]
    [InlineData("""{"prompt":"A dog","duration":8}""", """{"prompt":"A dog","duration":{"x":8}}""", false)]
    [InlineData("""{"prompt":"A dog"}""", "[1]", false)]
    [InlineData("""{"prompt":"A dog"}""", "null", false)]
    public void An_input_is_known_by_what_went_out(string sent, string listed, bool expected)
    {
        string fingerprint = SentFingerprint.Of(new Engine.Http.JsonBody(JsonNode.Parse(sent)!.AsObject()))!;

        Assert.Equal(expected, SentFingerprint.Matches(fingerprint, new Engine.Http.WireResponse(200, listed).Json));
    }

    private static async Task<Shop> Open(Strike lost)
    {
        Shop shop = await Shop.OpenAsync(new FakeTimeProvider(), new GatewayOptions { PollsUntilDone = 100 });
        shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: true), lost);
        return shop;
    }

    private static GatewayProfile Skills(Shop shop) => shop.Profile(Protocol.SkillsVideo);

    private static Task<IReadOnlyDictionary<string, VeoTask>> FindAsync(Shop shop, GatewayProfile profile, params VeoTask[] lost) =>
        new TaskReconciler(shop.Transport, shop.OpenLedger(), shop.Time, shop.Log).FindAsync(profile, lost, Token);
}
