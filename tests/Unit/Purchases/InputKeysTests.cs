using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Purchases;

namespace VeoPS.Tests.Purchases;

/// <summary>Which of the requests of one input has a job key.</summary>
public sealed class InputKeysTests
{
    private static readonly GatewayProfile Here = Profiles.Any(new TokenBayGateway());

    private readonly InputKeys _keys = new();

    public InputKeysTests() => _keys.Take(Order("a cat"), "input 1");

    [Fact]
    public void The_same_request_again_is_the_first_one_s() => Assert.Equal("input 1", _keys.Find(Order("a cat")));

    [Fact]
    public void Another_request_is_refused_and_told_who_has_the_key()
    {
        _keys.Take(Order("a cat"), "input 2");

        VeoException refused = Assert.Throws<VeoException>(() => _keys.Find(Order("a dog")));

        Assert.Equal(VeoErrorId.JobKeyConflict, refused.ErrorId);
        Assert.Contains("input 1 already uses it", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Shot 1")]
    [InlineData(null)]
    public void Another_key_is_free(string? jobKey) => Assert.Null(_keys.Find(Order("a dog", jobKey)));

    [Theory]
    [InlineData("shot 1 ")]
    [InlineData("\u00A0shot 1")]
    public void A_key_with_blanks_around_it_is_the_key(string jobKey)
    {
        Assert.Equal("input 1", _keys.Find(Order("a cat", jobKey)));
        Assert.Throws<VeoException>(() => _keys.Find(Order("a dog", jobKey)));
    }

    [Fact]
    public void Keys_that_differ_by_case_alone_are_told_once_each()
    {
        SubmissionOrder twin = Order("a dog", "SHOT 1");
        Assert.Equal(("shot 1", "input 1"), _keys.FindInOtherCase(twin));
        _keys.Take(twin, "input 2");

        Assert.Null(_keys.FindInOtherCase(twin));
        Assert.Null(_keys.FindInOtherCase(Order("a cat")));
        Assert.Null(_keys.FindInOtherCase(Order("a cat", "shot 2")));
        Assert.Null(_keys.FindInOtherCase(Order("a cat", jobKey: null)));
    }

    [Fact]
    public void A_key_holds_at_each_profile_that_may_take_it()
    {
        SubmissionOrder elsewhere = Order("a dog") with { Profiles = [Shop.Sandbox()] };

        Assert.Null(_keys.Find(elsewhere));
        Assert.Throws<VeoException>(() => _keys.Find(elsewhere with { Profiles = [Shop.Sandbox(), Here] }));
    }

    private static SubmissionOrder Order(string prompt, string? jobKey = "shot 1") => Shop.Order(Here, prompt, jobKey);
}
