using System.Text.Json;

namespace VeoPS.Engine.Gateways;

/// <summary>
/// A gateway that calls an address when a task ends. Its call only says which task to look at: what became of it is asked for, since most
/// gateways sign no body, and an answer to a question is read by one reader then. How it signs is <see cref="GatewayTable.Callback"/>.
/// </summary>
internal interface ICallbackGateway : IGateway
{
    /// <summary>The gateway's id of the task that a call is about; null where the body names none, or two that differ. Never
    /// throws.</summary>
    /// <param name="body">The body of the call.</param>
    string? ReadCallback(JsonElement? body);
}

/// <summary>A call of a gateway as it came in, whoever heard it.</summary>
/// <param name="body">The bytes as they came: a signature is over these, and not over a reader's copy.</param>
/// <param name="headers">By name, any case.</param>
/// <param name="query">What stood behind the question mark of the address that was called, with or without it; null where that
/// is not known.</param>
internal sealed class CallbackMessage(byte[] body, IEnumerable<KeyValuePair<string, string>> headers, string? query)
{
    private readonly Dictionary<string, string> _headers = Known(headers);

    /// <summary>The bytes as they came.</summary>
    public byte[] Body => body;

    /// <summary>What stood behind the question mark, null where that is not known.</summary>
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
