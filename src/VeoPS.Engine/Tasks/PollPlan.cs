using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Tasks;

/// <summary>
/// When to ask for a task, learned from how long earlier tasks of its kind took. A pure function of their times and the gateway's
/// cadence; all times are ages of a task in seconds.
/// </summary>
/// <remarks>
/// <para>The rule is a balance. A question costs something, and not asking costs time: a task that has ended waits to be noticed.
/// So the next question comes when the waiting that is to be expected since the last one has grown to the price of a question. Where
/// many tasks end, that is soon; where few do, it is late. (For a rate of endings h and a price p this asks every √(2p/h) seconds, which
/// gives the fewest questions for a mean delay.)</para>
/// <para>The price is chosen so that questions fall below half of what the cadence asks, and no further, because after that a
/// sooner notice is worth more. Where the mean delay would then be longer than the cadence's, the price falls until it is not.
/// </para>
/// <para>Four bounds hold whatever was learned. The first question comes before more than a twentieth of the tasks have ended: who
/// asks only when all are ready never learns that the gateway has become faster. After the 95th percentile nothing is known, and
/// questions come at the longest step and then more rarely. Two questions are never closer than the floor. And the n-th question
/// about a task never comes before the cadence's n-th (<see cref="PollSchedule"/>), so that no task, however it goes, is asked for
/// more often than without a plan.</para>
/// <para>A time is known only to lie between two questions, and counts evenly over that gap: what was never observed is not
/// pretended. One more task, which may end at any time up to twice the longest, stands for what has not happened yet: it makes a
/// plan from few times careful, and fades as they become many.</para>
/// </remarks>
internal sealed class PollPlan
{
    private const double Early = 0.05;
    private const double Late = 0.95;

    // A little less than the half that is wanted, because the times of tomorrow are not those of today.
    private const double ShareOfQuestions = 0.4;

    // After the 95th percentile: a quarter of the time since then, between the cadence's longest step and so many times of it.
    private const double OverdueShare = 0.25;
    private const double OverdueSteps = 2;

    // Prices are tried from the dear to the cheap, in longest steps of the cadence.
    private const double DearestPrice = 4;
    private const double CheapestPrice = 0.01;
    private const double PriceRatio = 1.35;

    private readonly Distribution _times;
    private readonly PollCadence _cadence;
    private readonly double _price;

    private PollPlan(Distribution times, PollCadence cadence, double price)
    {
        (_times, _cadence, _price) = (times, cadence, price);
        (ReadyEarly, ReadyHalf, ReadyLate) = (times.Quantile(Early), times.Quantile(0.5), times.Quantile(Late));
        First = Math.Max(cadence.First.TotalSeconds, Math.Min(ReadyEarly, Due(0)));
    }

    /// <summary>The age at which a task is first asked for.</summary>
    public double First { get; }

    /// <summary>The age by which one task in twenty had ended.</summary>
    public double ReadyEarly { get; }

    /// <summary>The age by which half of the tasks had ended.</summary>
    public double ReadyHalf { get; }

    /// <summary>The age by which nineteen tasks in twenty had ended.</summary>
    public double ReadyLate { get; }

    /// <summary>The questions that a task needs until its end is noticed, and the delay of that notice in seconds: the means that are
    /// to be expected.</summary>
    public (double Questions, double Delay) Expected => _times.Expect(Ages());

    /// <summary>Makes the plan.</summary>
    /// <param name="times">How long earlier tasks took.</param>
    /// <param name="cadence">The gateway's.</param>
    /// <returns>Null where nothing is known.</returns>
    public static PollPlan? Of(IReadOnlyCollection<TimeTaken> times, PollCadence cadence)
    {
        if (times.Count == 0) return null;
        Distribution distribution = new(times);
        (double questions, double delay) usual = distribution.Expect(UsualAges(cadence));
        double step = cadence.Cap.TotalSeconds;
        PollPlan? best = null;
        double delay = double.MaxValue;
        for (double price = DearestPrice; price >= CheapestPrice; price /= PriceRatio)
        {
            PollPlan plan = new(distribution, cadence, price * step);
            (double Questions, double Delay) expected = plan.Expected;
            bool isFew = expected.Questions <= usual.questions * ShareOfQuestions;
            if (!isFew && best is not null && delay <= usual.delay) break;
            (best, delay) = (plan, expected.Delay);
        }

        return best;
    }

    /// <summary>The age of the next question about a task that still runs.</summary>
    /// <param name="age">Its age now.</param>
    public double Next(double age) => Math.Max(age + _cadence.Floor.TotalSeconds, age < ReadyLate ? Due(age) : Overdue(age));

