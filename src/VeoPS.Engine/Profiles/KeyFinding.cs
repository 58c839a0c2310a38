using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Profiles;

/// <summary>What a gateway thinks of a key.</summary>
/// <param name="Accepted">Null where its answers do not tell.</param>
/// <param name="Detail">What it said, as a sentence.</param>
/// <param name="Balance">What is left in the account, where it told that.</param>
internal sealed record KeyFinding(bool? Accepted, string Detail, BalanceAnswer? Balance = null);
