using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using static VeoPS.Tests.Gateways.Wire;

namespace VeoPS.Tests.Gateways;

public sealed class WireJsonTests
{
    [Fact]
    public void What_is_null_is_left_out() => SameJson("""{"a":1}""", new JsonObject().Set("a", 1).Set("b", null));

    [Fact]
    public void Objects_are_merged_into_objects_and_anything_else_takes_their_place() => SameJson(
        """{"kept":1,"replaced":[2],"object":{"kept":1,"replaced":"b","added":null},"added":{"x":1},"flattened":3}""",
        JsonNode.Parse("""{"kept":1,"replaced":[1,1],"object":{"kept":1,"replaced":"a"},"flattened":{"x":1}}""")!.AsObject()
            .Merge(
                JsonNode.Parse("""{"replaced":[2],"object":{"replaced":"b","added":null},"added":{"x":1},"flattened":3}""")!.AsObject()));

    [Fact]
    public void Lists_of_objects_are_merged_by_their_places_and_other_lists_are_replaced() => SameJson(
        """{"instances":[{"prompt":"p","mask":{"mode":"insert"}},{"x":2},{"y":3}],"tags":["b"],"mixed":[1,{"a":1}]}""",
        JsonNode.Parse("""{"instances":[{"prompt":"p"},{"x":1}],"tags":["a","c"],"mixed":[{"a":1},2]}""")!.AsObject()
            .Merge(JsonNode.Parse("""{"instances":[{"mask":{"mode":"insert"}},{"x":2},{"y":3}],"tags":["b"],"mixed":[1,{"a":1}]}""")!
                .AsObject()));

    [Fact]
    public void What_is_merged_stays_the_callers_own()
    {
        JsonObject option = JsonNode.Parse("""{"a":{"b":1}}""")!.AsObject();
        JsonObject body = new JsonObject().Merge(option);
        body["a"]!["b"] = 2;
        SameJson("""{"a":{"b":1}}""", option);
    }

    [Fact]
    public void Nothing_to_merge_changes_nothing() => SameJson("""{"a":1}""", new JsonObject { ["a"] = 1 }.Merge(null));
}
