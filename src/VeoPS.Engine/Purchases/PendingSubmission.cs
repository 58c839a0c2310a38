using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Purchases;

/// <summary>A submission before it is recorded and sent.</summary>
/// <param name="Entry">What is recorded.</param>
/// <param name="Wire">What is sent.</param>
/// <param name="Read">Reads the answer.</param>
/// <param name="Profile">Where.</param>
internal sealed record PendingSubmission(LedgerEntry Entry, WireRequest Wire, Func<WireResponse, SubmitAnswer> Read, GatewayProfile Profile);
