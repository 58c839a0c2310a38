using System.Globalization;
using System.Text;
using CsCheck;
using VeoPS.Engine.Downloads;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Engine.Text;
using VeoPS.Tests.Downloads;
using VeoPS.Tests.Gateways;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Fuzz;

/// <summary>
/// Every reader of what comes from outside, over spoiled documents: none throws, none makes up a success, none lets a number out of its
/// range. A few hundred documents a kind in the suite; with <c>VEOPS_FUZZ_MINUTES</c> as many as that time allows, for each kind. A
/// failure prints the seed that repeats it.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 200;

    // 500 of the server's, and a hint of ours behind them (UniAll's path of polls).
    private const int MostWords = 800;

    private static readonly int[] Statuses =
    [
        200, 200, 200, 201, 202, 204, 206, 301, 302, 307, 400, 401, 402, 403, 404, 408, 409, 410, 413, 422, 429, 451, 500, 502, 503, 524,
    ];

    private static readonly Gen<Edit[]> Edits = Gen.Select(
        Gen.Int[0, Spoiling.Kinds - 1],
        Gen.Int[0, 100_000],
        Gen.Int[0, 100_000],
        (kind, place, pick) => new Edit(kind, place, pick)).Array[0, 6];

    // Of one corpus for all: a gateway may be sent the answer of another.
    private static readonly (IGateway Gateway, GatewayProfile Profile)[] Gateways =
    [
        .. GatewayCatalog.All.Select(gateway => (
            gateway,
            Wire.ProfileOf(gateway, settings: gateway.Table.Provider == "Vertex" ? [("Project", "p")] : []))),
    ];

    [Fact]
    public void Receipts_are_read()
    {
        Spoil(Corpus.Answers, (text, status) => Everywhere((gateway, _) =>
        {
            WireResponse response = new(status, text);
            SubmitAnswer answer = gateway.ReadSubmit(response);
            Assert.True(answer.Error is not { Message.Length: > 500 } and not { Code.Length: > 500 });
            Assert.True(answer.RawStatus is not { Length: > 500 });
            Assert.True(answer.TaskId is not { Length: 0 });
            AssertCost(answer.Cost);
            SubmitDecision decision = DecisionTable.Decide(gateway.Table.SubmitCodes, response, answer);
            Assert.Equal(answer.IsTaken, decision.Verdict == SubmitVerdict.Taken);
            Assert.False(decision.Verdict == SubmitVerdict.SendAgain && answer.TaskId is not null, "What has an id is not sent again.");
            Assert.Equal(answer.TaskId, gateway.ReadSubmit(response).TaskId);
            if (response.Salvage() is { } whole) gateway.ReadSubmit(whole);
        }));
    }

    [Fact]
    public void Answers_about_tasks_are_read() => Spoil(Corpus.Answers, (text, status) => Everywhere((gateway, profile) =>
    {
        WireResponse response = new(status, text);
        PollAnswer answer = gateway.ReadPoll(response);
        for (int steps = 0; answer.Next is { } next && steps < 3; steps++)
        {
            next.Ask("task_1");
            answer = next.Read(response);
        }

        Assert.True(answer.Snapshot is null || answer.Error is null);
        bool isSuccess = answer.Snapshot?.Status == VeoTaskStatus.Succeeded;
        Assert.False(isSuccess && status >= 300, "An HTTP error is no success.");
        Assert.True(answer.Error is not { Message.Length: > MostWords });
        if (answer.Snapshot is not { } snapshot) return;
        Assert.True(snapshot is { RawStatus: null or { Length: <= 500 }, Error: null or { Message.Length: <= 500 }, WithheldVideos: >= 0 });
        Assert.True(snapshot.Progress is null or (>= 0 and <= 100));
        AssertCost(snapshot.Cost);
        AssertCost(TaskCost.Stated(new VeoTask { SubmissionId = "s" }, snapshot, gateway.Table.PriceUnit));
        Assert.All(snapshot.Videos, video =>
        {
            Assert.True(video.Duration is null or (>= 0 and <= Amounts.MostStated));
            LinkText.ToUri(video.Link);
            MediaStrings.TypeOf(video.Link);
            MediaStrings.PlaceOf(response.Json, video.Link, gateway.Table.InlineMembers);
        });
    }));

    [Fact]
    public void Other_answers_of_gateways_are_read() => Spoil(Corpus.Answers, (text, status) => Everywhere((gateway, profile) =>
    {
        WireResponse response = new(status, text);
        if (gateway is ICancelGateway cancel) cancel.ReadCancel(response);
        if (gateway is IUploadGateway upload) Assert.True(upload.ReadUpload(response).Uri is null or { Scheme: "http" or "https" });
        if (gateway is IBalanceGateway balance) Assert.True(balance.ReadBalance(response).Amount is null or <= Amounts.MostStated);
        if (gateway is IListGateway list)
            Assert.All(list.ReadList(response) ?? [], task => Assert.False(string.IsNullOrEmpty(task.Id)));
        if (gateway is IPriceGateway price) AssertCost(price.ReadPrice(response, new VeoRequest { Prompt = "a cat" }, profile));
        if (gateway is IRenditionGateway rendition) rendition.ReadRendition(response);
    }));

    [Fact]
    public void Callbacks_are_read() => Spoil(Corpus.Answers, (text, status) =>
    {
        Everywhere((gateway, _) =>
        {
            if (gateway is not ICallbackGateway callback) return;
            string? id = callback.ReadCallback(JsonReading.Parse(text));
            CallbackMessage message = new(Encoding.UTF8.GetBytes(text), [new("webhook-id", text), new("webhook-timestamp", text)], text);
            foreach (CallbackScheme scheme in Enum.GetValues<CallbackScheme>())
            {
                CallbackProof proof = CallbackSignature.Check(scheme, "whsec_c2VjcmV0", message, id, DateTimeOffset.UnixEpoch);
                Assert.NotEqual(CallbackProof.Good, proof);
                CallbackSignature.IdOf(scheme, message, id);
            }
        });
        string request = $"POST /veo/?token={status} HTTP/1.1\r\nContent-Length: {text.Length}\r\n\r\n{text}";
        byte[] bytes = Encoding.Latin1.GetBytes(status % 2 == 0 ? request : text);
        try
        {
            CallbackRequestReader reader = new(new MemoryStream(bytes), "/veo");
            (int answer, CallbackMessage? read) = reader.ReadAsync().GetAwaiter().GetResult();
            Assert.True((answer == 200) == (read is not null));
        }
        catch (IOException)
        {
            // The request ended before it was whole.
        }
    });

    [Fact]
    public void What_goes_round_an_answer_is_read() => Spoil(Corpus.Answers, (text, status) =>
    {
        WireResponse response = new(status, text);
        response.Describe();
        Assert.True(response.RetryAfter is null || response.RetryAfter >= TimeSpan.Zero);
        JsonPrefix.Complete(text);
        Assert.True(RawAnswer.Of(text) is not { Length: > 70_000 });
        Assert.True(RefusalText.Of(text) is not { Length: > 600 });
        string shown = ControlCharacters.Show(text);
        Assert.Equal(shown, ControlCharacters.Show(shown));
        Assert.DoesNotContain('\u001b', shown);
        InlineMediaElider elider = new();
        using MemoryStream kept = new();
        elider.Copy(Encoding.UTF8.GetBytes(text), kept);
        LinkText.ToUri(text);
        try
        {
            GoogleKeyFile.Parse(text);
        }
        catch (FormatException)
        {
            // It is no key file, in the one way in which a reader says so.
        }
    });

    [Fact]
    public void Boxes_of_films_are_read()
    {
        byte[] small = [.. Films.Box("ftyp", 8), .. Films.Box("moov", 100), .. Films.Box("mdat", 3000)];
        byte[][] films = [Films.Whole, small, [0x1A, 0x45, 0xDF, 0xA3]];
        Gen.Select(Gen.Int[0, films.Length - 1], Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4000], Gen.Byte).Array[0, 12]).Sample(
            drawn =>
            {
                List<byte> film = [.. films[drawn.Item1]];
                foreach ((int kind, int place, byte value) in drawn.Item2)
                {
                    if (film.Count == 0) break;
                    int at = place % film.Count;
                    if (kind == 0) film[at] = value;
                    else if (kind == 1) film.RemoveRange(at, film.Count - at);
                    else if (kind == 2) film.Insert(at, value);
                    else if (kind == 3) film.RemoveAt(at);
                    else for (int i = at; i < Math.Min(at + 8, film.Count); i++) film[i] = 0xFF;
                }

                using MemoryStream stream = new([.. film]);
                IntegrityCheck check = IntegrityCheck.Of(stream);
                Assert.True(check.Fault is null || check.Remark is null);
                Assert.True(check.Extension is null || IntegrityCheck.Extensions.Contains(check.Extension));
            },
            iter: Seconds > 0 ? -1 : Rounds,
            time: Seconds,
            threads: Threads);
    }

    [Fact]
    public void Records_of_parts_are_read()
    {
        using TempFolder folder = new();
        string path = folder.PathOf("film.mp4.part.json");
        string[] records = ["""{"version":1,"identity":"prod/task_1#0","eTag":"\"abc\"","length":3000}"""];
        Spoil(
            records,
            (text, _) =>
            {
                File.WriteAllBytes(path, Encoding.UTF8.GetBytes(text));
                PartRecord? record = PartRecord.Read(path, "prod/task_1#0");
                Assert.True(record is null or { ETag: not null, Length: null or >= 0 });
                if (record is not null) System.Net.Http.Headers.EntityTagHeaderValue.Parse(record.ETag);
            },
            threads: 1);
    }

    [Fact]
    public void Records_of_the_ledger_are_read()
    {
        Spoil(Corpus.TaskRecords, (text, _) =>
        {
            try
            {
                LedgerEntry entry = TaskRow.Parse(text).ToEntry();
                Assert.NotNull(entry.Task.ToString());
                LedgerDocument.From(entry);
            }
            catch (InvalidDataException)
            {
                // It is no record, in the one way in which a reader says so.
            }
        });
        Spoil(Corpus.JobRecords, (text, _) =>
        {
            try
            {
                LedgerJob job = SqlJobs.JobOf(SqlJobs.Parse(text));
                JobReader.Job(job);
                StoredRequest.FromJson(job.Request);
            }
            catch (InvalidDataException)
            {
                // As above.
            }
        });
    }

    private static int Seconds { get; } =
        double.TryParse(Environment.GetEnvironmentVariable("VEOPS_FUZZ_MINUTES"), CultureInfo.InvariantCulture, out double minutes)
            ? (int)(minutes * 60)
            : -1;

    // The suite runs several classes at once; a run on demand has the machine to itself.
    private static int Threads => Seconds > 0 ? -1 : 1;

    private void Spoil(IReadOnlyList<string> corpus, Action<string, int> read, int? threads = null)
    {
        Spoiling spoiling = new(corpus);
        long count = 0;
        Gen.Select(Gen.Int[0, corpus.Count - 1], Edits, Gen.Int[0, Statuses.Length - 1]).Sample(
            drawn =>
            {
                Interlocked.Increment(ref count);
                read(spoiling.Apply(drawn.Item1, drawn.Item2), Statuses[drawn.Item3]);
            },
            iter: Seconds > 0 ? -1 : Rounds,
            time: Seconds,
            threads: threads ?? Threads,
            print: drawn => $"HTTP {Statuses[drawn.Item3]}: {spoiling.Apply(drawn.Item1, drawn.Item2)}");
        output.WriteLine(FormattableString.Invariant($"{corpus.Count} documents, {count} spoiled ones were read."));
    }

    private static void Everywhere(Action<IGateway, GatewayProfile> read)
    {
        foreach ((IGateway gateway, GatewayProfile profile) in Gateways) read(gateway, profile);
    }

    private static void AssertCost(VeoCost? cost) => Assert.True(cost is null or { Amount: >= 0 }, cost?.ToString());
}
