using VeoPS.Engine.Ledger;
using VeoPS.Tests.Purchases;

namespace VeoPS.Tests.Ledger;

/// <summary>One spelling for each job key, wherever it comes from.</summary>
public sealed class JobKeyTextTests
{
    [Theory]
    [InlineData("shot1")]
    [InlineData("shot1 ")]
    [InlineData(" shot1")]
    [InlineData("\tshot1\r\n")]
    [InlineData("shot1\u00A0")]
    [InlineData("\u3000shot1\u2003")]
    [InlineData("\uFEFFshot1\u200B")]
    [InlineData("\u200Eshot1\u2028\u0085")]
    public void White_space_of_every_kind_around_a_key_is_not_part_of_it(string key)
    {
        Assert.Equal("shot1", JobKeyText.Of(key));
        Assert.Equal("shot1", Shop.Order(Shop.Sandbox(), jobKey: key).JobKey);
        Assert.Equal(["shot1"], new LedgerQuery { JobKey = [key] }.JobKey);
        Assert.Equal(["shot1"], new JobQuery { JobKey = [key] }.JobKey);
    }

    [Fact]
    public void A_letter_in_two_characters_is_the_letter()
    {
        Assert.Equal("caf\u00E9", JobKeyText.Of("cafe\u0301"));
        Assert.Equal(["caf\u00E9*"], new LedgerQuery { JobKey = ["cafe\u0301*"] }.JobKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \u00A0\u200B")]
    [InlineData(null)]
    public void A_key_of_blanks_is_none(string? key) => Assert.Null(JobKeyText.Of(key));

    [Theory]
    [InlineData("two words")]
    [InlineData("Shot1")]
    [InlineData("🎬 1 🎬")]
    [InlineData("\uD83C")]
    public void Other_letters_stay(string key) => Assert.Equal(key, JobKeyText.Of(key));

    [Theory]
    [InlineData("caf\u00E9 🎬", true)]
    [InlineData("caf\uFFFD", false)]
    [InlineData("\uD83C", false)]
    [InlineData("x\uDFAC", false)]
    public void What_could_not_be_decoded_is_seen(string text, bool isDecoded) => Assert.Equal(isDecoded, JobKeyText.IsDecoded(text));
}
