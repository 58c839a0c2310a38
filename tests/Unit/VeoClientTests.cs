using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Text;
using VeoPS.Tests.Crashes;
using VeoPS.Tests.Support;

namespace VeoPS.Tests;

/// <summary>The engine as another program uses it, with a real ledger and the gateway that is built in.</summary>
public sealed class VeoClientTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly VeoClient _client;

    public VeoClientTests() => _client = new VeoClient(
        EngineLog.None,
        name => name == "VEOPS_HOME" ? _folder.PathOf("home") : null,
        new HurriedClock(DateTimeOffset.UnixEpoch.AddYears(56)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_request_becomes_a_file_and_its_job_key_buys_once()
    {
        VeoRequest request = new() { Prompt = "A lighthouse" };
        VeoTask task = await _client.SubmitAsync(request, "sandbox", "scene-1", Token);
        VeoTask ended = await _client.WaitAsync(task, TimeSpan.FromHours(1), Token);
        SavedVideo saved = Assert.Single(await _client.SaveAsync(ended, _folder.PathOf("videos"), Token));

        Assert.Equal(VeoTaskStatus.Succeeded, ended.Status);
        Assert.Equal(saved.Length, new FileInfo(saved.FullName).Length);
        Assert.Equal(task.Id, (await _client.SubmitAsync(request, "sandbox", "scene-1", Token)).Id);
        Assert.True(Assert.Single(await _client.SaveAsync(ended, _folder.PathOf("videos"), Token)).Skipped);
    }

    [Fact]
    public async Task A_request_that_the_gateway_cannot_honour_is_an_error_before_anything_is_sent()
    {
        VeoException error = await Assert.ThrowsAsync<VeoException>(
            () => _client.SubmitAsync(new VeoRequest { Prompt = "A lighthouse", Duration = 99 }, "sandbox", null, Token));

        Assert.Equal(VeoErrorId.RequestInvalid, error.ErrorId);
        Assert.Equal("Duration", Assert.Single(error.Faults).Option);
    }
}
