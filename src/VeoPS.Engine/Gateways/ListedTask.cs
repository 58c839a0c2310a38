using System.Text.Json;

namespace VeoPS.Engine.Gateways;

/// <summary>A task as a gateway lists it.</summary>
/// <param name="Id">The gateway's id.</param>
/// <param name="RawStatus">The gateway's word for its status.</param>
/// <param name="Input">The input that was sent, as the gateway gives it back; null where it does not.</param>
internal sealed record ListedTask(string Id, string? RawStatus, JsonElement? Input);
