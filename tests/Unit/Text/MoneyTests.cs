using System.Globalization;

namespace VeoPS.Tests.Text;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("0.4", "USD", "0.40 USD")]
    [InlineData("0", "USD", "0.00 USD")]
    [InlineData("1234.5", "USD", "1234.50 USD")]
    [InlineData("0.0125", "USD", "0.0125 USD")]
    [InlineData("0.0000000001", "USD", "0.0000000001 USD")]
    [InlineData("3", "EUR", "3.00 EUR")]
    [InlineData("12", "credits", "12 credits")]
    [InlineData("12.50", "credits", "12.5 credits")]
    [InlineData("7", "", "7")]
    [InlineData("79228162514264337593543950335", "USD", "79228162514264337593543950335.00 USD")]
    public void An_amount_is_written_one_way_in_every_culture_and_is_never_rounded(string amount, string unit, string text)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal(text, Money.Text(decimal.Parse(amount, CultureInfo.InvariantCulture), unit));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Costs_prices_and_balances_are_written_so()
    {
        Assert.Equal("0.40 USD", new VeoCost { Amount = 0.4m }.ToString());
        Assert.Equal("0.10 USD a second of 720p", new VeoPrice { Amount = 0.1m, Per = "second", Resolution = "720p" }.ToString());
        Assert.Equal("100 credits", new VeoBalance { Amount = 100.0m, Unit = "credits" }.ToString());
    }
}
