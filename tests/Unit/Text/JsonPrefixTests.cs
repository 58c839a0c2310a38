using VeoPS.Engine.Text;

namespace VeoPS.Tests.Text;

/// <summary>The members of a cut document that came whole.</summary>
public sealed class JsonPrefixTests
{
    [Theory]
    [InlineData("""{"id":"abc","sta""", """{"id":"abc"}""")]
    [InlineData("""{"id":"abc","status":""", """{"id":"abc"}""")]
    [InlineData("""{"id":"abc","status":"que""", """{"id":"abc"}""")]
    [InlineData("""{"code":200,"data":{"taskId":"x1"}""", """{"code":200,"data":{"taskId":"x1"}}""")]
    [InlineData("""{"data":{"taskId":"x1",""", """{"data":{"taskId":"x1"}}""")]
    [InlineData("""{"list":[1,2,{"a":tr""", """{"list":[1,2,{}]}""")]
    [InlineData("""{"id":"abc"} trailing""", null)]
    [InlineData("""{"id":"ab""", "{}")]
    [InlineData("""{"id":12""", "{}")]
    [InlineData("""{"id":12,""", """{"id":12}""")]
    [InlineData("""{"id":"a","x":<html>""", """{"id":"a"}""")]
    [InlineData("\"text", null)]
    [InlineData("12", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void What_came_whole_is_kept_and_closed(string cut, string? whole)
    {
        Assert.Equal(whole, JsonPrefix.Complete(cut));
    }

    [Fact]
    public void A_document_deeper_than_any_answer_ends_there()
    {
        string cut = string.Concat(Enumerable.Repeat("[", 100_000));
        Assert.Equal(128, JsonPrefix.Complete(cut)!.Length);
    }
}
