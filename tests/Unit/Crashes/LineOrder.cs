using System.Globalization;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Ledger;
using VeoPS.TestGateway;
using VeoPS.Tests.Purchases;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Crashes;

/// <summary>What a process of its own is to buy, and where it is to die.</summary>
internal sealed record LineOrder
{
    private const string Prefix = "VEOPS_TEST_LINE_";
    private static readonly DateTimeOffset Epoch = new(2026, 11, 20, 6, 0, 0, TimeSpan.Zero);

    /// <summary>The state folder; the ledger is in it, unless <see cref="Address"/> names another.</summary>
    public required string Ledger { get; init; }

    /// <summary>The database that holds the ledger, as VEOPS_LEDGER names it; null: a file in the state folder.</summary>
    public string? Address { get; init; }

    /// <summary>Where videos are saved; null: they are only bought.</summary>
    public string? Videos { get; init; }

    public required Uri Gateway { get; init; }

    public required Protocol Protocol { get; init; }

    /// <summary>The profiles, in the order in which they are tried.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = ["prod"];

    /// <summary>One video a job key; the prompt is the key.</summary>
    public required IReadOnlyList<string> JobKeys { get; init; }

    /// <summary>What a video costs, in <see cref="Unit"/>.</summary>
    public required decimal Price { get; init; }

    public string Unit { get; init; } = "USD";

    /// <summary>Of a day and of a month, for each profile.</summary>
    public required decimal Budget { get; init; }

    /// <summary>Submissions at once.</summary>
    public int AtOnce { get; init; } = 1;

    /// <summary>How long after the first process this one starts, by a clock on which waits are over at once; null: by the real
    /// clock.</summary>
    public TimeSpan? Later { get; init; }

    /// <summary>The point where it kills itself; null: nowhere.</summary>
    public CrashPoint? KillAt { get; init; }

    /// <summary>The point where it waits until it is let go; null: nowhere.</summary>
    public CrashPoint? HoldAt { get; init; }

    /// <summary>The order that this process was started with.</summary>
    public static LineOrder Received => new()
    {
        Ledger = Read(nameof(Ledger))!,
        Address = Read(nameof(Address)),
        Videos = Read(nameof(Videos)),
        Gateway = new Uri(Read(nameof(Gateway))!),
        Protocol = Enum.Parse<Protocol>(Read(nameof(Protocol))!),
        Profiles = Read(nameof(Profiles))!.Split('|'),
        JobKeys = Read(nameof(JobKeys))!.Split('|'),
        Price = decimal.Parse(Read(nameof(Price))!, CultureInfo.InvariantCulture),
        Unit = Read(nameof(Unit))!,
        Budget = decimal.Parse(Read(nameof(Budget))!, CultureInfo.InvariantCulture),
        AtOnce = int.Parse(Read(nameof(AtOnce))!, CultureInfo.InvariantCulture),
        Later = Read(nameof(Later)) is { } later ? TimeSpan.Parse(later, CultureInfo.InvariantCulture) : null,
        KillAt = Read(nameof(KillAt)) is { } point ? CrashPoint.Parse(point) : null,
        HoldAt = Read(nameof(HoldAt)) is { } hold ? CrashPoint.Parse(hold) : null,
    };

    /// <summary>The clock of whoever reads what this order has left.</summary>
    public TimeProvider NewClock() => Later is { } later ? new HurriedClock(Epoch + later) : TimeProvider.System;

    /// <summary>Opens the ledger as the process does.</summary>
    public ILedger OpenLedger(TimeProvider time) => Address is null
        ? TestLedger.Open(Ledger, time)
        : PostgresLedger.Make(Address, new StateFolder(Ledger, IsPrivate: true), _ => null, time);

    /// <summary>Gives the order to a process that is about to start.</summary>
    public void WriteTo(IDictionary<string, string?> environment)
    {
        void Write(string name, string? value) => environment[Prefix + name] = value;
        Write(nameof(Ledger), Ledger);
        Write(nameof(Address), Address);
        Write(nameof(Videos), Videos);
        Write(nameof(Gateway), Gateway.AbsoluteUri);
        Write(nameof(Protocol), Protocol.ToString());
        Write(nameof(Profiles), string.Join('|', Profiles));
        Write(nameof(JobKeys), string.Join('|', JobKeys));
        Write(nameof(Price), Price.ToString(CultureInfo.InvariantCulture));
        Write(nameof(Unit), Unit);
        Write(nameof(Budget), Budget.ToString(CultureInfo.InvariantCulture));
        Write(nameof(AtOnce), AtOnce.ToString(CultureInfo.InvariantCulture));
        Write(nameof(Later), Later?.ToString());
        Write(nameof(KillAt), KillAt?.ToString());
        Write(nameof(HoldAt), HoldAt?.ToString());
    }

    private static string? Read(string name) => Environment.GetEnvironmentVariable(Prefix + name);
}
