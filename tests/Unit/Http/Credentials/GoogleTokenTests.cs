using System.Net;
using System.Text;
using System.Text.Json;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Text;
using VeoPS.Tests.Gateways;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http.Credentials;

/// <summary>Google's access tokens: what they are asked for with, how long they are kept, where they go.</summary>
public sealed class GoogleTokenTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new();
    private readonly TokenServer _server = new();
    private readonly GoogleKey _key = new();
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private readonly HttpTransport _transport;

    public GoogleTokenTests() => _transport = new HttpTransport(_clock, _server, name => _environment.GetValueOrDefault(name));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _transport.Dispose();
        _server.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    // ---- asking

    [Fact]
    public async Task A_service_account_signs_for_its_token()
    {
        await AskAsync(_key.File());

        (Uri address, string body, _, _) = _server.Requests[0];
        Assert.Equal("https://oauth2.googleapis.com/token", address.AbsoluteUri);
        string[] form = body.Split('&');
        Assert.Contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer", form);
        string[] jwt = Uri.UnescapeDataString(
            Assert.Single(form, field => field.StartsWith("assertion=", StringComparison.Ordinal))["assertion=".Length..]).Split('.');
        Assert.True(_key.Verifies(Encoding.ASCII.GetBytes($"{jwt[0]}.{jwt[1]}"), Decode(jwt[2])));
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"key-1"}""", Encoding.UTF8.GetString(Decode(jwt[0])));

        JsonElement claims = JsonDocument.Parse(Decode(jwt[1])).RootElement;
        long now = _clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal((now, now + 3600), (claims.GetProperty("iat").GetInt64(), claims.GetProperty("exp").GetInt64()));
        Assert.Equal("veo@p1.iam.gserviceaccount.com", claims.GetProperty("iss").GetString());
        Assert.Equal("https://oauth2.googleapis.com/token", claims.GetProperty("aud").GetString());
        Assert.Equal("https://www.googleapis.com/auth/cloud-platform", claims.GetProperty("scope").GetString());
        Assert.Equal("Bearer ya29.token-1", _server.Requests[1].Authorization);
    }

    [Fact]
    public async Task A_token_itself_goes_out_as_it_is()
    {
        await AskAsync("ya29.mine");
        Assert.Equal("Bearer ya29.mine", Assert.Single(_server.Requests).Authorization);
    }

    [Fact]
    public async Task A_users_login_is_exchanged_for_a_token()
    {
        await AskAsync("""{"type":"authorized_user","client_id":"id","client_secret":"the-secret","refresh_token":"1//refresh"}""");
        Assert.Equal(
            "grant_type=refresh_token&client_id=id&client_secret=the-secret&refresh_token=1%2F%2Frefresh",
            _server.Requests[0].Body);
        Assert.Equal("***", Redactor.Shared.Redact("1//refresh"));
    }

    // ---- keeping

    [Fact]
    public async Task A_token_is_kept_until_five_minutes_before_it_runs_out()
    {
        string key = _key.File();
        await AskAsync(key);
        _clock.Advance(TimeSpan.FromSeconds(3600 - 301));
        await AskAsync(key);
        Assert.Equal(1, _server.TokensAskedFor);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(key);
        Assert.Equal(2, _server.TokensAskedFor);
        Assert.Equal("Bearer ya29.token-2", _server.Requests[^1].Authorization);
    }

    [Fact]
    public async Task However_many_wait_for_it_a_token_is_asked_for_once()
    {
        TaskCompletionSource answer = new();
        _server.AnswerToken = async _ =>
        {
            await answer.Task;
            return _server.NewToken();
        };
        string key = _key.File();
        Task[] questions = [.. Enumerable.Range(0, 20).Select(_ => AskAsync(key))];
        answer.SetResult();
        await Task.WhenAll(questions);

        Assert.Equal(1, _server.TokensAskedFor);
        Assert.All(
            _server.Requests.Where(request => request.Address.Host != "oauth2.googleapis.com"),
            request => Assert.Equal("Bearer ya29.token-1", request.Authorization));
    }

    [Fact]
    public async Task Two_keys_have_two_tokens()
    {
        using GoogleKey other = new();
        await AskAsync(_key.File());
        await AskAsync(other.File());
        Assert.Equal(2, _server.TokensAskedFor);
    }

    [Fact]
    public async Task A_token_that_still_holds_is_used_where_no_new_one_is_to_be_had()
    {
        string key = _key.File();
        await AskAsync(key);
        _server.AnswerToken = _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        _clock.Advance(TimeSpan.FromMinutes(58));
        await AskAsync(key);
        Assert.Equal("Bearer ya29.token-1", _server.Requests[^1].Authorization);

        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True((await Assert.ThrowsAnyAsync<TransportException>(() => AskAsync(key))).NeverSent);
    }

    [Fact]
    public async Task A_question_with_a_token_that_is_refused_is_asked_once_more_with_a_new_one()
    {
        _server.Answer = request => request.Headers.Authorization!.Parameter == "ya29.token-1"
            ? new HttpResponseMessage(HttpStatusCode.Unauthorized)
            : TokenServer.Json("{}");
        Assert.Equal(200, (await AskAsync(_key.File())).Status);
        Assert.Equal(2, _server.TokensAskedFor);
    }

    [Fact]
    public async Task A_question_is_asked_twice_at_most_and_never_with_a_token_of_ones_own()
    {
        _server.Answer = _ => new HttpResponseMessage(HttpStatusCode.Unauthorized);
        Assert.Equal(401, (await AskAsync(_key.File())).Status);
        Assert.Equal(4, _server.Requests.Count);

        Assert.Equal(401, (await AskAsync("ya29.mine")).Status);
        Assert.Equal(5, _server.Requests.Count);
    }

    [Fact]
    public async Task A_submission_with_a_token_that_is_refused_is_not_sent_again_and_the_next_has_a_new_one()
    {
        _server.Answer = _ => new HttpResponseMessage(HttpStatusCode.Unauthorized);
        GatewayProfile profile = VertexGatewayTests.Profile(key: _key.File());
        WireRequest submission = profile.Gateway.Submit(new VeoRequest { Prompt = "A lion" }, profile);
        Assert.Equal(401, (await _transport.SendAsync(profile.Endpoint, submission, Limit, Token)).Status);
        Assert.Equal(2, _server.Requests.Count);

        await _transport.SendAsync(profile.Endpoint, submission, Limit, Token);
        Assert.Equal("Bearer ya29.token-2", _server.Requests[^1].Authorization);
    }

    // ---- having none

    [Theory]
    [InlineData(
        HttpStatusCode.BadRequest,
        """{"error":"invalid_grant","error_description":"Invalid JWT Signature."}""",
        "Invalid JWT Signature")]
    [InlineData(HttpStatusCode.Unauthorized, "<html/>", "HTTP 401")]
    [InlineData(HttpStatusCode.Found, "", "HTTP 302")]
    public async Task A_grant_that_is_refused_is_no_matter_of_patience(HttpStatusCode status, string body, string says)
    {
        _server.AnswerToken = _ => Task.FromResult(TokenServer.Json(body, status));
        CredentialException exception = await Assert.ThrowsAsync<CredentialException>(() => AskAsync(_key.File()));
        Assert.True(exception.NeverSent);
        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
        Assert.Equal(SubmitVerdict.Refused, DecisionTable.Decide(exception).Verdict);
        Assert.Single(_server.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "")]
    [InlineData(HttpStatusCode.TooManyRequests, "")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, "<html/>")]
    public async Task An_endpoint_that_fails_may_be_asked_again(HttpStatusCode status, string body)
    {
        _server.AnswerToken = _ => Task.FromResult(TokenServer.Json(body, status));
        TransportException exception = await Assert.ThrowsAsync<TransportException>(() => AskAsync(_key.File()));
        Assert.Equal(SubmitVerdict.SendAgain, DecisionTable.Decide(exception).Verdict);
    }

    [Fact]
    public async Task A_connection_that_fails_sent_nothing()
    {
        _server.AnswerToken = _ => throw new HttpRequestException("reset");
        Assert.True((await Assert.ThrowsAsync<TransportException>(() => AskAsync(_key.File()))).NeverSent);
    }

    // ---- application default credentials

    [Fact]
    public async Task Without_a_key_the_file_that_the_environment_names_is_taken()
    {
        await WriteAsync("adc.json", _key.File());
        _environment["GOOGLE_APPLICATION_CREDENTIALS"] = _folder.PathOf("adc.json");
        _environment["HOME"] = _folder.FullName;
        await AskAsync(null);
        Assert.Contains("assertion=", _server.Requests[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HOME", ".config/gcloud")]
    [InlineData("APPDATA", "gcloud")]
    [InlineData("CLOUDSDK_CONFIG", "")]
    public async Task Else_what_gcloud_left(string variable, string folder)
    {
        await WriteAsync(
            Path.Combine("profile", folder, "application_default_credentials.json"),
            """{"type":"authorized_user","client_id":"id","client_secret":"the-secret","refresh_token":"1//refresh"}""");
        _environment[variable] = _folder.PathOf("profile");
        await AskAsync(null);
        Assert.Contains("grant_type=refresh_token", _server.Requests[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Else_the_metadata_server_over_http_and_without_a_secret()
    {
        await AskAsync(null);
        (Uri address, string body, string? authorization, string? flavor) = _server.Requests[0];
        Assert.Equal("http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token", address.AbsoluteUri);
        Assert.Equal(("", null, "Google"), (body, authorization, flavor));
        Assert.Equal("Bearer ya29.token-1", _server.Requests[1].Authorization);
    }

    [Fact]
    public async Task Else_what_to_do_is_said()
    {
        _server.AnswerToken = _ => throw new HttpRequestException("no such host");
        CredentialException exception = await Assert.ThrowsAsync<CredentialException>(() => AskAsync(null));
        Assert.Contains("gcloud auth application-default login", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_named_and_missing_is_not_passed_over()
    {
        _environment["GOOGLE_APPLICATION_CREDENTIALS"] = _folder.PathOf("nowhere.json");
        await Assert.ThrowsAsync<CredentialException>(() => AskAsync(null));
        Assert.Empty(_server.Requests);
    }

    // ---- key files

    [Theory]
    [InlineData("https://evil.example/token")]
    [InlineData("https://googleapis.com.evil.example/token")]
    [InlineData("https://evilgoogleapis.com/token")]
    [InlineData("http://oauth2.googleapis.com/token")]
    [InlineData("https://oauth2.googleapis.com:8443/token")]
    [InlineData("https://user@oauth2.googleapis.com/token")]
    [InlineData("ftp://127.0.0.1/token")]
    [InlineData("token")]
    public void A_grant_goes_to_google_only(string tokenUri)
        => Assert.Contains("token_uri", Fault(_key.File(tokenUri)), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://oauth2.googleapis.com/token")]
    [InlineData("https://sts.googleapis.com/v1/token")]
    [InlineData("http://127.0.0.1:5000/token")]
    [InlineData(null)]
    public void Or_to_this_machine(string? tokenUri) => VertexGatewayTests.Profile(key: _key.File(tokenUri));

    [Theory]
    [InlineData("{", "not a JSON object")]
    [InlineData("{}", "lacks type")]
    [InlineData("""{"type":"external_account"}""", "neither a file nor a url")]
    [InlineData("""{"type":"gdch_service_account"}""", "gdch_service_account")]
    [InlineData("""{"type":"service_account","client_email":"a@b"}""", "lacks private_key")]
    [InlineData(
        """{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"}""",
        "cannot be read")]
    [InlineData("two words", "contains a space")]
    public void What_is_no_key_is_refused_with_the_profile(string key, string says)
        => Assert.Contains(says, Fault(key), StringComparison.Ordinal);

    [Fact]
    public async Task Neither_the_private_key_nor_a_token_is_ever_shown()
    {
        await AskAsync(_key.File());
        string text = $"{_key.PrivateKey} | {_key.PrivateKey.Replace("\n", "\\n", StringComparison.Ordinal)} | ya29.token-1 | "
            + $"{string.Concat(_key.PrivateKey.Split('\n')[1..^1])}";
        Assert.Equal("*** | *** | *** | ***", Redactor.Shared.Redact(text));
    }

    // ---- where tokens go

    [Theory]
    [InlineData("https://us-central1-aiplatform.googleapis.com/x", true)]
    [InlineData("https://storage.googleapis.com/bucket/v.mp4", true)]
    [InlineData("https://storage.googleapis.com:8443/bucket/v.mp4", false)]
    [InlineData("http://storage.googleapis.com/bucket/v.mp4", false)]
    [InlineData("https://storage.googleapis.com.evil.example/v.mp4", false)]
    [InlineData("https://other.googleapis.com/v.mp4", false)]
    public async Task A_token_goes_to_the_origins_that_the_table_names(string address, bool goes)
    {
        using HttpResponseMessage response = await _transport.OpenAsync(
            VertexGatewayTests.Profile().Endpoint,
            new Uri(address),
            null,
            Token);
        Assert.Equal(goes ? "Bearer ya29.x" : null, Assert.Single(_server.Requests).Authorization);
    }

    private static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);

    private static string Fault(string key)
    {
        VeoException exception = Assert.Throws<VeoException>(() => VertexGatewayTests.Profile(key: key));
        Assert.Equal(VeoErrorId.ProfileNotFound, exception.ErrorId);
        return exception.Message;
    }

    private Task<WireResponse> AskAsync(string? key)
    {
        GatewayProfile profile = VertexGatewayTests.Profile(key: key);
        return _transport.AskAsync(
            profile.Endpoint,
            profile.Gateway.Poll("projects/p1/locations/l/publishers/google/models/m/operations/1", profile),
            Limit,
            Token);
    }

    private async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(path))!);
        await File.WriteAllTextAsync(_folder.PathOf(path), text, Token);
    }
}
