using System.Net.Http.Headers;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Downloads;

/// <summary>Follows a link to its file by hand, so that each hop is judged before it is taken. The transport decides at each
/// whether the key goes along.</summary>
internal sealed class LinkFollower(HttpTransport transport, GatewayProfile profile, Action<string>? warn)
{
    private const int MostHops = 5;
    private bool _warned;

    /// <summary>Opens the target of a link: any answer that is no redirect, headers read, body not.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>: it leads somewhere it must not.</exception>
    /// <exception cref="TransportException">There is no answer.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Uri link, Action<HttpRequestHeaders> prepare, CancellationToken cancellationToken)
    {
        Uri address = link;
        for (int hop = 0; hop <= MostHops; hop++)
        {
            Check(address);
            HttpResponseMessage response = await OpenHopAsync(address, prepare, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return response;

            using (response) address = Next(address, response.Headers.Location);
        }

        throw Refused($"was redirected more than {MostHops} times");
    }

    private async Task<HttpResponseMessage> OpenHopAsync(
        Uri address,
        Action<HttpRequestHeaders> prepare,
        CancellationToken cancellationToken)
    {
        try
        {
            return await transport.OpenAsync(profile.Endpoint, address, prepare, cancellationToken).ConfigureAwait(false);
        }
        catch (ForbiddenAddressException exception)
        {
            throw DownloadErrors.Failed(
                $"VeoPS does not follow the link to the video: {exception.Message}",
                "If this gateway does store its videos there, download it yourself from the Uri in the task's Videos; if not, ask the "
                    + "gateway's support.",
                exception);
        }
    }

    private static Uri Next(Uri from, Uri? location)
    {
        // By its text: on Unix a location that starts with a slash is read as the path of a local file.
        if (location is null || !Uri.TryCreate(from, location.OriginalString, out Uri? next)) throw Refused("redirects to no address");
        if (from.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp) throw Refused("is redirected from https to http");

        // A signed address must go out as it was spelt, one that has no host of its own too.
        string text = location.OriginalString;
        bool isPath = text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal);
        if (isPath) text = from.GetLeftPart(UriPartial.Authority) + text;
        return LinkText.ToUri(text) ?? next;
    }

    private static VeoException Refused(string reason) =>
        DownloadErrors.Failed(
            $"The link to the video {reason}. VeoPS does not follow it.",
            "Save it again later. If it fails again, ask the gateway's support.");

    private void Check(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw Refused("has a scheme other than https or http");
        if (_warned || address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) return;
        _warned = true;
        warn?.Invoke($"The link to the video is plain http ({address.Host}). VeoPS downloads it without the key. The "
            + "connection is not encrypted, so others could read or change the video.");
    }
}
