using System.Net.Http.Headers;

namespace VeoPS.Tests.Downloads;

/// <summary>Stands for the network where a test needs hosts or headers that a loopback server cannot have.</summary>
internal sealed class FakeServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly List<(Uri Address, string? Key)> _requests = [];

    /// <summary>Where each request went, and with which credential.</summary>
    public IReadOnlyList<(Uri Address, string? Key)> Requests => _requests;

    public static HttpResponseMessage File(byte[] content, EntityTagHeaderValue? tag = null, long? length = null)
    {
        HttpResponseMessage response = new() { Content = new ByteArrayContent(content) };
        response.Content.Headers.ContentLength = length ?? content.Length;
        response.Headers.ETag = tag;
        return response;
    }

    public static HttpResponseMessage Redirect(string location)
    {
        HttpResponseMessage response = new(System.Net.HttpStatusCode.Found);
        response.Headers.TryAddWithoutValidation("Location", location);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _requests.Add((request.RequestUri!, request.Headers.Authorization?.ToString()));
        return Task.FromResult(answer(request));
    }
}
