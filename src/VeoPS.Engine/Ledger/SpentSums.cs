namespace VeoPS.Engine.Ledger;

/// <summary>The amounts that a profile has spent or reserved, in one unit.</summary>
/// <param name="Day">In the day (UTC).</param>
/// <param name="Month">In that day's calendar month (UTC).</param>
internal readonly record struct SpentSums(decimal Day, decimal Month);