    /// <summary>The ages of the cadence's questions, without a plan, on average.</summary>
    /// <param name="cadence">The gateway's.</param>
    public static IEnumerable<double> UsualAges(PollCadence cadence)
    {
        double age = cadence.First.TotalSeconds;
        for (TimeSpan step = cadence.Step; ; step = cadence.After(step))
        {
            yield return age;
            age += Math.Max(step.TotalSeconds * PollSchedule.MeanPart, cadence.Floor.TotalSeconds);
        }
    }

    /// <summary>The ages of its questions about a task that nobody delays, on average.</summary>
    public IEnumerable<double> Ages()
    {
        double age = First;
        foreach (double usual in UsualAges(_cadence))
        {
            age = Math.Max(age, usual);
            yield return age;
            age += Math.Max((Next(age) - age) * PollSchedule.MeanPart, _cadence.Floor.TotalSeconds);
        }
    }

    private double Due(double age) => _times.WhenDelayIs(_price, age, ReadyLate);

    private double Overdue(double age)
    {
        double step = _cadence.Cap.TotalSeconds;
        return age + Math.Min(step * OverdueSteps, Math.Max(step, (age - ReadyLate) * OverdueShare));
    }

    /// <summary>The share of tasks that have ended by an age: straight lines between the ages at which something was observed.</summary>
    private sealed class Distribution
    {
        private const double Narrowest = 1; // Seconds. Nothing is known more exactly than that.
        private const double NearlyAll = 0.999;
        private const int MostQuestions = 1000;
        private const int Halvings = 24;

        private readonly double[] _ages;
        private readonly double[] _shares; // That have ended, at each age.
        private readonly double[] _sums; // The integral of the shares up to each age.
        private readonly double[] _slopes; // From each age on.

        public Distribution(IReadOnlyCollection<TimeTaken> times)
        {
            double each = 1.0 / (times.Count + 1);
            List<(double Age, double Slope)> turns = new((times.Count + 1) * 2);
            foreach (TimeTaken time in times) Add(time.After, Math.Max(time.By, time.After + Narrowest));
            Add(0, 2 * times.Max(time => time.By)); // The one that has not happened yet.
            turns.Sort((one, other) => one.Age.CompareTo(other.Age));

            (_ages, _shares, _sums, _slopes) =
                (new double[turns.Count], new double[turns.Count], new double[turns.Count], new double[turns.Count]);
            for (int nth = 0; nth < turns.Count; nth++)
            {
                _ages[nth] = turns[nth].Age;
                if (nth > 0) (_shares[nth], _sums[nth]) = At(nth - 1, _ages[nth]);
                _slopes[nth] = turns[nth].Slope + (nth > 0 ? _slopes[nth - 1] : 0);
            }

            _slopes[turns.Count - 1] = 0; // Where rounding has left something.

            void Add(double from, double to)
            {
                double slope = each / (to - from);
                turns.Add((from, slope));
                turns.Add((to, -slope));
            }
        }

        public double Quantile(double share) =>
            Search(_ages[0], _ages[_ages.Length - 1], age => At(age).Share >= share);

        /// <summary>The age at which a task that runs at an age is to be expected to have waited so long to be noticed.</summary>
        public double WhenDelayIs(double delay, double from, double latest)
        {
            (double share, double sum) = At(from);
            double running = 1 - share;
            return Search(from, latest, age => At(age).Sum - sum - (share * (age - from)) >= delay * running);
        }

        /// <summary>How many of the questions a task needs, and how late its end is noticed, on average.</summary>
        public (double Questions, double Delay) Expect(IEnumerable<double> ages)
        {
            double questions = 0, delay = 0, last = 0;
            (double share, double sum) = (0, 0);
            foreach (double age in ages.Take(MostQuestions))
            {
                (double nextShare, double nextSum) = At(age);
                questions += 1 - share;
                delay += nextSum - sum - (share * (age - last));
                (last, share, sum) = (age, nextShare, nextSum);
                if (share >= NearlyAll) break;
            }

            return (questions, delay);
        }

        // The first age that passes, or the last of them.
        private static double Search(double from, double to, Func<double, bool> passes)
        {
            for (int halved = 0; halved < Halvings; halved++)
            {
                double middle = (from + to) / 2;
                if (passes(middle)) to = middle;
                else from = middle;
            }

            return to;
        }

        private (double Share, double Sum) At(double age)
        {
            int found = Array.BinarySearch(_ages, age);
            int nth = found >= 0 ? found : ~found - 1;
            return nth < 0 ? (0, 0) : At(nth, age);
        }

        private (double Share, double Sum) At(int nth, double age)
        {
            double since = age - _ages[nth];
            return (_shares[nth] + (_slopes[nth] * since), _sums[nth] + (_shares[nth] * since) + (_slopes[nth] * since * since / 2));
        }
    }
}
