using VeoPS.Engine.Http;

namespace VeoPS.Engine.Purchases;

/// <summary>The tools of a call that an order is priced and prepared with. Nothing that is done with them costs anything.</summary>
/// <param name="Transport">The way out.</param>
/// <param name="Time">The clock.</param>
/// <param name="Media">Reads and uploads files.</param>
/// <param name="Prices">Asks gateways for prices.</param>
internal sealed record PurchaseTools(HttpTransport Transport, TimeProvider Time, MediaPreparer Media, PriceReader Prices);
