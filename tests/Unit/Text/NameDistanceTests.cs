using VeoPS.Engine.Text;

namespace VeoPS.Tests.Text;

public sealed class NameDistanceTests
{
    private static readonly string[] Models =
        ["veo3", "veo3_fast", "veo-3.1-generate-preview", "veo-3.1-fast-generate-preview", "google/veo-3.1-fast"];

    [Theory]
    [InlineData("veo3_fats", "veo3_fast")]
    [InlineData("Veo3-Fast", "veo3_fast")]
    [InlineData("veo-3.1-fast-generate-preveiw", "veo-3.1-fast-generate-preview")]
    [InlineData("veo-3.1-fast", "veo-3.1-fast-generate-preview google/veo-3.1-fast")]
    [InlineData("veo-3.1-generate", "veo-3.1-generate-preview")]
    [InlineData("veo-3.1-fast-generate-preview-2027", "veo-3.1-fast-generate-preview")]
    [InlineData("sora-2", "")]
    [InlineData("v", "")]
    public void The_names_that_are_probably_meant_have_it_as_a_part_or_are_a_slip_away_or_are_a_part_of_it(string typed, string meant) =>
        Assert.Equal(meant.Split(' ', StringSplitOptions.RemoveEmptyEntries), NameDistance.Nearest(typed, Models));
}
