using System.Text.Json.Nodes;
using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Ledger;

public sealed class FileLedgerDocumentTests : IDisposable
{
    private readonly FileLedgerFixture _fixture = new();

    private FileLedger Ledger => _fixture.Ledger;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_document_is_for_people_too()
    {
        string text = File.ReadAllText(_fixture.DocumentOf(_fixture.Add(task => task with { Prompt = "Маяк «в тумане»" })));

        Assert.Contains("\n  \"prompt\": \"Маяк «в тумане»\"", text, StringComparison.Ordinal);
        Assert.Contains("\"version\": 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prompt_with_half_a_character_is_recorded_all_the_same()
    {
        LedgerEntry entry = _fixture.Add(task => task with { Prompt = "fog \ud83c, more fog", Id = "\udf2b" });

        Assert.Equal("fog \ufffd, more fog", Ledger.Find(entry.Task.SubmissionId)!.Task.Prompt);
    }

    [Fact]
    public void An_amount_is_text_on_disk()
    {
        LedgerEntry entry = _fixture.Add(task => task with { Cost = new VeoCost { Amount = 0.80m } });

        Assert.Equal("0.80", Document(entry)["cost"]!["amount"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("https://cdn.example/v.mp4?sig=SECRET")]
    [InlineData("https://user:SECRET@cdn.example/v.mp4")]
    [InlineData("https://cdn.example/v.mp4#token=SECRET")]
    [InlineData("data:video/mp4;base64,SECRET")]
    public void A_link_that_may_be_signed_is_never_on_disk_and_stays_with_the_live_task(string link)
    {
        LedgerEntry entry = _fixture.Add();

        LedgerEntry? live = Ledger.Update(entry.Task.SubmissionId, before => before with
        {
            Task = before.Task with { Videos = new VeoList<VeoVideo>([new VeoVideo { Uri = new Uri(link), Resolution = "720p" }]) },
        });

        Assert.Equal(link, Assert.Single(live!.Task.Videos).Uri!.OriginalString);
        Assert.All(AllFiles(), file => Assert.DoesNotContain("SECRET", File.ReadAllText(file), StringComparison.Ordinal));
        VeoVideo kept = Assert.Single(Ledger.Find(entry.Task.SubmissionId)!.Task.Videos);
        Assert.Null(kept.Uri);
        Assert.Equal("720p", kept.Resolution);
    }

    [Fact]
    public void An_answer_of_more_than_64_KiB_is_left_out_whole()
    {
        LedgerEntry fits = _fixture.Add(task => task with { Raw = new string('a', 64 * 1024) });
        LedgerEntry tooLong = _fixture.Add(task => task with { Raw = new string('я', 33 * 1024) });

        Assert.Equal(fits.Task.Raw, Ledger.Find(fits.Task.SubmissionId)!.Task.Raw);
        Assert.Null(Ledger.Find(tooLong.Task.SubmissionId)!.Task.Raw);
    }

    [Fact]
    public void What_a_later_build_added_survives_an_update()
    {
        LedgerEntry entry = _fixture.Add();
        Edit(entry, document => document["renditions"] = new JsonArray("4k", 1.50m));

        Ledger.Update(entry.Task.SubmissionId, before => before with { Task = before.Task with { Progress = 7 } });

        Assert.Equal("""["4k",1.50]""", Document(entry)["renditions"]!.ToJsonString());
        Assert.Equal(7, Document(entry)["progress"]!.GetValue<int>());
    }

    [Fact]
    public void What_a_newer_version_wrote_is_read_and_never_changed()
    {
        LedgerEntry entry = _fixture.Add();
        Edit(entry, document => document["version"] = 2);
        string text = File.ReadAllText(_fixture.DocumentOf(entry));

        Assert.Equal(entry, Ledger.Find(entry.Task.SubmissionId));
        VeoException fault = Assert.Throws<VeoException>(() => Ledger.Update(entry.Task.SubmissionId, before => before with { RequestHash = "new" }));

        Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
        Assert.Contains("newer VeoPS", fault.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(_fixture.DocumentOf(entry)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\": 1, \"submissionId\": \"veo-")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"version\": 0}")]
    [InlineData("{\"version\": 1, \"submissionId\": \"veo-20261120-060000000-0123456789ab\"}")]
    [InlineData("\0\0\0\0")]
    public void A_torn_or_foreign_document_is_told_by_a_list_and_refused_by_a_find(string text)
    {
        LedgerEntry whole = _fixture.Add();
        LedgerEntry broken = _fixture.Add(task => task with { Id = "broken" });
        string path = _fixture.DocumentOf(broken);
        File.WriteAllText(path, text);

        List<string> unreadable = [];
        Assert.Equal(whole, Assert.Single(Ledger.List(new LedgerQuery(), unreadable.Add)));
        Assert.Contains(path, Assert.Single(unreadable), StringComparison.Ordinal);

        Action[] readers =
        [
            () => Ledger.Find(broken.Task.SubmissionId),
            () => Ledger.Find("prod", "broken"),
            () => Ledger.Update(broken.Task.SubmissionId, before => before),
        ];
        Assert.All(readers, read =>
        {
            VeoException fault = Assert.Throws<VeoException>(read);
            Assert.Equal(VeoErrorId.LedgerUnavailable, fault.ErrorId);
            Assert.Contains(path, fault.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void What_a_hand_left_null_is_passed_over()
    {
        LedgerEntry entry = _fixture.Add();
        Edit(entry, document =>
        {
            document["videos"] = new JsonArray(null, new JsonObject { ["index"] = 0, ["uri"] = "no link" });
            document["saved"] = new JsonArray(null, new JsonObject());
            document["tag"] = null;
            document["cost"] = new JsonObject { ["amount"] = 2 };
            document["status"] = VeoTaskStatus.Succeeded;
        });

        LedgerEntry found = Assert.Single(Ledger.List(new LedgerQuery { Unsaved = true }));

        Assert.Null(Assert.Single(found.Task.Videos).Uri);
        Assert.Equal(2, found.Task.Cost!.Amount);
        Assert.Empty(found.Task.Tag);
    }

    [Fact]
    public void A_time_without_a_zone_or_in_another_is_read_as_UTC()
    {
        LedgerEntry entry = _fixture.Add();
        Edit(entry, document =>
        {
            document["created"] = "2026-11-20T09:00:00+03:00";
            document["updated"] = "2026-11-20T06:00:00";
        });

        VeoTask task = Ledger.Find(entry.Task.SubmissionId)!.Task;

        Assert.Equal((entry.Task.Created, DateTimeKind.Utc), (task.Created, task.Created.Kind));
        Assert.Equal((entry.Task.Updated, DateTimeKind.Utc), (task.Updated, task.Updated.Kind));
    }

    [Fact]
    public void An_update_leaves_no_drafts_behind()
    {
        LedgerEntry entry = _fixture.Add();

        Ledger.Update(entry.Task.SubmissionId, before => before with { RequestHash = "new" });

        Assert.DoesNotContain(AllFiles(), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private string[] AllFiles() => Directory.GetFiles(_fixture.Home.FullName, "*", SearchOption.AllDirectories);

    private JsonObject Document(LedgerEntry entry) => JsonNode.Parse(File.ReadAllText(_fixture.DocumentOf(entry)))!.AsObject();

    private void Edit(LedgerEntry entry, Action<JsonObject> change)
    {
        JsonObject document = Document(entry);
        change(document);
        File.WriteAllText(_fixture.DocumentOf(entry), document.ToJsonString());
    }
}
