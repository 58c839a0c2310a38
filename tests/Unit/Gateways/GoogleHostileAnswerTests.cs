using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Gateways;

/// <summary>Whatever is done to an answer of Google's: nothing throws, no video is made up, no id is lost.</summary>
public sealed class GoogleHostileAnswerTests
{
    private static readonly int[] Statuses = [200, 301, 400, 429, 500];

    [Theory]
    [InlineData("Gemini", GoogleExamples.GeminiReceipt)]
    [InlineData("Gemini", GoogleExamples.GeminiRunning)]
    [InlineData("Gemini", GoogleExamples.Refused)]
    [InlineData("Vertex", GoogleExamples.VertexReceipt)]
    [InlineData("Vertex", GoogleExamples.Refused)]
    public void What_is_not_done_never_ends(string provider, string example) => Assert.All(
        JsonMutations.Of(example),
        mutation => Assert.True(
            GatewayCatalog.Find(provider)!.ReadPoll(new WireResponse(200, mutation.Json)).Snapshot?.Status is null
                or VeoTaskStatus.Running,
            mutation.ToString()));

    [Theory]
    [InlineData("Gemini", GoogleExamples.Failure)]
    [InlineData("Gemini", GoogleExamples.GeminiFiltered)]
    [InlineData("Vertex", GoogleExamples.Failure)]
    public void What_has_no_video_never_gets_one(string provider, string example) => Assert.All(
        JsonMutations.Of(example),
        mutation => Assert.Empty(GatewayCatalog.Find(provider)!.ReadPoll(new WireResponse(200, mutation.Json)).Snapshot?.Videos ?? []));

    [Fact]
    public void No_id_that_is_in_its_place_is_lost() => Assert.All(
        JsonMutations.Of(GoogleExamples.GeminiReceipt).Where(mutation => mutation.Spares("/name")),
        mutation => Assert.All(Statuses, status => Assert.Equal(
            GoogleExamples.GeminiName,
            GatewayCatalog.Find("Gemini")!.ReadSubmit(new WireResponse(status, mutation.Json)).TaskId)));
}
