using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VeoPS.Engine.Downloads;

/// <summary>The facts that another process needs to continue a part. It holds no link, because a link may be signed.</summary>
/// <param name="Version">The version of this format. A record of another version is not read.</param>
/// <param name="Identity">See <see cref="SaveOrder.Identity"/>.</param>
/// <param name="ETag">Strong, with its quotes.</param>
/// <param name="Length">Of the whole file in bytes, null where the server did not say.</param>
internal sealed record PartRecord(int Version, string Identity, string ETag, long? Length)
{
    public const int CurrentVersion = 1;

    /// <summary>Reads the record beside a part; null where there is none that can be relied on.</summary>
    public static PartRecord? Read(string path, string identity)
    {
        try
        {
            PartRecord? record = JsonSerializer.Deserialize(File.ReadAllBytes(path), PartRecordJson.Default.PartRecord);
            bool isWhole = record is { Version: CurrentVersion, Length: null or >= 0 } && record.Identity == identity
                && EntityTagHeaderValue.TryParse(record.ETag, out EntityTagHeaderValue? tag) && !tag.IsWeak;
            return isWhole ? record : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or IOException
            or UnauthorizedAccessException)
        {
            return null; // Missing, or torn by a crash: the part is fetched again.
        }
    }

    public void Write(string path) =>
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, PartRecordJson.Default.PartRecord));
}

/// <summary>Reads and writes the record beside a part, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PartRecord))]
internal sealed partial class PartRecordJson : JsonSerializerContext;
