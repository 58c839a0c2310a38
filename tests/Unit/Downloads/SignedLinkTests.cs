using VeoPS.Engine.Text;
using VeoPS.TestGateway;

namespace VeoPS.Tests.Downloads;

/// <summary>A link is fetched as it was spelt: its signature covers its text.</summary>
public sealed class SignedLinkTests
{
    private const string Signed = "/bucket/a/./b/clip%2D1.mp4?sig=1&t=%7E%41%2f+x";

    [Theory]
    [InlineData(Signed, Signed)]
    [InlineData("/a%2Fb/../c?x=a|b^c", "/a%2Fb/../c?x=a|b^c")]
    [InlineData("/clip.mp4?sig=1#t=5", "/clip.mp4?sig=1")]
    [InlineData("/Фильм 1.mp4?n=ü", "/%D0%A4%D0%B8%D0%BB%D1%8C%D0%BC%201.mp4?n=%C3%BC")]
    [InlineData("/a\r\nHost: evil.test\r\n\r\n?x", "/a%0D%0AHost:%20evil.test%0D%0A%0D%0A?x")]
    [InlineData("?sig=%7E", "/?sig=~")]
    public async Task A_link_goes_out_as_it_was_spelt(string spelt, string sent)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        stage.Gateway.Faults.Add(Route.Any, Fault.OtherFile(Films.Whole));
        Uri link = LinkText.ToUri(stage.Gateway.BaseUri.GetLeftPart(UriPartial.Authority) + spelt)!;

        await stage.DownloadAsync(stage.Order with { Video = new VeoVideo { Uri = link } });

        Assert.Equal(sent, stage.Gateway.Requests[^1].PathAndQuery);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_redirect_goes_where_it_says_in_its_own_spelling(bool hasHost)
    {
        await using DownloadStage stage = await DownloadStage.StartAsync();
        string host = hasHost ? stage.Gateway.BaseUri.GetLeftPart(UriPartial.Authority) : "";
        stage.Gateway.Faults.Add(Route.Download, Fault.Redirect(host + Signed));
        stage.Gateway.Faults.Add(Route.Other, Fault.OtherFile(Films.Whole));

        await stage.DownloadAsync();

        Assert.Equal(Signed, stage.Gateway.Requests[^1].PathAndQuery);
    }

    [Theory]
    [InlineData("https://host/a", "https://host/a")]
    [InlineData("HTTPS://HOST:443/a%2D", "https://host/a%2D")]
    [InlineData("https://host", "https://host/")]
    [InlineData("https://user:pw@host/a", "https://user:pw@host/a")]
    [InlineData(" https://host/a ", "https://host/a")]
    [InlineData("https:\\\\host\\a", null)]
    [InlineData("ftp://host/a", null)]
    [InlineData("data:video/mp4;base64,AAAA", null)]
    [InlineData("/a", null)]
    [InlineData("https://", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Only_a_web_address_is_one(string? text, string? expected)
    {
        Uri? link = LinkText.ToUri(text);
        if (text?.Contains('\\') == true) Assert.True(link is null || link.AbsoluteUri == "https://host/a");
        else Assert.Equal(expected, link?.AbsoluteUri);
    }

    [Fact]
    public void A_link_that_was_spelt_has_the_parts_of_any_other()
    {
        Uri link = LinkText.ToUri("https://host:8443/a/./b%2D?sig=1")!;
        Assert.Equal(("https", "host", 8443, "?sig=1", ""), (link.Scheme, link.IdnHost, link.Port, link.Query, link.Fragment));
        Assert.Equal("https://host:8443", link.GetLeftPart(UriPartial.Authority));
    }
}
