using VeoPS.Engine.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Downloads;

public sealed class FileNameTemplateTests
{
    private static readonly VeoTask Task1 = new()
    {
        SubmissionId = "veo-1",
        Id = "task_1",
        Profile = "prod",
        Model = "veo3_fast",
        JobKey = "shot 7",
        Prompt = "A red kite, high over the sea: slowly turning, and then some more words",
        Tag = new VeoList<string>(["night", "kite"]),
        Created = new DateTime(2026, 11, 20, 6, 5, 4, DateTimeKind.Utc),
    };

    public static TheoryData<string> HostileIds =>
    [
        "../../etc/passwd", @"..\..\windows\win.ini", "/etc/passwd", @"C:\x", @"\\server\share", "..", ".", "", " ", "~/x",
        "a\0b", "a\r\nb", "a:stream", "CON", "nul.mp4", "com1", "LPT¹", "\u202Egpm.4pm", "\u2066x", "\uFEFF", "\uD800", "a\u2028b",
        "*?\"<>|", new string('x', 5000), new string('.', 300), "𝄞𝄞", string.Concat(
            Enumerable.Repeat("𝄞", 200)), "\U000E0041x", "trailing. ",
    ];

    [Fact]
    public void The_default_names_task_and_index() => Assert.Equal("task_1_0.mp4", FileNameTemplate.Default.Expand(Task1, 0, null));

    [Theory]
    [InlineData("{Profile}-{Model}-{JobKey}-{Seed}-{Index}.mp4", "prod-veo3_fast-shot 7-42-3.mp4")]
    [InlineData("{created}_{id}.mp4", "20261120_task_1.mp4")]
    [InlineData("{Created:yyyy-MM-ddTHHmm}.mp4", "2026-11-20T0605.mp4")]
    [InlineData("{Created:yyyy/MM/dd HH:mm}.mp4", "2026_11_20 06_05.mp4")]
    [InlineData("film.mp4", "film.mp4")]
    [InlineData("{Prompt}_{Index}.mp4", "A red kite, high over the_3.mp4")]
    [InlineData("{prompt}.mp4", "A red kite, high over the.mp4")]
    [InlineData("{Tag}.mp4", "night-kite.mp4")]
    [InlineData("nul.mp4", "_nul.mp4")]
    public void Tokens_are_replaced(string template, string expected)
        => Assert.Equal(expected, FileNameTemplate.Parse(template).Expand(Task1, 3, 42));

    [Theory]
    [InlineData("JobKey")]
    [InlineData("Seed")]
    [InlineData("Prompt")]
    [InlineData("Tag")]
    [InlineData("Model")]
    [InlineData("Created")]
    public void A_token_for_which_a_task_has_nothing_is_refused_with_the_task(string token)
    {
        VeoTask bare = new() { SubmissionId = "veo-1", Id = "task_1", Profile = "prod", Prompt = " ", JobKey = "" };

        FileNameTemplate template = FileNameTemplate.Parse($"{{Id}}_{{{token}}}.mp4");
        VeoException exception = Assert.Throws<VeoException>(() => template.Expand(bare, 0, null));

        Assert.Equal((VeoErrorId.RequestInvalid, bare), (exception.ErrorId, exception.Task));
        Assert.Contains($"{{{token}}}, which is empty for the task", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{Id")]
    [InlineData("Id}")]
    [InlineData("{}")]
    [InlineData("{Name}.mp4")]
    [InlineData("{{Id}}.mp4")]
    [InlineData("{Id:x}.mp4")]
    [InlineData("{Created:}.mp4x}")]
    [InlineData("a/{Id}.mp4")]
    [InlineData(@"a\{Id}.mp4")]
    [InlineData("../{Id}.mp4")]
    [InlineData("a:b.mp4")]
    [InlineData("a*.mp4")]
    [InlineData("a\u202Eb.mp4")]
    [InlineData("..")]
    [InlineData("{Id}.")]
    [InlineData("{Id} ")]
    [InlineData("{Created:%}.mp4")]
    public void A_template_that_breaks_a_rule_is_refused_with_its_name_and_the_remedy(string template)
    {
        VeoException exception = Assert.Throws<VeoException>(() => FileNameTemplate.Parse(template));

        Assert.Equal(VeoErrorId.RequestInvalid, exception.ErrorId);
        VeoFault fault = Assert.Single(exception.Faults);
        Assert.Equal("FileName", fault.Option);
        Assert.StartsWith($"'{template}' ", fault.Rule, StringComparison.Ordinal);
        Assert.Contains("'{Id}_{Index}.mp4'", fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{Id}_{Index}.mp4", true)]
    [InlineData("{index}{ID}", true)]
    [InlineData("{Id}.mp4", false)]
    [InlineData("{JobKey}_{Index}.mp4", false)]
    public void Id_and_index_together_tell_which_video_it_is(string template, bool expected) =>
        Assert.Equal(expected, FileNameTemplate.Parse(template).IdentifiesVideo);

    [Theory]
    [MemberData(nameof(HostileIds))]
    public void What_a_server_says_becomes_a_part_of_a_name_and_never_a_path(string id)
    {
        using TempFolder folder = new();

        string path = FileNameTemplate.Default.PathIn(folder.FullName, new VeoTask(Task1) { Id = id }, 0, null);
        string name = Path.GetFileName(path);

        Assert.Equal(folder.FullName, Path.GetDirectoryName(path));
        Assert.InRange(name.Length, 7, 150 + "_0.mp4".Length);
        Assert.DoesNotContain(name, character => char.IsControl(character) || "/\\<>:\"|?*\u202E\u2066\uFEFF\u2028".Contains(character));
        Assert.NotEqual(' ', name[0]);
        Assert.NotEqual('.', name[0]);
    }

    [Theory]
    [MemberData(nameof(HostileIds))]
    public void A_value_alone_is_no_device_and_no_folder(string value)
    {
        string key = string.IsNullOrWhiteSpace(value) ? "." : value; // A blank one is refused.
        string name = FileNameTemplate.Parse("{JobKey}").Expand(new VeoTask(Task1) { JobKey = key }, 0, null);

        Assert.NotEmpty(name);
        Assert.False(name[^1] is '.' or ' ');
        Assert.DoesNotContain(name.Split('.')[0].ToUpperInvariant(), (string[])["CON", "NUL", "COM1", "LPT¹"]);
    }

    [Fact]
    public void Two_ids_never_become_one_name()
    {
        string[] ids = ["a/b", "a_b", @"a\b", "a:b", "a_b.", "a_b ", new string('x', 151), new string('x', 152)];

        Assert.Equal(ids.Length,
            ids.Select(id => FileNameTemplate.Default.Expand(new VeoTask(Task1) { Id = id }, 0, null)).Distinct().Count());
    }

    [Theory]
    [InlineData("ы")]
    [InlineData("猫")]
    [InlineData("🐈")]
    public void A_long_value_fits_into_a_name_in_any_script(string letter)
    {
        string value = string.Concat(Enumerable.Repeat(letter, 200));

        string name = FileNameTemplate.Default.Expand(new VeoTask(Task1) { Id = value }, 0, null);

        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(name), 100, 150 + "_0.mp4".Length);
        Assert.StartsWith(letter + letter, name, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void A_task_without_an_id_goes_by_our_name_for_it() =>
        Assert.Equal("veo-1_0.mp4", FileNameTemplate.Default.Expand(new VeoTask(Task1) { Id = null }, 0, null));
}
