namespace VeoPS.Engine.Ledger;

/// <summary>Which tasks to list. A condition that is null or empty does not narrow the list.</summary>
internal sealed record LedgerQuery
{
    private readonly IReadOnlyList<string> _jobKey = [];

    /// <summary>Any of these, see <see cref="VeoTaskStatus"/>.</summary>
    public IReadOnlyList<string> Status { get; init; } = [];

    /// <summary>Any of these.</summary>
    public IReadOnlyList<string> Profile { get; init; } = [];

    /// <summary>UTC. Not older than this.</summary>
    public DateTime? Since { get; init; }

    /// <summary>UTC. Older than this.</summary>
    public DateTime? Before { get; init; }

    /// <summary>Has all of these, compared without case.</summary>
    public IReadOnlyList<string> Tag { get; init; } = [];

    /// <summary>Any of these, compared ordinally; <c>*</c>, <c>?</c> and <c>[a-z]</c> as in wildcards, a backtick before a
    /// character takes it as it is. Spelt as <see cref="JobKeyText"/> has it.</summary>
    public IReadOnlyList<string> JobKey { get => _jobKey; init => _jobKey = [.. value.Select(JobKeyText.Pattern)]; }

    /// <summary>
    /// Only tasks that succeeded and whose files are not all saved. Files that were saved with this state folder are looked for on
    /// disk. Files of another state folder count as saved without a look.
    /// </summary>
    public bool Unsaved { get; init; }

    /// <summary>How many tasks a page has at most: 1 to 500. Less than 500 where no more will be asked for.</summary>
    public int PageSize { get; init; } = 500;
}
