using System.Net;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Text;
using VeoPS.Tests.Gateways;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Http.Credentials;

/// <summary>Credentials without a key of Google's: federated workloads, accounts that another may act as, and keys that an
/// environment bent.</summary>
public sealed class ExternalAccountTests : IDisposable
{
    private const string Impersonation
        = "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/veo@p1.iam.gserviceaccount.com:generateAccessToken";

    private readonly FakeTimeProvider _clock = new();
    private readonly TokenServer _server = new();
    private readonly GoogleKey _key = new();
    private readonly TempFolder _folder = new();
    private readonly HttpTransport _transport;

    public ExternalAccountTests() => _transport = new HttpTransport(_clock, _server, _ => null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _transport.Dispose();
        _server.Dispose();
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_token_in_a_file_is_exchanged_for_one_of_Googles_and_is_read_anew()
    {
        string path = _folder.PathOf("token");
        await File.WriteAllTextAsync(path, "subject-one\n", Token);
        string key = External(new JsonObject { ["file"] = path });

        await AskAsync(key);

        (Uri address, string body, string? authorization, _) = _server.Requests[0];
        Assert.Equal(("https://sts.googleapis.com/v1/token", (string?)null), (address.AbsoluteUri, authorization));
        string[] form = [.. body.Split('&').Select(WebUtility.UrlDecode)!];
        Assert.Contains("grant_type=urn:ietf:params:oauth:grant-type:token-exchange", form);
        Assert.Contains("audience=//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q", form);
        Assert.Contains("subject_token=subject-one", form);
        Assert.Contains("subject_token_type=urn:ietf:params:oauth:token-type:jwt", form);
        Assert.Equal("Bearer ya29.token-1", _server.Requests[1].Authorization);
        Assert.Equal("***", Redactor.Shared.Redact("subject-one"));

        await File.WriteAllTextAsync(path, "subject-two", Token);
        _clock.Advance(TimeSpan.FromHours(1));
        await AskAsync(key);
        Assert.Contains("subject_token=subject-two", _server.Requests[2].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_comes_from_an_address_with_its_headers_and_out_of_JSON()
    {
        _server.Answer = request => TokenServer.Json(request.RequestUri!.Host == "ci.example" ? """{"value":"subject-three"}""" : "{}");
        string key = External(new JsonObject
        {
            ["url"] = "https://ci.example/idtoken?audience=x",
            ["headers"] = new JsonObject { ["Authorization"] = "Bearer the-runners-token" },
            ["format"] = new JsonObject { ["type"] = "json", ["subject_token_field_name"] = "value" },
        });

        await AskAsync(key);

        Assert.Equal(
            ("https://ci.example/idtoken?audience=x", "Bearer the-runners-token"),
            (_server.Requests[0].Address.AbsoluteUri, _server.Requests[0].Authorization));
        Assert.Contains("subject_token=subject-three", _server.Requests[1].Body, StringComparison.Ordinal);
        Assert.Equal("***", Redactor.Shared.Redact("Bearer the-runners-token"));
    }

    [Fact]
    public async Task A_service_account_is_impersonated_with_the_exchanged_token()
    {
        string path = _folder.PathOf("token");
        await File.WriteAllTextAsync(path, "subject-four", Token);
        _server.Answer = Impersonated;

        await AskAsync(External(new JsonObject { ["file"] = path }, file => file["service_account_impersonation_url"] = Impersonation));

        Assert.Equal((Impersonation, "Bearer ya29.token-1"), (_server.Requests[1].Address.AbsoluteUri, _server.Requests[1].Authorization));
        Assert.Equal("""{"scope":["https://www.googleapis.com/auth/cloud-platform"],"lifetime":"3600s"}""", _server.Requests[1].Body);
        Assert.Equal("Bearer ya29.impersonated", _server.Requests[2].Authorization);
    }

    [Fact]
    public async Task What_gcloud_leaves_of_an_impersonated_login_is_read()
    {
        _server.Answer = Impersonated;
        JsonObject file = new()
        {
            ["type"] = "impersonated_service_account",
            ["service_account_impersonation_url"] = Impersonation,
            ["delegates"] = new JsonArray("projects/-/serviceAccounts/between@p1.iam.gserviceaccount.com"),
            ["source_credentials"] = JsonNode.Parse(
                """{"type":"authorized_user","client_id":"id","client_secret":"the-secret","refresh_token":"1//refresh"}"""),
        };

        await AskAsync(file.ToJsonString());

        Assert.Contains("grant_type=refresh_token", _server.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains(
            "\"delegates\":[\"projects/-/serviceAccounts/between@p1.iam.gserviceaccount.com\"]",
            _server.Requests[1].Body,
            StringComparison.Ordinal);
        Assert.Equal("Bearer ya29.impersonated", _server.Requests[2].Authorization);
    }

    [Theory]
    [InlineData("service_account_impersonation_url", "https://evil.example/v1/x:generateAccessToken")]
    [InlineData("token_url", "https://evil.example/token")]
    [InlineData("token_url", "http://sts.googleapis.com/v1/token")]
    public void A_token_goes_to_Google_only(string member, string address)
    {
        string fault = Fault(External(new JsonObject { ["file"] = "/token" }, file => file[member] = address));
        Assert.Contains($"its {member} is not a Google address", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"executable":{"command":"id-token"}}""", "neither a file nor a url")]
    [InlineData("""{"environment_id":"aws1"}""", "neither a file nor a url")]
    [InlineData("""{"url":"http://ci.example/token"}""", "not an https address")]
    [InlineData("""{"file":"/token","format":{"type":"json"}}""", "lacks subject_token_field_name")]
    public void A_source_that_is_not_known_is_refused_with_the_profile(string source, string says)
    {
        Assert.Contains(says, Fault(External(JsonNode.Parse(source)!.AsObject())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_token_is_said_and_nothing_is_sent()
    {
        CredentialException missing = await Assert.ThrowsAsync<CredentialException>(
            () => AskAsync(External(new JsonObject { ["file"] = _folder.PathOf("nowhere") })));
        Assert.Contains("cannot be read", missing.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    /// <summary>Docker's env files, CI variables and YAML escape the line ends of a key once more; others put the file on one
    /// line, or into quotes as it is.</summary>
    [Theory]
    [InlineData("\\n")]
    [InlineData("\\r\\n")]
    [InlineData("\r\n")]
    [InlineData(" ")]
    public async Task A_key_whose_line_ends_were_bent_on_the_way_is_read(string lineEnd)
    {
        await AskAsync(_key.File(change: file => file["private_key"] = _key.PrivateKey.Replace("\n", lineEnd, StringComparison.Ordinal)));
        Assert.Equal("Bearer ya29.token-1", _server.Requests[1].Authorization);
    }

    [Fact]
    public async Task A_key_file_with_real_line_ends_inside_its_texts_is_read()
    {
        await AskAsync(_key.File().Replace("\\n", "\n", StringComparison.Ordinal));
        Assert.Equal("Bearer ya29.token-1", _server.Requests[1].Authorization);
    }

    private static HttpResponseMessage Impersonated(HttpRequestMessage request) => TokenServer.Json(
        request.RequestUri!.Host == "iamcredentials.googleapis.com"
            ? """{"accessToken":"ya29.impersonated","expireTime":"2099-01-01T00:00:00Z"}"""
            : "{}");

    private static string External(JsonObject source, Action<JsonObject>? change = null)
    {
        JsonObject file = new()
        {
            ["type"] = "external_account",
            ["audience"] = "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
            ["subject_token_type"] = "urn:ietf:params:oauth:token-type:jwt",
            ["token_url"] = "https://sts.googleapis.com/v1/token",
            ["credential_source"] = source,
        };
        change?.Invoke(file);
        return file.ToJsonString();
    }

    private static string Fault(string key) => Assert.Throws<VeoException>(() => VertexGatewayTests.Profile(key: key)).Message;

    private Task<WireResponse> AskAsync(string key)
    {
        GatewayProfile profile = VertexGatewayTests.Profile(key: key);
        return _transport.AskAsync(profile.Endpoint, WireRequest.Get("/x"), TimeSpan.FromSeconds(60), Token);
    }
}
