using System.Globalization;

namespace VeoPS;

/// <summary>The one way in which amounts of money are written, in every culture: <c>0.40 USD</c>, <c>12 credits</c>.</summary>
internal static class Money
{
    // As many decimals as a decimal can have: an amount is never rounded. No thousands are separated: what is read here can be
    // given to an option as it is.
    private const string Currency = "0.00##########################";
    private const string Whole = "0.############################";
    private const string Credits = "credits";

    /// <summary>An amount with its unit: a currency with its cents, credits with the decimals that they have.</summary>
    /// <param name="amount">How much.</param>
    /// <param name="unit"><c>USD</c>, <c>credits</c> or a currency's three letters; null or empty where nobody said.</param>
    public static string Text(decimal amount, string? unit) =>
        string.IsNullOrEmpty(unit) ? Digits(amount, unit) : $"{Digits(amount, unit)} {unit}";

    private static string Digits(decimal amount, string? unit) =>
        amount.ToString(unit is null or "" or Credits ? Whole : Currency, CultureInfo.InvariantCulture);
}
