using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.Apikley;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Http;
using VeoPS.Engine.Purchases;
using VeoPS.TestGateway;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Purchases;

public sealed class MediaPreparerTests : IAsyncLifetime
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private readonly TempFolder _folder = new();
    private readonly SkippingClock _clock = new();
    private LoopbackGateway _gateway = null!;
    private HttpTransport _transport = null!;
    private MediaPreparer _preparer = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GatewayProfile Apikley => Profiles.Any(new ApikleyGateway(), _gateway.BaseUri);

    public async ValueTask InitializeAsync()
    {
        _gateway = await LoopbackGateway.StartAsync(new GatewayOptions { ApiKey = Profiles.Key }, Token);
        _transport = new HttpTransport(_clock);
        _preparer = new MediaPreparer(_transport, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        _transport.Dispose();
        await _gateway.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_image_that_many_requests_use_at_once_is_uploaded_once()
    {
        FileMedia file = Image("маяк.png");
        InlineMedia same = new("image/png", Png);

        VeoRequest[] prepared = await Task.WhenAll(Enumerable.Range(0, 100).Select(each =>
            _preparer.PrepareAsync(
                each % 2 == 0 ? new VeoRequest { FirstFrame = file, LastFrame = same } : new VeoRequest { ReferenceImages = [same, file] },
                Apikley,
                Token)));

        UploadedFile upload = Assert.Single(_gateway.Uploads);
        Assert.Equal(Png, upload.Content.ToArray());
        Assert.Equal("image/png", upload.ContentType);
        Assert.DoesNotContain("маяк", upload.FileName, StringComparison.Ordinal);
        string link = new Uri(_gateway.BaseUri, "/uploads/" + upload.Path).AbsoluteUri;
        Assert.All(prepared.SelectMany(
            request => request.ReferenceImages.Append(request.FirstFrame).Append(request.LastFrame).OfType<MediaInput>()), media =>
            Assert.Equal(link, Assert.IsType<LinkedMedia>(media).Uri.AbsoluteUri));
    }

    [Fact]
    public async Task Other_bytes_are_another_upload_and_a_link_is_none()
    {
        LinkedMedia link = new(new Uri("https://images.example/a.png"));

        VeoRequest prepared = await _preparer.PrepareAsync(
            new VeoRequest {
                ReferenceImages = [new InlineMedia("image/png", Png), new InlineMedia(
                    "image/jpeg",
                    new byte[] { 1 }), link] }, Apikley, Token);

        Assert.Equal(2, _gateway.Uploads.Count);
        Assert.Same(link, prepared.ReferenceImages[2]);
    }

    [Fact]
    public async Task An_upload_that_meets_trouble_is_tried_again_since_it_costs_nothing()
    {
        _gateway.Faults.Add(Route.Upload, Fault.Reset(accepted: false), Strike.Nth(1)).Add(Route.Upload, Fault.Status(503), Strike.Nth(2));

        await _preparer.PrepareAsync(new VeoRequest { FirstFrame = Image("a.png") }, Apikley, Token);

        Assert.Single(_gateway.Uploads);
    }

    public static TheoryData<string> Failures => ["500", "400", "reset", "a page", "no link", "302", "401"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task An_upload_that_fails_means_that_nothing_was_sent(string failure)
    {
        _gateway.Faults.Add(Route.Upload, failure switch
        {
            "reset" => Fault.Reset(accepted: false),
            "a page" => Fault.Html200(accepted: false),
            "no link" => Fault.Status(
                200,
                """{"success":true,"code":200,"data":{"downloadUrl":"javascript:alert(1)"}}""",
                "application/json"),
            "302" => Fault.RedirectToOtherHost(),
            _ => Fault.Status(
                int.Parse(failure, System.Globalization.CultureInfo.InvariantCulture),
                $$"""{"code":{{failure}},"msg":"the key {{Profiles.Key}} is wrong"}""",
                "application/json"),
        });

        VeoException error = await Assert.ThrowsAsync<VeoException>(
            () => _preparer.PrepareAsync(new VeoRequest { FirstFrame = Image("a.png") }, Apikley, Token));

        Assert.Equal(VeoErrorId.NotSent, error.ErrorId);
        Assert.Contains("nothing was bought", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Profiles.Key, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_gateway.Requests, request => request.Route is Route.Submit || request.Origin == _gateway.OtherOrigin);

        _gateway.Faults.Clear();
        VeoRequest later = await _preparer.PrepareAsync(new VeoRequest { FirstFrame = Image("a.png") }, Apikley, Token);
        Assert.IsType<LinkedMedia>(later.FirstFrame);
    }

    [Fact]
    public async Task A_file_that_went_away_means_that_nothing_was_sent()
    {
        FileMedia file = new(_folder.PathOf("gone.png"), "image/png");

        VeoException error = await Assert.ThrowsAsync<VeoException>(
            () => _preparer.PrepareAsync(new VeoRequest { ReferenceImages = [file] }, Apikley, Token));

        Assert.Equal(VeoErrorId.NotSent, error.ErrorId);
        Assert.Contains("gone.png", error.Message, StringComparison.Ordinal);
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public async Task Where_a_gateway_takes_data_a_file_goes_inside_the_request_and_nothing_is_uploaded()
    {
        VeoRequest prepared = await _preparer.PrepareAsync(
            new VeoRequest {
                FirstFrame = Image("a.png"),
                LastFrame = new InlineMedia("image/jpeg", new byte[] {
                    1 }) }, Profiles.Any(new TokenBayGateway(), _gateway.BaseUri), Token);

        InlineMedia first = Assert.IsType<InlineMedia>(prepared.FirstFrame);
        Assert.Equal(("image/png", "data:image/jpeg;base64,AQ=="), (first.MimeType, ((InlineMedia)prepared.LastFrame!).ToDataUri()));
        Assert.Equal(Png, first.Bytes.ToArray());
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public async Task Stopping_ends_an_upload()
    {
        using CancellationTokenSource stop = new();
        Hold hold = new();
        _gateway.Faults.Add(Route.Upload, Fault.LateAnswer(hold));
        Task<VeoRequest> preparing = _preparer.PrepareAsync(new VeoRequest { FirstFrame = Image("a.png") }, Apikley, stop.Token);
        await hold.Reached;

        await stop.CancelAsync();

        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => preparing);
        Assert.True(error is OperationCanceledException or VeoException { ErrorId: VeoErrorId.NotSent });
    }

    private FileMedia Image(string name)
    {
        File.WriteAllBytes(_folder.PathOf(name), Png);
        return new FileMedia(_folder.PathOf(name), "image/png");
    }
}
