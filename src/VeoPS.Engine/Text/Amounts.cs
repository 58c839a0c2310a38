using System.Globalization;

namespace VeoPS.Engine.Text;

/// <summary>
/// Arithmetic of money that never throws. Amounts come from servers, files and people, and a sum that overflows would end every later
/// purchase. An amount that is too large for the type counts as the largest amount, which is over every limit.
/// </summary>
internal static class Amounts
{
    /// <summary>The most that a server's word can be: 10^12. No video costs that, and a million of them can still be added.</summary>
    public const decimal MostStated = 1_000_000_000_000m;

    /// <summary>The sum of both.</summary>
    public static decimal Plus(decimal one, decimal other)
    {
        try
        {
            return one + other;
        }
        catch (OverflowException)
        {
            return one > 0 ? decimal.MaxValue : decimal.MinValue;
        }
    }

    /// <summary>The product of both; neither is negative.</summary>
    public static decimal Times(decimal one, decimal other)
    {
        try
        {
            return one * other;
        }
        catch (OverflowException)
        {
            return decimal.MaxValue;
        }
    }

    /// <summary>An amount as a person or a file writes it, in the invariant culture; null where the text is none.</summary>
    public static decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) ? amount : null;

    /// <summary>The amount with its own decimals, as every message writes it.</summary>
    public static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>The sum of all; zero where there are none.</summary>
    public static decimal Sum(IEnumerable<decimal> amounts) => amounts.Aggregate(0m, Plus);
}
