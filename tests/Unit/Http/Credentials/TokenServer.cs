using System.Net;
using System.Text;

namespace VeoPS.Tests.Http.Credentials;

/// <summary>Stands for the network: gives tokens, and notes who asked for what with which header.</summary>
internal sealed class TokenServer : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<(Uri Address, string Body, string? Authorization, string? Flavor)> _requests = [];
    private int _given;

    /// <summary>How it answers a question for a token; null: with a new one for an hour.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage>>? AnswerToken { get; set; }

    /// <summary>How it answers everything else.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => Json("{}");

    public IReadOnlyList<(Uri Address, string Body, string? Authorization, string? Flavor)> Requests
    {
        get
        {
            lock (_lock) return [.. _requests];
        }
    }

    public int TokensAskedFor => Requests.Count(request => IsToken(request.Address));

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK)
        => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public HttpResponseMessage NewToken(int seconds = 3600)
        => Json($$"""
            {"access_token":"ya29.token-{{Interlocked.Increment(ref _given)}}","expires_in":{{seconds}},
            "token_type":"Bearer"}
            """);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        string? flavor = request.Headers.TryGetValues("Metadata-Flavor", out IEnumerable<string>? values) ? string.Concat(values) : null;
        lock (_lock) _requests.Add((request.RequestUri!, body, request.Headers.Authorization?.ToString(), flavor));
        if (!IsToken(request.RequestUri!)) return Answer(request);
        return AnswerToken is null ? NewToken() : await AnswerToken(request);
    }

    private static bool IsToken(Uri address) => address.AbsolutePath.EndsWith("/token", StringComparison.Ordinal);
}
