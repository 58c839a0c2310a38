namespace VeoPS.TestGateway;

/// <summary>Which of the requests that a rule is about it strikes, counted from 1.</summary>
public sealed class Strike
{
    private readonly Func<int, bool> _falls;

    private Strike(Func<int, bool> falls) => _falls = falls;

    /// <summary>Every one.</summary>
    public static Strike Always { get; } = new(_ => true);

    /// <summary>The first one only.</summary>
    public static Strike Once { get; } = Nth(1);

    /// <summary>The <paramref name="n"/>th only.</summary>
    /// <param name="n">From 1.</param>
    public static Strike Nth(int n) => new(count => count == n);

    /// <summary>The first <paramref name="n"/>.</summary>
    /// <param name="n">How many.</param>
    public static Strike First(int n) => new(count => count <= n);

    /// <summary>All but the first <paramref name="n"/>.</summary>
    /// <param name="n">How many are spared.</param>
    public static Strike After(int n) => new(count => count > n);

    /// <summary>The <paramref name="n"/>th, the 2<paramref name="n"/>th, and so on.</summary>
    /// <param name="n">At least 1.</param>
    public static Strike Every(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return new(count => count % n == 0);
    }

    internal bool FallsOn(int count) => _falls(count);
}
