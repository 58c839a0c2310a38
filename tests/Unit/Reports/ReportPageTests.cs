using System.Net;
using System.Text.RegularExpressions;
using VeoPS.Engine.Reports;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Reports;

/// <summary>The page that people look at.</summary>
public sealed class ReportPageTests
{
    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    private static readonly VeoTask Task = new()
    {
        Id = "task-1", SubmissionId = "veo-1", Profile = "prod", Provider = "Gemini", Model = "veo-3.1", 
        Status = VeoTaskStatus.Succeeded, Prompt = "A cat",
        Created = Noon, Completed = Noon.AddSeconds(95), Cost = new VeoCost { Amount = 0.80m, Unit = "USD" },
    };

    [Fact]
    public void A_task_is_shown_with_its_player_and_what_became_of_it()
    {
        string page = Page(
            new ReportItem(Task, [new("videos/a.mp4")]),
            new ReportItem(new VeoTask(Task) { Status = VeoTaskStatus.Failed, Error = new VeoError { Code = "42", Message = "No" } }, []));

        Assert.Contains("src=\"videos/a.mp4\"", page, StringComparison.Ordinal);
        Assert.Contains(
            "2 tasks · 1 Succeeded · 1 Failed · 1.60 USD · created 2026-11-20 12:00 UTC",
            WebUtility.HtmlDecode(page),
            StringComparison.Ordinal);
        foreach (string text in new[] { "A cat", "Gemini, profile prod", "veo-3.1", "0.80 USD", "95 s", "task-1", "no video", "No" })
            Assert.Contains(text, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("{{items}} {{title}}")]
    [InlineData("</title></head><!--")]
    public void Whatever_a_prompt_says_is_text(string hostile)
    {
        string plain = Page(new ReportItem(Task, [new("x")]));
        string page = Written(hostile, new ReportItem(new VeoTask(Task) { Prompt = hostile, Model = hostile, JobKey = hostile, Tag
            = new VeoList<string>([hostile]), Error = new VeoError { Message = hostile } }, [new(hostile)]));

        // As many elements as in a harmless page, but for the rows that only the hostile one has.
        Assert.Equal(Elements(plain) + 3 * 4, Elements(page));
        Assert.Contains(WebUtility.HtmlEncode(hostile), page, StringComparison.Ordinal);
    }

    [Fact]
    public void Statuses_are_drawn_as_wide_as_they_are_frequent_and_can_be_chosen()
    {
        VeoTask failed = new(Task) { Status = VeoTaskStatus.Failed };
        string page = Page(new(Task, []), new(Task, []), new(failed, []));

        Assert.Contains(
            "<span class=\"good\" style=\"flex-grow:2\"></span><span class=\"bad\" style=\"flex-grow:1\"></span>",
            page,
            StringComparison.Ordinal);
        Assert.Contains("data-status=\"Succeeded\">2 Succeeded</button>", page, StringComparison.Ordinal);
        Assert.Contains("data-status=\"Failed\">1 Failed</button>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Spending_is_drawn_by_day_and_profile_and_units_never_mix()
    {
        VeoTask later = new(Task) { Created = Noon.AddDays(2), Profile = "<b>" };
        VeoTask credits = new(Task) { Cost = new VeoCost { Amount = 12m, Unit = "credits" } };
        string page = Page(new(Task, []), new(Task, []), new(later, []), new(credits, []));

        Assert.Equal(2, Regex.Count(page, "<figure>"));
        foreach (string day in new[] { "2026-11-20: 1.60 USD", "2026-11-21: 0.00 USD", "2026-11-22: 0.80 USD", "2026-11-20: 12 credits" })
            Assert.Contains($"title=\"{day}\"", page, StringComparison.Ordinal);
        Assert.Contains("</i>prod: 1.60 USD</span>", page, StringComparison.Ordinal);
        Assert.Contains("</i>&lt;b&gt;: 0.80 USD</span>", page, StringComparison.Ordinal);
        Assert.Contains("style=\"height:50%\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Spending_over_a_long_time_is_drawn_by_month()
    {
        string page = Page(new(Task, []), new(new VeoTask(Task) { Created = Noon.AddDays(-300) }, []));

        Assert.Contains("title=\"2026-01: 0.80 USD\"", page, StringComparison.Ordinal);
        Assert.Equal(11, Regex.Count(page, "<div title="));
    }

    [Fact]
    public void A_page_of_nothing_has_no_drawings()
    {
        string page = Page();

        Assert.DoesNotContain("<figure>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"bar\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void It_asks_nobody_for_anything()
    {
        string page = Page(new ReportItem(Task, [new("a.mp4")]));

        Assert.DoesNotMatch("https?://", page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_named_relative_to_the_page_or_put_into_it()
    {
        using TempFolder folder = new();
        string file = folder.PathOf("a #1 50%.mp4");
        File.WriteAllBytes(file, [1, 2, 3]);

        Assert.Equal(
            "../" + Path.GetFileName(folder.FullName) + "/a%20%231%2050%25.mp4",
            ReportVideo.Of(file, Path.Combine(Path.GetDirectoryName(folder.FullName)!, "reports"), embed: false).Address);
        Assert.Contains(
            "src=\"data:video/mp4;base64,AQID\"",
            Page(new ReportItem(Task, [ReportVideo.Of(file, folder.FullName, embed: true)])),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(48 * 1024 - 1)]
    [InlineData(48 * 1024)]
    [InlineData(48 * 1024 + 1)]
    [InlineData(200_000)]
    public void A_file_of_any_length_goes_into_the_page_whole(int length)
    {
        using TempFolder folder = new();
        string file = folder.PathOf("a.mp4");
        byte[] bytes = [.. Enumerable.Range(0, length).Select(index => (byte)(index * 31))];
        File.WriteAllBytes(file, bytes);

        Match source = Regex.Match(
            Page(new ReportItem(Task, [ReportVideo.Of(file, folder.FullName, embed: true)])),
            "data:video/mp4;base64,([^\"]*)\"");

        Assert.Equal(bytes, Convert.FromBase64String(source.Groups[1].Value));
    }

    [Fact]
    public void Files_that_go_into_the_page_are_never_held_whole()
    {
        using TempFolder folder = new();
        string file = folder.PathOf("a.mp4");
        using (FileStream large = new(file, FileMode.Create)) large.SetLength(64L << 20);
        ReportItem item = new(Task, [.. Enumerable.Repeat(ReportVideo.Of(file, folder.FullName, embed: true), 3)]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ReportPage.Write(TextWriter.Null, "Videos", [item], Noon);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4L << 20);
    }

    [Fact]
    public void Costs_that_no_sum_can_hold_do_not_end_it()
    {
        VeoTask dear = new(Task) { Cost = new VeoCost { Amount = decimal.MaxValue, Unit = "USD" } };

        Assert.Contains(
            "79228162514264337593543950335.00 USD",
            Page(new ReportItem(dear, []), new ReportItem(dear, [])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_a_creation_time_took_no_time_that_is_known()
    {
        string page = Page(new ReportItem(new VeoTask(Task) { Created = default }, []));

        Assert.DoesNotContain("<dt>Elapsed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("0001", page, StringComparison.Ordinal);
    }

    private static string Page(params ReportItem[] items) => Written("Videos", items);

    private static string Written(string title, params ReportItem[] items)
    {
        using StringWriter writer = new();
        ReportPage.Write(writer, title, items, Noon);
        return writer.ToString();
    }

    private static int Elements(string page) => Regex.Count(page, "<[a-z!/]", RegexOptions.IgnoreCase);
}
