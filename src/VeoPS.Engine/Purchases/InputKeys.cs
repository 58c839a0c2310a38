
namespace VeoPS.Engine.Purchases;

/// <summary>
/// The job keys of one input. Submissions overlap, so which of two requests gets to the ledger first is chance: here the
/// first in the input's order has the key.
/// </summary>
internal sealed class InputKeys
{
    private readonly Dictionary<(string Scope, string JobKey), (SubmissionOrder Order, string Input)> _uses = [];
    private readonly Dictionary<(string Scope, string JobKey), (string JobKey, string Input)> _cases = [];

    /// <summary>Gives an order its key, where no other request of the input has it.</summary>
    /// <param name="order">The order that is about to be submitted.</param>
    /// <param name="input">Which input it is, for a person to find it.</param>
    public void Take(SubmissionOrder order, string input)
    {
        if (order.JobKey is null) return;
        foreach ((string Scope, string JobKey) place in Places(order))
        {
            if (_uses.ContainsKey(place)) continue;
            _uses.Add(place, (order, input));
            (string, string) folded = (place.Scope, place.JobKey.ToUpperInvariant());
            if (!_cases.ContainsKey(folded)) _cases.Add(folded, (place.JobKey, input));
        }
    }

    /// <summary>The input that has the key already, for the same request; null where none has.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.JobKeyConflict"/>: an input before has it for another request.
    /// <see cref="VeoErrorId.NotSent"/>: a file cannot be read. Nothing was sent for this one.</exception>
    public string? Find(SubmissionOrder order)
    {
        string? same = null;
        foreach ((string, string) place in order.JobKey is null ? [] : Places(order))
        {
            if (!_uses.TryGetValue(place, out (SubmissionOrder Order, string Input) use)) continue;
            if (use.Order.Fingerprints[0] != order.Fingerprints[0]) throw Conflict(order.JobKey!, use.Input);
            same ??= use.Input;
        }

        return same;
    }

    /// <summary>The key of an input before that differs from the order's by case alone, where none has the order's own.</summary>
    public (string JobKey, string Input)? FindInOtherCase(SubmissionOrder order)
    {
        foreach ((string Scope, string JobKey) place in order.JobKey is null ? [] : Places(order))
        {
            if (_uses.ContainsKey(place)) return null;
            if (_cases.TryGetValue((place.Scope, place.JobKey.ToUpperInvariant()), out (string JobKey, string Input) use)) return use;
        }

        return null;
    }

    private static VeoException Conflict(string jobKey, string input) => new(
        VeoErrorId.JobKeyConflict,
        $"The job key '{jobKey}' is used twice in this input, for different requests: {input} already uses it. Nothing was sent for "
            + "this one and nothing was bought. Give it another job key.");

    private static IEnumerable<(string Scope, string JobKey)> Places(SubmissionOrder order) =>
        order.Profiles.Select(profile => (PurchaseOrder.ScopeOf(profile), order.JobKey!));
}
