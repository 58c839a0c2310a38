using System.Text.Json;

namespace VeoPS.Engine.Gateways;

/// <summary>
/// A gateway that calls an address when a task ends. Its call only says which task to look at, and the gateway is then asked for the
/// outcome. Most gateways do not sign the body, and one reader reads the answers to all questions in this way.
/// <see cref="GatewayTable.Callback"/> says how the gateway signs.
/// </summary>
internal interface ICallbackGateway : IGateway
{
    /// <summary>The gateway's id of the task that a call is about; null where the body names none, or two that differ. Never
    /// throws.</summary>
    /// <param name="body">The body of the call.</param>
    string? ReadCallback(JsonElement? body);
}

/// <summary>A call of a gateway as it came in, whoever received it.</summary>
/// <param name="body">The bytes as they came: the signature covers these bytes, and not a reader's copy of them.</param>
/// <param name="headers">By name, any case.</param>
/// <param name="query">The text behind the question mark of the called address, with or without the question mark; null where it
/// is not known.</param>
internal sealed class CallbackMessage(byte[] body, IEnumerable<KeyValuePair<string, string>> headers, string? query)
{
    private readonly Dictionary<string, string> _headers = Known(headers);

    /// <summary>The bytes as they came.</summary>
    public byte[] Body => body;

    /// <summary>The text behind the question mark, null where it is not known.</summary>
    public string? Query => query;

    /// <summary>A header, null where it is not there.</summary>
    /// <param name="name">Any case.</param>
    public string? Header(string name) => _headers.TryGetValue(name, out string? value) ? value : null;

    // The first counts: a proxy adds its own behind it.
    private static Dictionary<string, string> Known(IEnumerable<KeyValuePair<string, string>> headers)
    {
        Dictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string> each in headers)
        {
            if (!known.ContainsKey(each.Key)) known[each.Key] = each.Value.Trim();
        }

        return known;
    }
}
