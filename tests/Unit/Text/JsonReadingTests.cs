using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Text;

public sealed class JsonReadingTests
{
    [Theory]
    [InlineData("""{"a":"x"}""", "x")]
    [InlineData("""{"a":"002014001"}""", "002014001")]
    [InlineData("""{"a":0.80}""", "0.80")]
    [InlineData("""{"a":12345678901234567890123}""", "12345678901234567890123")]
    [InlineData("""{"a":"  "}""", null)]
    [InlineData("""{"a":null}""", null)]
    [InlineData("""{"a":true}""", null)]
    [InlineData("""{"a":{}}""", null)]
    [InlineData("""{"A":"x"}""", null)]
    [InlineData("""["a"]""", null)]
    [InlineData("""{"a":"x\ud800"}""", "x\\ud800")]
    [InlineData("""{"a":"x","\ud800bcd":1}""", "x")]
    [InlineData("""{"a":1,"\ud800bcd":1,"a":"x"}""", "x")]
    public void Text_is_kept_as_it_came_and_anything_else_is_null(string json, string? expected)
        => Assert.Equal(expected, Root(json).Text("a"));

    [Theory]
    [InlineData("""{"a":7}""", 7)]
    [InlineData("""{"a":"-7"}""", -7)]
    [InlineData("""{"a":7.0}""", null)]
    [InlineData("""{"a":99999999999}""", null)]
    public void An_integer_is_read_from_digits_only(string json, int? expected) => Assert.Equal(expected, Root(json).Integer("a"));

    [Theory]
    [InlineData("""{"a":"0.80"}""", "0.80")]
    [InlineData("""{"a":8}""", "8")]
    [InlineData("""{"a":-8}""", null)]
    [InlineData("""{"a":"1,000"}""", null)]
    [InlineData("""{"a":1e3}""", "1000")]
    public void An_amount_keeps_its_digits(string json, string? expected) =>
        Assert.Equal(expected, Root(json).Amount("a")?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData(null)]
    public void Text_that_is_no_JSON_parses_to_nothing(string? text) => Assert.Null(JsonReading.Parse(text));

    [Fact]
    public void Half_a_surrogate_pair_outside_of_JSON_parses_to_nothing() => Assert.Null(JsonReading.Parse("\"\ud800\""));

    private static JsonElement? Root(string json) => JsonReading.Parse(json);
}
