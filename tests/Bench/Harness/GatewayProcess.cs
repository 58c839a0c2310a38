using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace VeoPS.Bench;

/// <summary>The loopback gateway in a process of its own, so that what it takes is not counted. It speaks TokenBay's protocol
/// here, and Apikley's where it is to call back.</summary>
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
    public Task<string[]> SubmitAsync(int count, TimeSpan over) => SubmitAsync(
        count,
        over,
        "/v1/videos",
        """{"model":"veo-3.1-fast-generate-preview","prompt":"a film"}""",
        receipt => receipt.GetProperty("id"),
        _ => { });

    /// <summary>Buys videos at an even pace from Apikley, which calls an address when a task has ended.</summary>
    /// <param name="count">How many.</param>
    /// <param name="over">How long that takes.</param>
    /// <param name="hook">The address.</param>
    /// <param name="after">When it calls, counted from the receipt: the time that a video takes.</param>
    /// <returns>The tasks' ids, and how many calls were heard, once all were made.</returns>
    public async Task<(string[] Ids, Task<int> Heard)> SubmitAsync(int count, TimeSpan over, Uri hook, TimeSpan after)
    {
        ConcurrentBag<Task<bool>> calls = [];
        string[] ids = await SubmitAsync(
            count,
            over,
            "/api/v1/veo/generate",
            $$"""{"model":"veo3_fast","prompt":"a film","callBackUrl":"{{hook}}"}""",
            receipt => receipt.GetProperty("data").GetProperty("taskId"),
            id => calls.Add(CallAsync(id, after)));
        return (ids, HeardAsync());

        async Task<int> HeardAsync() => (await Task.WhenAll(calls)).Count(isHeard => isHeard);
    }

    // Whoever listened may be done already: by its own polls.
    private async Task<bool> CallAsync(string id, TimeSpan after)
    {
        await Task.Delay(after);
        using HttpResponseMessage answer = await _client.PostAsJsonAsync(
            new Uri("/_control/callback", UriKind.Relative),
            new { taskId = id });
        return answer.IsSuccessStatusCode && await answer.Content.ReadAsStringAsync() == "200";
    }

    private async Task<string[]> SubmitAsync(
        int count,
        TimeSpan over,
        string path,
        string order,
        Func<JsonElement, JsonElement> id,
        Action<string> taken)
    {
        string[] ids = new string[count];
        long started = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (nth, token) =>
        {
            TimeSpan early = (over * nth / count) - Stopwatch.GetElapsedTime(started);
            if (early > TimeSpan.Zero) await Task.Delay(early, token);
            using StringContent body = new(order, new MediaTypeHeaderValue("application/json"));
            using HttpResponseMessage response = await _client.PostAsync(new Uri(path, UriKind.Relative), body, token);
            using JsonDocument receipt = JsonDocument.Parse(await response.Content.ReadAsStringAsync(token));
            ids[nth] = id(receipt.RootElement).GetString()!;
            taken(ids[nth]);
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
