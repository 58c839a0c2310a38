using System.Management.Automation;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Input;

/// <summary>A row that a worker has a lease on: a job, or what Select-Object or JSON left of one.</summary>
/// <param name="JobId">See <see cref="LedgerJob.IdOf"/>.</param>
/// <param name="Holder">The worker.</param>
internal sealed record LeasedRow(string JobId, string Holder)
{
    /// <summary>Null where it is no such row.</summary>
    public static LeasedRow? Read(PSObject? input)
    {
        if (Text(nameof(VeoJob.LeasedBy)) is not { } holder || JobKeyText.Of(Text(nameof(VeoJob.JobKey))) is not { } key) return null;
        IReadOnlyList<string> profiles = Cell.Texts(input!.Properties[nameof(VeoJob.Profile)]?.Value);
        return profiles.Count == 0 ? null : new LeasedRow(LedgerJob.IdOf(profiles, key), holder);

        string? Text(string name) => Cell.Text(input?.Properties[name]?.Value);
    }
}
