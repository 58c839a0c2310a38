using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>What one profile spent in one month, as far as it was read.</summary>
internal sealed class SpentMonth
{
    private readonly Dictionary<string, long> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Paid> _paid = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Unit, int Day), decimal> _sums = [];

    public long ReadUpTo(string path) => _read.TryGetValue(path, out long position) ? position : 0;

    public void ReadUpTo(string path, long position) => _read[path] = position;

    public void Add(Spending spending)
    {
        _paid.TryGetValue(spending.SubmissionId, out Paid before);
        Paid after = before.With(spending);
        if (before.Unit is not null) Count(before, spending.SubmissionId, -1);
        Count(after, spending.SubmissionId, 1);
        _paid[spending.SubmissionId] = after;
    }

    public SpentSums Sum(string unit, int day) => new(Day(unit, day), Enumerable.Range(1, 31).Sum(each => Day(unit, each)));

    private decimal Day(string unit, int day) => _sums.TryGetValue((unit, day), out decimal sum) ? sum : 0;

    private void Count(Paid paid, string submissionId, int sign)
    {
        (string, int) key = (paid.Unit!, SubmissionId.MadeAt(submissionId).Day);
        _sums.TryGetValue(key, out decimal sum);
        _sums[key] = sum + sign * (paid.Final ?? paid.Estimated);
    }

    // Units never mix: what it came to counts in the unit that was set aside, else as it is. Of several words the highest
    // counts, whichever process wrote it, and in whatever order they are read.
    private readonly record struct Paid(string? Unit, decimal Estimated, decimal? Final)
    {
        public Paid With(Spending spending)
        {
            if (!spending.IsFinal) return new Paid(spending.Unit, spending.Amount, Unit is null || Unit == spending.Unit ? Final : null);
            return Unit is not null && Unit != spending.Unit
                ? this
                : this with { Unit = spending.Unit, Final = Math.Max(Final ?? 0, spending.Amount) };
        }
    }
}
