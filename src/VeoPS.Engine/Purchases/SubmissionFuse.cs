namespace VeoPS.Engine.Purchases;

/// <summary>
/// Stops a call from going on at a profile where it can only lose: after three unknown outcomes in a row, or one answer
/// that says that no request with this key will pass.
/// </summary>
internal sealed class SubmissionFuse
{
    private const int UnknownsInARow = 3;

    private readonly object _sync = new();
    private readonly Dictionary<string, int> _unknowns = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _blown = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why nothing more is submitted at a profile in this call; null while it may go on.</summary>
    public string? Blown(string profile)
    {
        lock (_sync) return _blown.TryGetValue(profile, out string? why) ? why : null;
    }

    /// <summary>Takes note of how a submission ended.</summary>
    /// <param name="profile">Where.</param>
    /// <param name="errorId">Null where it was taken.</param>
    public void Note(string profile, string? errorId)
    {
        lock (_sync)
        {
            int unknowns = errorId == VeoErrorId.SubmitUnknown ? (_unknowns.TryGetValue(profile, out int before) ? before : 0) + 1 : 0;
            _unknowns[profile] = unknowns;
            string? why = errorId switch
            {
                VeoErrorId.Unauthorized => "the gateway does not accept the profile's key",
                VeoErrorId.InsufficientCredits => "the account has not enough credits",
                _ when unknowns >= UnknownsInARow => $"{UnknownsInARow} submissions in a row ended with an unknown outcome",
                _ => null,
            };
            if (why is not null) _blown[profile] = why;
        }
    }
}
