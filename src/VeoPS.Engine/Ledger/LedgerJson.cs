using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VeoPS.Engine.Ledger;

/// <summary>The ledger's JSON, on one line and unescaped, since people read it too.</summary>
[JsonSerializable(typeof(LedgerDocument))]
[JsonSerializable(typeof(JobDocument))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>The one to use: an encoder cannot be named in an attribute.</summary>
    public static LedgerJson Compact { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcDateTimeConverter() },
    });
}
