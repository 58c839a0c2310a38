using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using CsCheck;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Text;

public sealed class RedactorTests
{
    private const string Key = "sk-Ab/9+c_D=e&f<g>h~Zz0123456789";

    private readonly Redactor _redactor = new();

    public RedactorTests() => _redactor.Register(Key);

    /// <summary>Each form that a key travels in, by name.</summary>
    public static TheoryData<string, string> Forms => new()
    {
        { "raw", Key },
        { "base64", Base64(Key) },
        { "base64 without padding", Base64(Key).TrimEnd('=') },
        { "base64url", Base64Url(Key) },
        { "URL-encoded", Uri.EscapeDataString(Key) },
        { "URL-encoded in lower case", LowerHex(Uri.EscapeDataString(Key), '%', 2) },
        { "form-encoded", WebUtility.UrlEncode(Key) },
        { "JSON, all that HTML knows escaped", JsonSerializer.Serialize(Key).Trim('"') },
        { "JSON, in lower case, as Go has it", LowerHex(JsonSerializer.Serialize(Key).Trim('"'), 'u', 4) },
        { "JSON, slashes escaped, as PHP has it", Key.Replace("/", "\\/", StringComparison.Ordinal) },
    };

    public static TheoryData<string, string> Credentials => new()
    {
        { "Authorization: Bearer abc.def-123", "Authorization: Bearer ***" },
        { "authorization: bearer abc", "authorization: bearer ***" },
        { "Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***" },
        { "Authorization: Token abc", "Authorization: Token ***" },
        { "Authorization: Key abc:def", "Authorization: Key ***" },
        { "Proxy-Authorization=abc, next", "Proxy-Authorization=***, next" },
        { """{"Authorization":"Bearer abc"}""", """{"Authorization":"Bearer ***"}""" },
        { """{\"Authorization\":\"Bearer abc\"}""", """{\"Authorization\":\"Bearer ***\"}""" },
        { "x-api-key: abc", "x-api-key: ***" },
        { "X-Goog-Api-Key: AIzaabc", "X-Goog-Api-Key: ***" },
        { """{"apiKey": "abc", "n": 1}""", """{"apiKey": "***", "n": 1}""" },
        { "api_key=abc&n=1", "api_key=***&n=1" },
        { "invalid_api_key: sk-abc is not valid", "invalid_api_key: *** is not valid" },
        { "invalid_api_key: abc", "invalid_api_key: ***" },
        { "my_api_key: abc is set", "my_api_key: *** is set" },
        { "https://cdn.example/a.mp4?sig=abc&n=1", "https://cdn.example/a.mp4?sig=***&n=1" },
        {
            "https://b.example/a?X-Amz-Date=1&X-Amz-Credential=abc&X-Amz-Signature=def#t",
            "https://b.example/a?X-Amz-Date=1&X-Amz-Credential=***&X-Amz-Signature=***#t" },
        { "https://b.example/a?X-Amz-Security-Token=abc", "https://b.example/a?X-Amz-Security-Token=***" },
        { "https://b.example/a?GoogleAccessId=abc&Signature=def", "https://b.example/a?GoogleAccessId=***&Signature=***" },
        { "https://b.example/a?X-Goog-Signature=abc", "https://b.example/a?X-Goog-Signature=***" },
        { "https://b.example/a?Policy=abc&Key-Pair-Id=def", "https://b.example/a?Policy=***&Key-Pair-Id=***" },
        { "https://b.example/a?OSSAccessKeyId=abc&Signature=def", "https://b.example/a?OSSAccessKeyId=***&Signature=***" },
        { "https://b.example/a?X-Tos-Signature=abc&q-signature=def", "https://b.example/a?X-Tos-Signature=***&q-signature=***" },
        { "https://b.example/a?key=AIza&alt=media", "https://b.example/a?key=***&alt=media" },
        { "https://b.example/a?access_token=abc;auth=def", "https://b.example/a?access_token=***" },
        {
            """{"url":"https://b.example/a?n=1\u0026Signature=abc\u0026m=2"}""",
            """{"url":"https://b.example/a?n=1\u0026Signature=***\u0026m=2"}""" },
        {
            "https://a.example/?to=https%3A%2F%2Fb.example%3Fsig%3Dabc&n=1",
            "https://a.example/?to=https%3A%2F%2Fb.example%3Fsig%3D***&n=1" },
        { "<a href=\"https://b.example/a?n=1&amp;token=abc\">", "<a href=\"https://b.example/a?n=1&amp;token=***\">" },
        { "https://user:pass@host.example/a", "https://***@host.example/a" },
        { "ftp://user:p@ss@host.example", "ftp://***@host.example" },
    };

