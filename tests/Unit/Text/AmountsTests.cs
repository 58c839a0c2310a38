using System.Text.Json;
using VeoPS.Engine.Text;

namespace VeoPS.Tests.Text;

/// <summary>A server's amount is bounded, and no sum throws.</summary>
public sealed class AmountsTests
{
    [Theory]
    [InlineData("0.80", "0.80")]
    [InlineData("\"0.80\"", "0.80")]
    [InlineData("1E+2", "100")]
    [InlineData("\"1e-2\"", "0.01")]
    [InlineData("1000000000000", "1000000000000")]
    [InlineData("1000000000001", null)]
    [InlineData("1E+13", null)]
    [InlineData("79228162514264337593543950335", null)]
    [InlineData("1E+400", null)]
    [InlineData("-1", null)]
    [InlineData("\"1,000\"", null)]
    [InlineData("\"NaN\"", null)]
    public void An_amount_is_read_or_not_said(string json, string? amount)
    {
        using JsonDocument document = JsonDocument.Parse($$"""{"cost":{{json}}}""");
        Assert.Equal(
            amount is null ? null : decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture),
            ((JsonElement?)document.RootElement).Amount("cost"));
    }

    [Fact]
    public void Sums_and_products_stop_at_the_largest_amount()
    {
        Assert.Equal(decimal.MaxValue, Amounts.Plus(decimal.MaxValue, 1));
        Assert.Equal(decimal.MinValue, Amounts.Plus(decimal.MinValue, -1));
        Assert.Equal(decimal.MaxValue, Amounts.Times(decimal.MaxValue, 2));
        Assert.Equal(decimal.MaxValue, Amounts.Sum([decimal.MaxValue, decimal.MaxValue, 1]));
        Assert.Equal(0.3m, Amounts.Sum([0.1m, 0.2m]));
        Assert.Equal(0, Amounts.Sum([]));
    }
}
