using System.Globalization;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Gateways.TokenBay;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Tasks;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Tasks;

/// <summary>
/// Waits for tasks whose length is known, one after the other, at the cadence and by what the tasks before it took. A plan learns
/// from its own questions only, as the program does: it sees between which two of them a task ended, and never when.
/// </summary>
internal sealed class PollSimulation
{
    private readonly PollCadence _cadence;
    private readonly Random _chance;
    private readonly TaskKind _kind;

    /// <param name="cadence">The gateway's.</param>
    /// <param name="seed">Of the chance that shortens waits.</param>
    public PollSimulation(PollCadence cadence, int seed = 1)
    {
        _cadence = cadence;
        _chance = new Random(seed);
        GatewayTable table = new TokenBayGateway().Table with { Cadence = cadence };
        GatewayProfile profile = WatcherStage.Profile("a.example", new Gateways.BareGateway(table));
        _kind = new TaskKind("kind", new TaskHandle(new VeoTask { Id = "1", Profile = "a", Model = "veo" }, profile));
    }

    public static PollCadence Cadence { get; } = new TokenBayGateway().Table.Cadence;

    /// <summary>The made-up ways in which gateways behave, and the one that Gemini's page tells.</summary>
    public static IReadOnlyList<Gateway> Gateways { get; } =
    [
        new("steady, 60 ± 3 s", Normal(60, 3)),
        new("steady, 150 ± 15 s", Normal(150, 15)),
        new("two humps, 40 and 120 s", random => (random.NextDouble() < 0.5 ? Normal(40, 3) : Normal(120, 6))(random)),
        new("all equal, 61 s", _ => 61),
        new("all equal, 25 s", _ => 25),
        new("doubles overnight, 60 to 120 s", Normal(120, 6)) { Before = Normal(60, 3) },
        new("becomes twice as fast, 120 to 60 s", Normal(60, 3)) { Before = Normal(120, 6) },
        new("stalls: one task in 20 takes half an hour", random => random.NextDouble() < 0.05 ? 1800 : Normal(60, 4)(random)),
        new("steady, one earlier task known", Normal(60, 3)) { Known = 1 },
        new("never less than 50 s, then a tail of 40 s", random => 50 + Exponential(40)(random)),
        new("long tail, median 60 s (log-normal, 0.6)", random => 60 * Math.Exp(0.6 * Bell(random))),
        new("11 s to 6 minutes, all alike (Gemini's page)", random => 11 + (349 * random.NextDouble())),
        new("without any memory, mean 80 s", Exponential(80)),
    ];

    public static Func<Random, double> Normal(double mean, double deviation) => random => Math.Max(1, mean + (deviation * Bell(random)));

    /// <summary>One table: the questions and the mean delay of notice of a thousand tasks at each gateway.</summary>
    public static string Table()
    {
        List<string> rows =
        [
            "| A gateway that is | Questions a task, at the cadence | learned | | Mean delay of notice, at the cadence | learned |",
            "|---|---:|---:|---:|---:|---:|",
        ];
        foreach (Gateway gateway in Gateways)
        {
            Result result = new PollSimulation(Cadence).Run(gateway, 1000);
            rows.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {gateway.Name} | {result.Usual.Questions:0.0} | {result.Learned.Questions:0.0} | {result.Share:0.00} | "
                    + $"{result.Usual.Delay:0.0} s | {result.Learned.Delay:0.0} s |"));
        }

        return string.Join("\n", rows);
    }

    /// <summary>Waits for tasks of a gateway, after some whose times the ledger knows.</summary>
    public Result Run(Gateway gateway, int count, int seed = 2)
    {
        Random lengths = new(seed);
        for (int nth = 0; nth < gateway.Known; nth++) Learn(Wait((gateway.Before ?? gateway.Length)(lengths), null));
        Sum usual = default, learned = default;
        int most = int.MinValue;
        for (int nth = 0; nth < count; nth++)
        {
            double length = gateway.Length(lengths);
            int chance = _chance.Next();
            Outcome one = Wait(length, null, new Random(chance)), other = Wait(length, _kind.Plan, new Random(chance));
            Learn(other);
            usual = usual.With(one, count);
            learned = learned.With(other, count);
            most = Math.Max(most, other.Questions - one.Questions);
        }

        return new Result(usual, learned, most);
    }

    // As the watcher does.
    private void Learn(Outcome outcome)
    {
        FakeTimeProvider clock = new();
        TaskTiming timing = new(clock, clock.GetUtcNow().UtcDateTime) { RanAt = outcome.Taken.After };
        _kind.Begin(timing);
        clock.Advance(TimeSpan.FromSeconds(outcome.Taken.By));
        timing.Note(VeoTaskStatus.Succeeded);
        _kind.End(timing);
    }

    /// <summary>Waits for one task.</summary>
    public Outcome Wait(double length, PollPlan? plan, Random? chance = null)
    {
        PollSchedule schedule = new(_cadence);
        double age = schedule.First(0).TotalSeconds, last = 0;
        schedule.Begin(age);
        if (plan is not null) age = Math.Max(age, plan.First);
        double narrowest = double.MaxValue;
        for (int questions = 1; ; questions++)
        {
            if (age >= length) return new Outcome(questions, age - length, new TimeTaken(0, last, age), narrowest);
            double wait = schedule.Next(plan, age, 0, isHinted: false, (chance ?? _chance).NextDouble()).TotalSeconds;
            narrowest = Math.Min(narrowest, wait);
            (last, age) = (age, age + wait);
        }
    }

    /// <summary>How long a gateway's tasks take, in seconds.</summary>
    public sealed record Gateway(string Name, Func<Random, double> Length)
    {
        /// <summary>How long they took before; null: as long as now.</summary>
        public Func<Random, double>? Before { get; init; }

        /// <summary>How many earlier ones the ledger knows.</summary>
        public int Known { get; init; } = TimeTaken.Kept;
    }

    /// <summary>How one wait went.</summary>
    public sealed record Outcome(int Questions, double Delay, TimeTaken Taken, double Narrowest);

    /// <summary>Means.</summary>
    public readonly record struct Sum(double Questions, double Delay)
    {
        public Sum With(Outcome outcome, int count)
            => new(Questions + ((double)outcome.Questions / count), Delay + (outcome.Delay / count));
    }

    /// <summary>Both, and by how many questions a learned wait exceeded that of the cadence for the same task at most.</summary>
    public sealed record Result(Sum Usual, Sum Learned, int MostAbove)
    {
        public double Share => Learned.Questions / Usual.Questions;
    }

    private static double Bell(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static Func<Random, double> Exponential(double mean) => random => -mean * Math.Log(1 - random.NextDouble());
}
