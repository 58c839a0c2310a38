using System.Text.Json;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Text;

/// <summary>A server's word does not drive a terminal.</summary>
public sealed class ControlCharactersTests
{
    // Case 09: clears the screen, sets the title, turns the text round, C1, carriage return.
    private const string Hostile = "bad \u001b[2J\u001b]0;PWNED\u0007 prompt \u202egpj.exe \u009b31m\rcleared";
    private const string Shown = "bad \\u001b[2J\\u001b]0;PWNED\\u0007 prompt \\u202egpj.exe \\u009b31m\\u000dcleared";

    [Fact]
    public void Characters_that_a_terminal_obeys_are_shown_escaped()
    {
        Assert.Equal(Shown, Redactor.Shared.Redact(Hostile));
    }

    [Theory]
    [InlineData("two\nlines\tand\r\na third")]
    [InlineData("caf\u00e9 \u05e9\u05dc\u05d5\u05dd \ud83d\ude00 \u4f60\u597d")]
    public void Text_is_left_as_it_is(string text)
    {
        Assert.Equal(text, Redactor.Shared.Redact(text));
    }

    [Theory]
    [InlineData("\u0000")]
    [InlineData("\u0008")]
    [InlineData("\u007f")]
    [InlineData("\u0085")]
    [InlineData("\u200e")]
    [InlineData("\u200f")]
    [InlineData("\u061c")]
    [InlineData("\u2066")]
    [InlineData("\u2069")]
    [InlineData("\u2028")]
    [InlineData("\udb40\udc41")]
    public void Each_of_them_is_escaped(string character)
    {
        string shown = ControlCharacters.Show($"a{character}b");
        Assert.All(shown, each => Assert.InRange(each, ' ', '~'));
        Assert.Equal($"a{character}b", JsonSerializer.Deserialize<string>($"\"{shown}\""));
    }

    [Fact]
    public void A_task_is_shown_by_its_id_in_shown_characters_and_keeps_the_id()
    {
        VeoTask task = new() { SubmissionId = "veo-1", Id = "t\u001b[2J1" };

        Assert.Equal(("t\\u001b[2J1", "t\u001b[2J1"), (task.ToString(), task.Id));
    }

    [Fact]
    public void An_error_of_a_gateway_is_made_of_shown_characters()
    {
        VeoError error = WireError.Make(Hostile, Hostile, VeoErrorKind.InvalidRequest);
        Assert.Equal((Shown, Shown), (error.Code, error.Message));
    }

    [Fact]
    public void A_kept_answer_stays_the_same_JSON()
    {
        string body = "{\"msg\":\"a\u202eb\u009b\"}";
        string raw = RawAnswer.Of(body)!;
        Assert.DoesNotContain('\u202e', raw);
        Assert.Equal("a\u202eb\u009b", JsonDocument.Parse(raw).RootElement.GetProperty("msg").GetString());
    }
}
