using System.Globalization;

namespace VeoPS.Engine.Ledger;

/// <summary>The kept sums of a day and a month: read, added in decimal, and written back under the lock of their rows.</summary>
internal static class SqlSpending
{
    private const string OfPeriods = "FROM veops_spent WHERE profile = @profile AND unit = @unit AND period IN (@day, @month)";

    public static string DayOf(long now) => LedgerClock.At(now).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The amounts that a profile has spent.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="profile">In upper case.</param>
    /// <param name="unit">As it was booked.</param>
    /// <param name="day">As <see cref="DayOf"/> has it.</param>
    public static async Task<SpentSums> ReadAsync(SqlSession session, string profile, string unit, string day)
    {
        Dictionary<string, decimal> sums = await SumsAsync(session, profile, unit, day, "").ConfigureAwait(false);
        return Sums(sums, day);
    }

    /// <summary>The same, with the rows made and locked until the transaction ends.</summary>
    public static async Task<SpentSums> LockAsync(SqlSession session, string profile, string unit, string day)
    {
        await session.RunAsync(
            "INSERT INTO veops_spent (profile, unit, period, amount) VALUES (@profile, @unit, @day, '0'), (@profile, @unit, "
                + "@month, '0') ON CONFLICT DO NOTHING",
            Names(profile, unit, day)).ConfigureAwait(false);
        return Sums(await SumsAsync(session, profile, unit, day, session.Dialect.ForUpdate).ConfigureAwait(false), day);
    }

    /// <summary>Counts a difference.</summary>
    public static async Task AddAsync(SqlSession session, string profile, string unit, string day, decimal difference)
    {
        if (difference == 0) return;
        SpentSums sums = await LockAsync(session, profile, unit, day).ConfigureAwait(false);
        (string, object?)[] values =
        [
            .. Names(profile, unit, day),
            ("ofDay", Text(Budgets.Sum(sums.Day, difference))),
            ("ofMonth", Text(Budgets.Sum(sums.Month, difference))),
        ];
        await session.RunAsync(
            "UPDATE veops_spent SET amount = CASE period WHEN @day THEN @ofDay ELSE @ofMonth END "
            + "WHERE profile = @profile AND unit = @unit AND period IN (@day, @month)",
            values).ConfigureAwait(false);
    }

    public static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="InvalidDataException">It is no amount.</exception>
    public static decimal Amount(string text) => RecordReading.Read(
        "An amount in the ledger",
        () => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    private static async Task<Dictionary<string, decimal>> SumsAsync(
        SqlSession session,
        string profile,
        string unit,
        string day,
        string locked)
    {
        List<(string Period, decimal Amount)> rows = await session.ReadAsync(
            $"SELECT period, amount {OfPeriods} ORDER BY period{locked}",
            row => (row.GetString(0), Amount(row.GetString(1))),
            Names(profile, unit, day)).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Period, row => row.Amount, StringComparer.Ordinal);
    }

    private static SpentSums Sums(Dictionary<string, decimal> sums, string day) => new(
        sums.TryGetValue(day, out decimal ofDay) ? ofDay : 0,
        sums.TryGetValue(MonthOf(day), out decimal ofMonth) ? ofMonth : 0);

    private static string MonthOf(string day) => day.Substring(0, 7);

    private static (string, object?)[] Names(string profile, string unit, string day) =>
        [("profile", profile), ("unit", unit), ("day", day), ("month", MonthOf(day))];
}

/// <summary>Times as the database keeps them: milliseconds since 1970 in UTC.</summary>
internal static class LedgerClock
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static long Of(DateTime time) => (long)(time.ToUniversalTime() - Epoch).TotalMilliseconds;

    public static DateTime At(long milliseconds) => Epoch.AddMilliseconds(milliseconds);
}
