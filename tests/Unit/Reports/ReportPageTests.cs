using System.Net;
using System.Text.RegularExpressions;
using VeoPS.Engine;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Reports;
using VeoPS.Engine.Text;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Reports;

/// <summary>The page that people look at.</summary>
public sealed class ReportPageTests
{
    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private static readonly VeoTask Task = new()
    {
        Id = "task-1", SubmissionId = "veo-1", Profile = "prod", Provider = "Gemini", Model = "veo-3.1", Status = VeoTaskStatus.Succeeded, Prompt = "A cat",
        Created = Noon, Completed = Noon.AddSeconds(95), Cost = new VeoCost { Amount = 0.80m, Unit = "USD" },
    };

    [Fact]
    public void A_task_is_shown_with_its_player_and_what_became_of_it()
    {
        string page = Page(new ReportItem(Task, ["videos/a.mp4"]), new ReportItem(Task with { Status = VeoTaskStatus.Failed, Error = new VeoError { Code = "42", Message = "No" } }, []));

        Assert.Contains("src=\"videos/a.mp4\"", page, StringComparison.Ordinal);
        Assert.Contains("2 tasks · 1 Succeeded · 1 Failed · 1.60 USD · made 2026-11-20 12:00 UTC", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        foreach (string text in new[] { "A cat", "Gemini, profile prod", "veo-3.1", "0.80 USD", "95 s", "task-1", "no video", "No" }) Assert.Contains(text, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("{{items}} {{title}}")]
    [InlineData("</title></head><!--")]
    public void Whatever_a_prompt_says_is_text(string hostile)
    {
        string plain = Page(new ReportItem(Task, ["x"]));
        string page = ReportPage.Of(hostile, [new ReportItem(Task with { Prompt = hostile, Model = hostile, JobKey = hostile, Tag = new VeoList<string>([hostile]), Error = new VeoError { Message = hostile } }, [hostile])], Noon);

        // As many elements as in a harmless page, but for the rows that only the hostile one has.
        Assert.Equal(Elements(plain) + 3 * 4, Elements(page));
        Assert.Contains(WebUtility.HtmlEncode(hostile), page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_asks_nobody_for_anything()
    {
        string page = Page(new ReportItem(Task, ["a.mp4"]));

        Assert.DoesNotMatch("https?://", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_named_relative_to_the_page_or_put_into_it()
    {
        using TempFolder folder = new();
        string file = folder.PathOf("a #1 50%.mp4");
        File.WriteAllBytes(file, [1, 2, 3]);

        Assert.Equal("../" + Path.GetFileName(folder.FullName) + "/a%20%231%2050%25.mp4", VideoLinks.Of(file, Path.Combine(Path.GetDirectoryName(folder.FullName)!, "reports"), embed: false));
        Assert.Equal("data:video/mp4;base64,AQID", VideoLinks.Of(file, folder.FullName, embed: true));
    }

    private static string Page(params ReportItem[] items) => ReportPage.Of("Videos", items, Noon);

    private static int Elements(string page) => Regex.Count(page, "<[a-z!/]", RegexOptions.IgnoreCase);
}
