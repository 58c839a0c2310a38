using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Tests.Http;

/// <summary>The origins that a profile's key may go to, and the address that a path of another origin has.</summary>
public sealed class EndpointTests
{
    private const string Storage = "StorageUri";
    private static readonly Uri Stored = new("https://storage.googleapis.com/bucket/v.mp4");
    private static readonly WireRequest Question = WireRequest.Get("/upload?a=b") with { At = Storage };

    [Fact]
    public void A_further_origin_holds_at_the_default_base()
    {
        Endpoint endpoint = Of(null);
        Assert.True(endpoint.IsOwnOrigin(Stored));
        Assert.Equal("https://storage.googleapis.com/upload?a=b", endpoint.Resolve(Question).AbsoluteUri);
    }

    [Theory]
    [InlineData("AIzaSyExample", "x-goog-api-key", "AIzaSyExample")]
    [InlineData("AQ.Example", "x-goog-api-key", "AQ.Example")]
    [InlineData("ya29.token", "Authorization", "Bearer ya29.token")]
    public void An_API_key_of_Googles_has_a_header_of_its_own(string credential, string header, string value) =>
        Assert.Equal((header, value), CredentialScheme.GoogleToken.HeaderFor(credential));

    [Fact]
    public void The_default_base_may_be_written_out()
    {
        Assert.True(Of("https://us-central1-aiplatform.googleapis.com/").IsOwnOrigin(Stored));
    }

    [Fact]
    public void Under_another_base_the_key_stays_there_and_the_paths_are_asked_below_it()
    {
        Endpoint endpoint = Of("https://proxy.example/veo/");
        Assert.False(endpoint.IsOwnOrigin(Stored));
        Assert.Equal("https://proxy.example/veo/upload?a=b", endpoint.Resolve(Question).AbsoluteUri);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://proxy.example/veo")]
    public void A_setting_names_another_origin_which_then_gets_the_key(string? baseUri)
    {
        Endpoint endpoint = Of(baseUri, "https://files.example/store/");
        Assert.False(endpoint.IsOwnOrigin(Stored));
        Assert.True(endpoint.IsOwnOrigin(new Uri("https://files.example/x")));
        Assert.False(endpoint.IsOwnOrigin(new Uri("https://files.example:8443/x")));
        Assert.Equal("https://files.example/store/upload?a=b", endpoint.Resolve(Question).AbsoluteUri);
    }

    [Theory]
    [InlineData("http://files.example", "only over https")]
    [InlineData("files.example", "not absolute")]
    [InlineData("https://me:secret@files.example", "user name")]
    [InlineData("https://files.example/?key=1", "query")]
    public void An_address_that_no_key_may_go_to_is_refused_as_a_setting(string address, string fault)
    {
        VeoException error = Assert.Throws<VeoException>(() => Of(null, address));
        Assert.Equal(VeoErrorId.ProfileNotFound, error.ErrorId);
        Assert.Contains(Storage, error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_to_an_origin_that_the_endpoint_lacks_goes_below_the_base()
    {
        Assert.Equal(
            "https://us-central1-aiplatform.googleapis.com/x",
            Of(null).Resolve(WireRequest.Get("/x") with { At = "Nowhere" }).AbsoluteUri);
    }

    /// <summary>Every gateway's page prints its base with the version that its paths begin with.</summary>
    [Theory]
    [InlineData("https://relay.example/v1", "/v1/videos", "https://relay.example/v1/videos")]
    [InlineData("https://relay.example/v1/", "/v1/videos", "https://relay.example/v1/videos")]
    [InlineData("https://relay.example/api/v1", "/api/v1/veo/generate", "https://relay.example/api/v1/veo/generate")]
    [InlineData("https://relay.example/google/v1beta", "/v1beta/models/m", "https://relay.example/google/v1beta/models/m")]
    [InlineData("https://relay.example/team/v1", "/v1/videos", "https://relay.example/team/v1/videos")]
    [InlineData("https://relay.example/v1", "/v1beta/models/m", "https://relay.example/v1/v1beta/models/m")]
    [InlineData("https://relay.example/v2", "/v1/videos", "https://relay.example/v2/v1/videos")]
    [InlineData("https://relay.example/model", "/model/v1/x", "https://relay.example/model/model/v1/x")]
    [InlineData("https://relay.example/videos", "/videos/1", "https://relay.example/videos/videos/1")]
    public void A_base_that_ends_in_the_version_that_a_path_begins_with_is_taken_as_meant(string baseUri, string path, string address)
    {
        Assert.Equal(address, Of(baseUri).Resolve(path).AbsoluteUri);
    }

    [Fact]
    public void The_text_of_an_endpoint_never_shows_the_key()
    {
        Assert.Equal("prod", Of(null).ToString());
    }

    private static Endpoint Of(string? baseUri, string? storage = null)
    {
        Dictionary<string, string> settings = new() { ["Project"] = "p1" };
        if (storage is not null) settings[Storage] = storage;
        VeoProfile profile = new() {
            Name = "prod",
            Provider = "Vertex",
            BaseUri = baseUri is null ? null : new Uri(baseUri),
            Setting = settings };
        return new GatewayProfile(profile, GatewayCatalog.Find("Vertex")!, "ya29.key").Endpoint;
    }
}
