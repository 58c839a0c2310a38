using System.Text.Json.Serialization;

namespace VeoPS.Engine.Downloads;

/// <summary>Reads and writes what lies beside a part, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PartRecord))]
internal sealed partial class DownloadJson : JsonSerializerContext;
