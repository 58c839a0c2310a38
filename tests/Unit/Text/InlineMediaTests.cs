using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Text;

/// <summary>Videos inside an answer: left out while it is read, and decoded while they are saved.</summary>
public sealed class InlineMediaTests
{
    private static readonly string[] Members = ["bytesBase64Encoded", "encodedVideo"];
    private static readonly byte[] Film = RandomNumberGenerator.GetBytes(50_000);
    private static readonly string Head = Convert.ToBase64String(Film)[..16];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    // ---- leaving out

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(1_000_000)]
    public void Media_become_words_wherever_the_answer_is_cut(int chunk) => Assert.Equal(
        $$"""{"videos":[{"bytesBase64Encoded":"{{Head}}(inline media 0)","mimeType":"video/mp4"},"""
            + $$"""{"bytesBase64Encoded":"{{Head}}(inline media 1)"}]}""",
        Elide(Answer(Film, Film[..30_000]), chunk));

    [Theory]
    [InlineData("""{"name":"a \"quoted\" name \\","n":1.5,"list":[true,null,""]}""")]
    [InlineData("""{"short":"QUJD","escaped":"QUJD\/\u002b\u003d"}""")]
    [InlineData("<html>\"")]
    [InlineData("")]
    public void What_is_no_media_stays(string answer) => Assert.All([1, 3, 100], chunk => Assert.Equal(answer, Elide(answer, chunk)));

    [Fact]
    public void Long_words_of_people_stay()
    {
        string prompt = string.Concat(Enumerable.Repeat("A lion, roaring. ", 1000));
        string answer = $$"""{"prompt":"{{prompt}}","link":"https://a/{{new string('x', 5000)}}"}""";
        Assert.Equal(answer, Elide(answer, 777));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    public void Of_a_data_URI_its_header_stays(int chunk)
    {
        string media = Convert.ToBase64String(Film);
        Assert.Equal(
            $$"""
            {"url":"data:video/mp4;base64,{{Head}}(inline media 0)","short":"data:video/mp4;base64,AAAA",
            "none":"data: no header","x":"dat:a"}
            """,
            Elide(
                $$"""
                {"url":"data:video/mp4;base64,{{media}}","short":"data:video/mp4;base64,AAAA",
                "none":"data: no header","x":"dat:a"}
                """,
                chunk));
    }

    [Fact]
    public void A_string_that_turns_out_to_be_no_media_late_stays_whole()
    {
        string answer = $$"""["{{new string('A', 2000)}} and then some","{{new string('B', 2048)}}"]""";
        Assert.Equal(answer, Elide(answer, 11));
    }

    [Fact]
    public void Escapes_in_base64_do_not_end_it()
    {
        string media = string.Concat(Enumerable.Repeat("AB\\/C\\u002b\\n", 1000));
        Assert.Equal("""{"a":"AB(inline media 0)","b":"\"kept\""}""", Elide($$"""{"a":"{{media}}","b":"\"kept\""}""", 13));
    }

    [Fact]
    public void Of_64_MiB_next_to_nothing_is_kept()
    {
        byte[] chunk = Encoding.ASCII.GetBytes(new string('A', 1 << 20));
        InlineMediaElider elider = new();
        using MemoryStream kept = new();
        elider.Copy("{\"bytesBase64Encoded\":\""u8, kept);
        for (int count = 0; count < 64; count++) elider.Copy(chunk, kept);
        elider.Copy("\"}"u8, kept);

        Assert.Equal("""{"bytesBase64Encoded":"AAAAAAAAAAAAAAAA(inline media 0)"}""", Encoding.ASCII.GetString(kept.ToArray()));
        Assert.True(kept.Capacity <= 4096);
    }

    // ---- decoding

    [Theory]
    [InlineData(0, 50_000)]
    [InlineData(1, 30_000)]
    public async Task A_video_is_decoded_from_its_place(int index, int length)
    {
        Assert.Equal(Film[..length], await ReadAsync(Answer(Film, Film[..30_000]), index, 64 * 1024));
        Assert.Equal(Film[..length], await ReadAsync(Answer(Film, Film[..30_000]), index, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Padding_and_escapes_mean_what_they_mean(int length)
    {
        byte[] film = [.. Enumerable.Range(0, length).Select(value => (byte)(250 + value))];
        string base64 = Convert.ToBase64String(film);
        string[] spellings = [base64, base64.Replace("/", "\\/"), base64.Replace("+", "\\u002b").Replace("=", "\\u003D"), base64.Replace(
            '+',
            '-').Replace('/', '_'), string.Join("\\r\\n", base64.Chunk(76).Select(line => new string(line)))];
        foreach (string spelling in spellings) Assert.Equal(film, await ReadAsync($$"""{"bytesBase64Encoded":"{{spelling}}"}""", 0, 5));
    }

    [Fact]
    public async Task Only_a_member_of_that_name_counts()
    {
        string answer = $$"""
            {"x":"bytesBase64Encoded","list":["bytesBase64Encoded","AAAA"],"bytesBase64Encoded":7,
            "b\u0079tesBase64Encoded":"AAAA","bytesBase64Encoded" : "{{Convert.ToBase64String(Film)}}"}
            """;
        Assert.Equal(Film, await ReadAsync(answer, 0, 100));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    public async Task Media_have_the_same_place_whether_they_were_left_out_or_not(int chunk)
    {
        byte[][] films = [[.. Mp4Head, .. Film[..40_000]], Film[..30_000], [.. WebMHead, .. Film[..100]], Film[..9], [.. Mp4Head, .. Film]];
        string[] base64 = [.. films.Select(film => Convert.ToBase64String(film))];
        string answer = $$"""
            {"id":"data","prompt":"dat: a lion","urls":["data:video/mp4;base64,{{base64[0]}}","https://a/b"],"note":"data: no comma",
            "encodedVideo":"{{base64[1]}}","url":"{{base64[2]}}","deep":{"bytesBase64Encoded":"{{base64[3]}}","other":"AAAAAAAA"},
            "last":"{{base64[4]}}"}
            """;
        using System.Text.Json.JsonDocument whole = System.Text.Json.JsonDocument.Parse(answer);
        using System.Text.Json.JsonDocument elided = System.Text.Json.JsonDocument.Parse(Elide(answer, chunk));
        System.Text.Json.JsonElement[] roots = [whole.RootElement, elided.RootElement];
        foreach (System.Text.Json.JsonElement root in roots)
        {
            string[] texts = [root.GetProperty("urls")[0].GetString()!, root.GetProperty("encodedVideo").GetString()!, root.GetProperty(
                "url").GetString()!, root.GetProperty("deep").GetProperty("bytesBase64Encoded").GetString()!, root.GetProperty("last")
                    .GetString()!];
            Assert.Equal([0, 1, 2, 3, 4], texts.Select(text => MediaStrings.PlaceOf(root, text, Members)));
            Assert.Null(MediaStrings.PlaceOf(root, "https://a/b", Members));
            Assert.Null(MediaStrings.PlaceOf(root, "AAAAAAAA", Members));
        }

        for (int place = 0; place < films.Length; place++) Assert.Equal(films[place], await ReadAsync(answer, place, chunk));
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(answer, films.Length, chunk));
    }

    [Theory]
    [InlineData("{}", 0, "does not contain this video")]
    [InlineData("""{"bytesBase64Encoded":"AAAA"}""", 1, "does not contain this video")]
    [InlineData("""{"bytesBase64Encoded":"AAAAAAAA""", 0, "ended before")]
    public async Task An_answer_that_ends_too_soon_is_no_end_of_the_video(string answer, int index, string says)
    {
        IOException exception = await Assert.ThrowsAsync<IOException>(() => ReadAsync(answer, index, 10));
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_closed_with_the_video()
    {
        Closing response = new();
        await using (new InlineMediaStream(response, Stream.Null, 0, Members)) Assert.False(response.IsClosed);
        Assert.True(response.IsClosed);
    }

    private static byte[] Mp4Head => [0, 0, 0, 0x20, .. "ftypisom"u8];

    private static byte[] WebMHead => [0x1A, 0x45, 0xDF, 0xA3];

    private static string Answer(params byte[][] films) =>
        new JsonObject { ["videos"] = new JsonArray([.. films.Select((film, index) => Video(film, index == 0))]) }
            .ToJsonString(new System.Text.Json.JsonSerializerOptions {
                Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static JsonObject Video(byte[] film, bool hasType)
    {
        JsonObject video = new() { ["bytesBase64Encoded"] = Convert.ToBase64String(film) };
        if (hasType) video["mimeType"] = "video/mp4";
        return video;
    }

    private static string Elide(string answer, int chunk)
    {
        InlineMediaElider elider = new();
        using MemoryStream kept = new();
        foreach (byte[] part in Encoding.UTF8.GetBytes(answer).Chunk(chunk)) elider.Copy(part, kept);
        return Encoding.UTF8.GetString(kept.ToArray());
    }

    private static async Task<byte[]> ReadAsync(string answer, int index, int chunk)
    {
        using Closing response = new();
        await using InlineMediaStream stream = new(response, new Trickle(Encoding.UTF8.GetBytes(answer), chunk), index, Members);
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    private sealed class Closing : IDisposable
    {
        public bool IsClosed { get; private set; }

        public void Dispose() => IsClosed = true;
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
