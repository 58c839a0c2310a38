using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Http;

/// <summary>
/// The far end of a profile's requests: where it is, which origins its key may go to, and how the key is sent. A class and
/// no record, so that its text never shows the key.
/// </summary>
internal sealed class Endpoint
{
    /// <summary>The name of the profile, for messages.</summary>
    public required string Name { get; init; }

    /// <summary>The address before the gateway's paths.</summary>
    public required Uri BaseUri { get; init; }

    /// <summary>
    /// The addresses beside the base that the key may go to, by the name that <see cref="WireRequest.At"/> has. Only a gateway's
    /// table and a profile's settings name them: a server's answer never adds one.
    /// </summary>
    public IReadOnlyDictionary<string, Uri> FurtherOrigins { get; init; } = new Dictionary<string, Uri>();

    /// <summary>How the key is sent.</summary>
    public CredentialScheme Scheme { get; init; } = CredentialScheme.Bearer;

    /// <summary>Makes the far end where it is inside this process; null: the network.</summary>
    public Func<TimeProvider, HttpMessageHandler>? InProcess { get; init; }

    /// <summary>Scheme, host and port of <see cref="BaseUri"/>.</summary>
    public string Origin => BaseUri.GetLeftPart(UriPartial.Authority);

    internal string? Key { get; init; }

    /// <summary>The absolute address of a path below the base.</summary>
    /// <param name="path">Starts with a slash; may have a query.</param>
    public Uri Resolve(string path) => new(Below(BaseUri, path));

    /// <summary>The absolute address of a request: below the further origin that it names where this endpoint has it, else
    /// below the base.</summary>
    /// <param name="request">The request.</param>
    public Uri Resolve(WireRequest request) =>
        new(Below(request.At is { } name && FurtherOrigins.TryGetValue(name, out Uri? origin) ? origin : BaseUri, request.Path));

    /// <summary>True where an address has the scheme, host and port of the base or of a further origin, so that the key may go
    /// there.</summary>
    /// <param name="address">Absolute.</param>
    public bool IsOwnOrigin(Uri address)
        => IsSameOrigin(BaseUri, address) || FurtherOrigins.Values.Any(origin => IsSameOrigin(origin, address));

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The address of a path below the base, as text: where the path is a server's word, it may be none.</summary>
    internal string Below(string path) => Below(BaseUri, path);

    internal static bool IsSameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static string Below(Uri origin, string path)
    {
        string address = origin.AbsoluteUri.TrimEnd('/');

        // Not Remove: on .NET Framework it throws where nothing is to be removed.
        string start = address.Substring(0, address.Length - OverlapLength(origin.AbsolutePath.TrimEnd('/'), path));
        return start + path;
    }

    // The length of the end of a base that a path begins with, where that ends in a version: gateways print their base as ".../v1", and
    // the paths of their pages begin with the version, too.
    private static int OverlapLength(string basePath, string path)
    {
        for (int start = basePath.IndexOf('/'); start >= 0; start = basePath.IndexOf('/', start + 1))
        {
            string end = basePath.Substring(start);
            if (IsVersion(end.Substring(end.LastIndexOf('/') + 1)) && path.StartsWith(end + "/", StringComparison.OrdinalIgnoreCase))
                return end.Length;
        }

        return 0;
    }

    // v1, v1beta, v1alpha2.
    private static bool IsVersion(string segment) =>
        segment.Length is >= 2 and <= 12 && segment[0] is 'v' or 'V' && segment[1] is >= '0' and <= '9'
            && segment.All(char.IsLetterOrDigit);
}
