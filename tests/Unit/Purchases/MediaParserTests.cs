using System.Text;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

public sealed class MediaParserTests : IDisposable
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0];
    private static readonly byte[] WebP = [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBP"u8, 0];

    private readonly TempFolder _folder = new();
    private readonly List<VeoFault> _faults = [];

    public static TheoryData<string, byte[], string> Images => new()
    {
        { "a.png", Png, "image/png" },
        { "no extension", Jpeg, "image/jpeg" },
        { "really.png", WebP, "image/webp" },
        { "маяк 灯台 🌫 [1].jpg", Png, "image/png" },
        { "C:\\x.png", Png, "image/png" },
        { "a;b,c.png", Png, "image/png" },
    };

    public void Dispose() => _folder.Dispose();

    private MediaInput? Read(string text) => MediaParser.Image("FirstFrame", text, path => _folder.PathOf(path), _faults);

    private void Faulty(string says)
    {
        VeoFault fault = Assert.Single(_faults);
        Assert.Equal(("FirstFrame", false), (fault.Option, fault.IsWarning));
        Assert.Contains(says, fault.ToString(), StringComparison.Ordinal);
        Assert.NotNull(fault.Remedy);
        Assert.InRange(fault.ToString().Length, 1, 400);
    }

    [Theory]
    [InlineData("https://images.example/a.png?sig=a%2Fb+c")]
    [InlineData("http://images.example/маяк.png")]
    [InlineData("HTTPS://images.example/a.png")]
    public void A_web_address_is_a_link_as_it_was_written(string text)
    {
        Assert.Equal(text, Assert.IsType<LinkedMedia>(Read(text)).Uri.OriginalString);
        Assert.Empty(_faults);
    }

    [Fact]
    public void Blanks_around_an_address_are_no_part_of_it() =>
        Assert.Equal(
            "https://images.example/a.png",
            Assert.IsType<LinkedMedia>(Read(" https://images.example/a.png\n")).Uri.OriginalString);

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://images.example/a.png")]
    [InlineData("https://")]
    [InlineData("://")]
    public void Another_address_is_a_fault(string text)
    {
        Assert.Null(Read(text));
        Faulty("is not an http or https address");
    }

    [Theory]
    [InlineData("data:image/png;base64,AQID", "image/png")]
    [InlineData("DATA:Image/JPEG;Base64,AQID", "image/jpeg")]
    [InlineData("data:image/svg+xml;charset=utf-8;base64,AQID", "image/svg+xml")]
    [InlineData("data:image/png;base64,AQ\r\n ID", "image/png")]
    public void A_data_uri_is_its_bytes(string text, string type)
    {
        InlineMedia media = Assert.IsType<InlineMedia>(Read(text));

        Assert.Equal(type, media.MimeType);
        Assert.Equal([1, 2, 3], media.Bytes.ToArray());
        Assert.Equal($"data:{type};base64,AQID", media.ToDataUri());
    }

    [Theory]
    [InlineData("data:")]
    [InlineData("data:,")]
    [InlineData("data:image/png,AQID")]
    [InlineData("data:image/png;base64,")]
    [InlineData("data:image/png;base64")]
    [InlineData("data:image/png;base64,AQI")]
    [InlineData("data:image/png;base64,AQ_-")]
    [InlineData("data:text/html;base64,AQID")]
    [InlineData("data:video/mp4;base64,AQID")]
    [InlineData("data:image/;base64,AQID")]
    [InlineData("data:image/p ng;base64,AQID")]
    [InlineData("data:image/png\r\nX-Evil: 1;base64,AQID")]
    [InlineData("data:image/../x;base64,AQID")]
    public void A_data_uri_that_is_no_image_is_a_fault(string text)
    {
        Assert.Null(Read(text));
        Faulty("data:image/png;base64,…");
    }

    [Fact]
    public void A_data_uri_of_more_than_20_MiB_is_a_fault_that_does_not_repeat_it()
    {
        Assert.Null(Read("data:image/png;base64," + Convert.ToBase64String(new byte[(20 * 1024 * 1024) + 1])));
        Faulty("20 MiB");
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void A_file_is_an_image_by_its_first_bytes_whatever_its_name(string name, byte[] content, string type)
    {
        Assert.SkipWhen(
            OperatingSystem.IsWindows() && name.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0,
            "No file has this name on Windows.");
        File.WriteAllBytes(_folder.PathOf(name), content);

        FileMedia file = Assert.IsType<FileMedia>(Read(name));

        Assert.Equal((_folder.PathOf(name), type), (file.Path, file.MimeType));
    }

    [Theory]
    [InlineData("C:\\nowhere\\x.png")]
    [InlineData("nowhere/x.png")]
    [InlineData("veo_task_abcdef")]
    [InlineData("http:/images.example/a.png")]
    public void A_file_that_is_not_there_is_a_fault(string text)
    {
        Assert.Null(Read(text));
        Faulty("does not exist");
    }

    [Fact]
    public void A_folder_is_a_fault()
    {
        Directory.CreateDirectory(_folder.PathOf("a.png"));

        Assert.Null(Read("a.png"));
        Faulty("cannot be read");
    }

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("RIFF1234WAVE")]
    public void A_file_that_is_no_image_is_a_fault(string content)
    {
        File.WriteAllText(_folder.PathOf("a.png"), content, Encoding.ASCII);

        Assert.Null(Read("a.png"));
        Faulty("is not a PNG, JPEG or WebP image");
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_file_may_have_20_MiB_and_no_byte_more(int more, bool passes)
    {
        using (FileStream file = File.Create(_folder.PathOf("a.png")))
        {
            file.Write(Png);
            file.SetLength((20 * 1024 * 1024) + more);
        }

        Assert.Equal(passes, Read("a.png") is not null);
        if (!passes) Faulty("is larger than 20 MiB");
    }

    [Fact]
    public void A_path_that_no_system_takes_is_a_fault()
    {
        Assert.Null(MediaParser.Image("FirstFrame", "a\0b", path => path, _faults));
        Faulty("the file");
    }

    [Theory]
    [InlineData("veo_task_abcdef")]
    [InlineData("002014001")]
    public void A_video_that_is_no_address_is_a_tasks_id(string text) =>
        Assert.Equal(new TaskMedia(text), MediaParser.Video(text, _faults));

    [Fact]
    public void A_video_is_an_address_of_the_web()
    {
        Assert.IsType<LinkedMedia>(MediaParser.Video("https://cdn.example/v.mp4", _faults));
        Assert.Null(MediaParser.Video("ftp://cdn.example/v.mp4", _faults));
        Assert.Equal("SourceVideo", Assert.Single(_faults).Option);
    }
}
