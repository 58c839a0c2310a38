using System.Diagnostics;
using System.Globalization;
using VeoPS.Engine.Tasks;
using VeoPS.TestGateway;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Callbacks;

/// <summary>Forged callbacks come in without end while some real ones do.</summary>
public sealed class CallbackFloodTests(ITestOutputHelper output)
{
    private const string Variable = "VEOPS_TEST_FORGED_CALLBACKS";
    private const string Secret = "whsec_dmVvcHMtdGVzdC1rZXktMDEyMzQ1Njc4OWFiY2RlZiE=";
    private const int Connections = 50;
    private const int Real = 20;
    private const int MostMiB = 8;

    // On demand the variable says how many are forged (10000), and memory is looked at: no other test runs beside this one then.
    private static readonly int? Wanted
        = int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? count
            : null;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Protocol.Replicate, Secret)]
    [InlineData(Protocol.Apikley, null)]
    public async Task Every_real_callback_is_heard_among_forged_ones_and_the_gateway_is_not_flooded(Protocol protocol, string? secret)
    {
        bool isSigned = secret is not null;

        // Without signatures a forged one has its task asked for once. That question finds it still running.
        await using CallbackDesk desk = await CallbackDesk.OpenAsync(protocol, secret, pollsUntilDone: isSigned ? 1 : 2);
        List<VeoTask> tasks = [];
        for (int i = 0; i < Real; i++) tasks.Add(await desk.BuyAsync());
        desk.Shop.Gateway.Faults.Add(Route.Submit, Fault.Reset(accepted: true), Strike.Once);
        VeoTask lost = (await desk.SubmitAsync()).Error!.Task!;
        string lostId = desk.Shop.Gateway.Accepted[^1].TaskId;

        Figures before = Figures.Now();
        int forged = Wanted ?? 600;
        Task<int[]> flood = FloodAsync(desk, isSigned, [.. tasks.Select(task => task.Id!)], forged);
        List<double> waits = [];
        foreach (string id in tasks.Select(task => task.Id!).Append(lostId))
        {
            long began = Stopwatch.GetTimestamp();
            Assert.Equal(200, await desk.SendAsync(new Callback { TaskId = id, Secret = secret }));
            waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        int[] answers = await flood;
        await CallbackDesk.UntilAsync(() => desk.Polls.Count >= Real + 1);
        int asked = desk.Polls.Count;
        Figures after = Figures.Now();
        if (!isSigned) await desk.PassAsync(desk.Profile.Gateway.Table.Cadence.Floor);
        List<TaskHandle> ended = [];
        for (int i = 0; i <= Real; i++) ended.Add(await desk.NextAsync());

        output.WriteLine($"{forged} forged callbacks over {Connections} connections in {(after.At - before.At).TotalSeconds:0.0} s. "
            + $"{Real + 1} real ones were answered within {waits.Average():0} ms (mean) and {waits.Max():0} ms (most). "
            + $"The gateway was asked {asked} times. Managed memory {before.ManagedMiB:0.0} MiB before and {after.ManagedMiB:0.0} MiB "
            + $"after; working set {before.WorkingMiB:0} and {after.WorkingMiB:0} MiB.");
        Assert.All(answers, answer => Assert.Equal(isSigned ? 401 : 200, answer));
        Assert.Equal(
            tasks.Select(task => task.SubmissionId).Append(lost.SubmissionId).Order(),
            ended.Select(handle => handle.Task.SubmissionId).Order());
        Assert.Equal(lostId, desk.Shop.OpenLedger().Find(lost.SubmissionId)!.Task.Id);
        Assert.Equal(Real + 1, asked); // The clock stood still: no poll floor went by.
        Assert.InRange(desk.Warned.Count, 1, 2);
        if (Wanted is not null) Assert.InRange(after.ManagedMiB - before.ManagedMiB, double.MinValue, MostMiB);
    }

    // About tasks of nobody, about real ones without a token, and about real ones with a wrong one.
    private static async Task<int[]> FloodAsync(CallbackDesk desk, bool isSigned, string[] ids, int count)
    {
        int[] answers = new int[count];
        ParallelOptions connections = new() { MaxDegreeOfParallelism = Connections, CancellationToken = Token };
        await Parallel.ForAsync(0, count, connections, async (nth, _) =>
        {
            string id = nth % 3 == 0 ? $"forged-{nth}" : ids[nth % ids.Length];
            string body = isSigned ? $$"""{"id":"{{id}}","status":"succeeded"}""" : $$$"""{"code":200,"data":{"taskId":"{{{id}}}"}}""";
            string query = nth % 3 == 2 ? "?veo=veo-20261120-060000000-0123456789ab&token=guessed" : "";
            string signature = isSigned && nth % 3 == 2
                ? "webhook-id: msg_1\r\nwebhook-timestamp: 1795154400\r\nwebhook-signature: v1,AAAA\r\n"
                : "";
            answers[nth] = await desk.RawAsync($"POST /veo/{query} HTTP/1.1\r\n{signature}Content-Length: {body.Length}\r\n\r\n{body}");
        });
        return answers;
    }

    private sealed record Figures(DateTime At, double ManagedMiB, double WorkingMiB)
    {
        private const double MiB = 1024 * 1024;

        public static Figures Now()
        {
            double managed = GC.GetTotalMemory(forceFullCollection: true) / MiB;
            using Process self = Process.GetCurrentProcess();
            return new Figures(DateTime.UtcNow, managed, self.WorkingSet64 / MiB);
        }
    }
}
