using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Profiles;

/// <summary>A gateway's answer about a key.</summary>
/// <param name="Accepted">Whether it accepts the key. Null where its answers do not tell.</param>
/// <param name="Detail">The answer, as a sentence.</param>
/// <param name="Balance">The balance of the account, where the gateway told it.</param>
internal sealed record KeyFinding(bool? Accepted, string Detail, BalanceAnswer? Balance = null);
