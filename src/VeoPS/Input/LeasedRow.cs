using System.Management.Automation;
using VeoPS.Engine.Ledger;

namespace VeoPS.Input;

/// <summary>A row that a worker has a lease on: a job, or the properties that Select-Object or JSON kept of one.</summary>
/// <param name="JobId">See <see cref="LedgerJob.IdOf"/>.</param>
/// <param name="Holder">The worker.</param>
/// <param name="JobKey">The key under which it is bought.</param>
/// <param name="RetryOf">The submission in whose place it is bought, null where it is bought for the first time.</param>
/// <param name="Bought">The submission that was bought under its key, null where none was.</param>
internal sealed record LeasedRow(string JobId, string Holder, string JobKey, string? RetryOf, string? Bought)
{
    /// <summary>Null where it is no such row.</summary>
    public static LeasedRow? Read(PSObject? input)
    {
        if (Text(nameof(VeoJob.LeasedBy)) is not { } holder || JobKeyText.Of(Text(nameof(VeoJob.JobKey))) is not { } key) return null;
        IReadOnlyList<string> profiles = Cell.Texts(input!.Properties[nameof(VeoJob.Profile)]?.Value);
        if (profiles.Count == 0) return null;
        object? task = input.Properties[nameof(VeoJob.Task)]?.Value;
        string? bought = task is null ? null : Cell.Text(PSObject.AsPSObject(task).Properties[nameof(VeoTask.SubmissionId)]?.Value);
        string? retryOf = Text(nameof(VeoJob.RetryOf));
        return new LeasedRow(LedgerJob.IdOf(profiles, key), holder, key, retryOf, bought == retryOf ? null : bought);

        string? Text(string name) => Cell.Text(input?.Properties[name]?.Value);
    }
}
