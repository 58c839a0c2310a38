using System.Text.Json.Nodes;

namespace VeoPS.Engine.Http;

/// <summary>A request as a gateway wants it, before it has a host or a credential.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Starts with a slash, follows the profile's base; may have a query.</param>
/// <param name="Body">Null for a GET.</param>
internal sealed record WireRequest(HttpMethod Method, string Path, WireBody? Body = null)
{
    /// <summary>True where the answer may carry videos inside. They are left out while it is read, and fetched when they are
    /// saved.</summary>
    public bool HasInlineMedia { get; init; }

    /// <summary>The further origin that the request goes to, by its name in <see cref="Endpoint.FurtherOrigins"/>; null, or one
    /// that the endpoint lacks: the base.</summary>
    public string? At { get; init; }

    /// <summary>The headers that the gateway's page asks for, beside the key.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The address that a server's answer named for an upload, in place of <see cref="Path"/>. No key
    /// goes there.</summary>
    internal Uri? Address { get; init; }

    /// <summary>A question.</summary>
    /// <param name="path">Follows the profile's base.</param>
    public static WireRequest Get(string path) => new(HttpMethod.Get, path);

    /// <summary>A POST of JSON.</summary>
    /// <param name="path">Follows the profile's base.</param>
    /// <param name="body">The JSON to send.</param>
    public static WireRequest Post(string path, JsonObject body) => new(HttpMethod.Post, path, new JsonBody(body));
}
