using VeoPS.Engine.Profiles;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Profiles;

public sealed class ProfileTextTests
{
    private static readonly VeoProfile Full = new()
    {
        Name = "prod",
        Provider = "Vertex",
        BaseUri = new Uri("https://gateway.example/veo"),
        Model = "veo-next",
        Setting = new Dictionary<string, string> { ["Project"] = "p-1", ["Odd"] = "a \"b\" ; c=d" },
        Vault = "store",
        Source = ProfileSource.Vault,
        PricePerVideo = 0.80m,
        PriceUnit = "credits",
        MonthlyBudget = 100m,
    };

    [Fact]
    public void Beside_a_key_there_are_texts_and_neither_name_nor_vault()
    {
        IReadOnlyDictionary<string, string> pairs = ProfileText.Pairs(Full);

        Assert.Equal(
            ["baseUri", "model", "monthlyBudget", "pricePerVideo", "priceUnit", "provider", "setting"],
            pairs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("0.80", "Vertex"), (pairs["pricePerVideo"], pairs["provider"]));
    }

    [Fact]
    public void What_was_put_beside_a_key_comes_back()
    {
        VeoProfile found = ProfileText.FromPairs(
            "prod",
            "store",
            ProfileText.Pairs(Full).Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)))!;

        Assert.Equal(Full.Setting, found.Setting);
        ValueAssert.Equal(new VeoProfile(Full) { Setting = found.Setting }, found);
    }

    [Fact]
    public void A_vault_may_change_the_case_of_names_and_add_its_own()
    {
        KeyValuePair<string, string?>[] pairs = [new("PROVIDER", "Apikley"), new("Setting", """{"A":"1"}"""), new(
            "file-encoding",
            "utf-8"), new("Model", null)];

        VeoProfile found = ProfileText.FromPairs("prod", "azure", pairs)!;

        Assert.Equal(("Apikley", "azure", "1", (string?)null), (found.Provider, found.Vault, found.Setting["A"], found.Model));
    }

    [Fact]
    public void What_was_put_into_a_secret_of_its_own_comes_back()
    {
        VeoProfile found = ProfileText.FromWhole("prod", "store", ProfileText.Whole(Full))!;

        Assert.Equal(Full.Setting, found.Setting);
        ValueAssert.Equal(new VeoProfile(Full) { Setting = found.Setting }, found);
    }

    [Theory]
    [InlineData("provider", null)]
    [InlineData("setting", "{")]
    [InlineData("dailyBudget", "much")]
    [InlineData("baseUri", "here")]
    public void What_is_none_of_ours_is_no_profile(string name, string? value)
    {
        Dictionary<string, string?> pairs = new() { ["provider"] = "Apikley", [name] = value };

        Assert.Null(ProfileText.FromPairs("prod", "store", pairs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a note")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_text_that_is_none_of_ours_is_no_profile(string text) => Assert.Null(ProfileText.FromWhole("prod", "store", text));
}
