using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace VeoPS.Bench;

/// <summary>The loopback gateway in a process of its own, so that what it takes is not counted. It speaks TokenBay's protocol
/// here.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const string Key = "test-key";

    private readonly Process _process;
    private readonly HttpClient _client = new();

    private GatewayProcess(Process process, string address)
    {
        _process = process;
        Address = address;
        _client.BaseAddress = new Uri(address);
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    /// <summary>Such as <c>http://127.0.0.1:40000</c>.</summary>
    public string Address { get; }

    /// <summary>What the profile <c>env</c> is made of, and the peers read.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["VEOPS_PROVIDER"] = "TokenBay",
        ["VEOPS_BASE_URI"] = Address,
        ["VEOPS_API_KEY"] = Key,
    };

    public static async Task<GatewayProcess> StartAsync(params string[] arguments)
    {
        Process process = Programs.Start(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "VeoPS.TestGateway.dll"), "--exit-with-stdin", .. arguments]);
        const string Said = "Listening on ";
        string line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new GatewayProcess(process, line[Said.Length..]);
    }

    /// <summary>Buys videos at an even pace.</summary>
    /// <param name="count">How many.</param>
    /// <param name="over">How long that takes, so that they end one after the other too.</param>
    /// <returns>The tasks' ids.</returns>
    public async Task<string[]> SubmitAsync(int count, TimeSpan over)
    {
        string[] ids = new string[count];
        long started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (nth, token) =>
        {
            TimeSpan early = (over * nth / count) - Stopwatch.GetElapsedTime(started);
            if (early > TimeSpan.Zero) await Task.Delay(early, token);
            using StringContent body = new(
                """{"model":"veo-3.1-fast-generate-preview","prompt":"a film"}""",
                new MediaTypeHeaderValue("application/json"));
            using HttpResponseMessage response = await _client.PostAsync(new Uri("/v1/videos", UriKind.Relative), body, token);
            using JsonDocument receipt = JsonDocument.Parse(await response.Content.ReadAsStringAsync(token));
            ids[nth] = receipt.RootElement.GetProperty("id").GetString()!;
        });
        return ids;
    }

    /// <summary>How clients have asked for their tasks so far.</summary>
    public async Task<PollFigures> PollsAsync()
        => (await _client.GetFromJsonAsync<PollFigures>(new Uri("/_control/polls", UriKind.Relative)))!;

    /// <summary>Has it forget tasks and requests.</summary>
    public async Task ResetAsync()
    {
        using HttpResponseMessage response = await _client.PostAsync(new Uri("/_control/reset", UriKind.Relative), null);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