    public static TheoryData<string> Harmless =>
    [
        "",
        "A lighthouse in the fog; the keeper holds a key: golden, old, and a token of love.",
        "The bearer of the ring walks into the light. Authorization is the policy of the guild.",
        "Cost 0.80 USD (signature dish), seed 12345, 16:9",
        "https://cdn.example/videos/task_0001.mp4?width=1920&height=1080&expires=1700000000#t=3",
        "https://example.com/@handle/video?author=me&monkey=1&design=2&keyword=token",
        "mail somebody@example.com about https://example.com/a",
        "veo-20261120-060000000-0123456789ab",
        """{"code":200,"msg":"success","data":{"taskId":"veo_task_1","tokens":5,"keys":["a"]}}""",
        "HTTP 401, invalid_api_key: Invalid token. Nothing was bought.",
        "invalid_api_key: Incorrect API key provided",
        "Check the key of the profile 'prod'. Run the command again later, or with a lower -ThrottleLimit.",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_key_is_hidden_in_every_form_alone_and_inside_a_text(string form, string text)
    {
        Assert.Equal(Redactor.Mask, _redactor.Redact(text));
        Assert.Equal($"It said '***' ({form}).", _redactor.Redact($"It said '{text}' ({form})."));
    }

    [Fact]
    public void Base64_of_a_longer_text_gives_no_more_of_the_key_than_its_ends() => Assert.All(
        from before in Enumerable.Range(0, 7) from after in Enumerable.Range(0, 7) select (before, after),
        place =>
        {
            string whole = new string('x', place.before) + Key + new string('y', place.after);
            int neighbours = Base64(new string('x', place.before)).Length + Base64(new string('y', place.after)).Length;

            Assert.All([Base64(whole), Base64Url(whole)], text =>
            {
                string shown = _redactor.Redact(text).Replace(Redactor.Mask, "", StringComparison.Ordinal);
                Assert.True(shown.Length <= neighbours + 8, $"{place}: {shown} is left of {text}.");
            });
        });

    [Theory]
    [MemberData(nameof(Credentials))]
    public void What_stands_beside_the_name_of_a_credential_is_hidden(string text, string shown)
        => Assert.Equal(shown, _redactor.Redact(text));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void What_is_no_secret_is_left_alone(string text) => Assert.Equal(text, _redactor.Redact(text));

    [Fact]
    public void Redacting_twice_is_redacting_once()
    {
        Assert.All(
            Credentials.Select(row => row.Data.Item1),
            text => Assert.Equal(_redactor.Redact(text), _redactor.Redact(_redactor.Redact(text))));
        Assert.Null(_redactor.Redact((string?)null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("the")]
    public void What_is_too_short_for_a_key_does_not_blot_out_words(string? word)
    {
        _redactor.Register(word);

        Assert.Equal("the other", _redactor.Redact("the other"));
    }

    [Fact]
    public void A_key_that_contains_another_is_hidden_whole()
    {
        _redactor.Register("secret-one");
        _redactor.Register("secret-one-and-two");

        Assert.Equal("*** ***", _redactor.Redact("secret-one-and-two secret-one"));
    }

    [Fact]
    public void Keys_of_any_make_are_hidden_in_every_form()
    {
        Gen.Char['!', '~'].Array[8, 79].Sample(letters =>
        {
            string key = new(letters);
            Redactor redactor = new();
            redactor.Register(key);

            Assert.All([key, Base64(key), Base64Url(key), Uri.EscapeDataString(key), JsonSerializer.Serialize(key).Trim('"')],
                form => Assert.Equal(Redactor.Mask, redactor.Redact(form)));
        }, iter: 200, threads: 1);
    }

    /// <summary>No limit of time: what is not linear in the length of these does not end within the patience of anybody.</summary>
    [Theory]
    [InlineData("", "a")]
    [InlineData("", "://")]
    [InlineData("://", "a")]
    [InlineData("", "a://a:a")]
    [InlineData("", "authorization")]
    [InlineData("authorization", " ")]
    [InlineData("authorization:", " ")]
    [InlineData("authorization: bearer", " ")]
    [InlineData("", "authorization: ")]
    [InlineData("api-key", "\\")]
    [InlineData("", "?")]
    [InlineData("?", "a-")]
    [InlineData("?", "x-amz-")]
    [InlineData("", "&key")]
    [InlineData("", "%26")]
    [InlineData("", "\\u0026sig")]
    [InlineData("", "+\\/")]
    [InlineData("", "\\u002b")]
    public void A_hostile_text_of_a_megabyte_is_read_through(string start, string again)
    {
        string text = start + string.Concat(Enumerable.Repeat(again, (1 << 20) / again.Length));

        Assert.NotEmpty(_redactor.Redact(text));
        Assert.NotEmpty(RawAnswer.Of(text)!);
    }

    [Fact]
    public void A_hostile_text_of_runs_just_too_short_for_media_is_read_through()
    {
        string text = string.Concat(Enumerable.Repeat(new string('a', 511) + " ", 4096));

        Assert.StartsWith("aaa", RawAnswer.Of(text)!, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_is_kept_redacted_without_media_and_not_in_any_length()
    {
        Redactor.Shared.Register("a-key-for-this-test-alone");
        string media = Convert.ToBase64String(new byte[6000]);

        Assert.Null(RawAnswer.Of(""));
        Assert.Equal(
            """{"video":"(8000 characters of inline data)","key":"***"}""",
            RawAnswer.Of($$"""{"video":"{{media}}","key":"a-key-for-this-test-alone"}"""));
        Assert.InRange(RawAnswer.Of(string.Concat(Enumerable.Repeat("word ", 100_000)))!.Length, 1000, 70_000);
    }

    [Fact]
    public void A_key_across_the_cut_of_a_long_answer_is_not_half_shown()
    {
        Redactor.Shared.Register("b-key-for-this-test-alone");
        Assert.All(Enumerable.Range(0, 30), distance =>
        {
            string body = string.Concat(Enumerable.Repeat(". ", (64 * 1024) / 2))[distance..] + "b-key-for-this-test-alone"
                + new string('.', 100);
            Assert.DoesNotContain("b-key", RawAnswer.Of(body)!, StringComparison.Ordinal);
        });
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Base64Url(string text) => Base64(text).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string LowerHex(string text, char mark, int digits)
    {
        StringBuilder lower = new(text);
        for (int i = text.IndexOf(mark, StringComparison.Ordinal); i >= 0; i = text.IndexOf(mark, i + 1))
        {
            for (int digit = 1; digit <= digits; digit++) lower[i + digit] = char.ToLower(text[i + digit], CultureInfo.InvariantCulture);
        }

        return lower.ToString();
    }
}
