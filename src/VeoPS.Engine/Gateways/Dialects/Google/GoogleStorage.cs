namespace VeoPS.Engine.Gateways.Dialects.Google;

/// <summary>
/// Names of objects in Cloud Storage: <c>gs://bucket/object</c> in requests and answers, and the address that the same object has on
/// the web (<see href="https://cloud.google.com/storage/docs/request-endpoints"/>).
/// </summary>
internal static class GoogleStorage
{
    /// <summary>Where Cloud Storage is.</summary>
    public static readonly Uri Origin = new("https://storage.googleapis.com");

    private const string Scheme = "gs://";

    /// <summary>The address on the web; any other text stays as it is.</summary>
    public static string ToHttps(string name) => name.StartsWith(Scheme, StringComparison.Ordinal)
        ? Origin.AbsoluteUri + string.Join("/", name.Substring(Scheme.Length).Split('/').Select(Uri.EscapeDataString))
        : name;

    /// <summary>The name of an object at an address on the web; any other text stays as it is.</summary>
    public static string ToGs(string address) => address.StartsWith(Origin.AbsoluteUri, StringComparison.OrdinalIgnoreCase)
        ? Scheme + Uri.UnescapeDataString(address.Substring(Origin.AbsoluteUri.Length).Split('?')[0])
        : address;

    /// <summary>True for an object of Cloud Storage, by its name or by its address on the web.</summary>
    public static bool IsAt(Uri? address) => address is { IsAbsoluteUri: true }
        && (IsName(address) || string.Equals(address.Host, Origin.Host, StringComparison.OrdinalIgnoreCase));

    /// <summary>True for a name such as <c>gs://bucket/object</c>.</summary>
    public static bool IsName(Uri address) => address is { IsAbsoluteUri: true, Scheme: "gs" };

    /// <summary>An image's type by its name. Google requires one, and takes PNG, JPEG and WebP.</summary>
    public static string ImageType(string address) => Path.GetExtension(address.Split('?')[0]).ToLowerInvariant() switch
    {
        ".png" => "image/png",
        ".webp" => "image/webp",
        _ => "image/jpeg",
    };
}
