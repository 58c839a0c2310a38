using VeoPS.Engine.Text;

namespace VeoPS.Engine.Ledger;

/// <summary>Money that a submission is about to cost, or what it came to.</summary>
/// <param name="Profile">The profile that pays.</param>
/// <param name="SubmissionId">Our name for the submission; its time says which day pays.</param>
/// <param name="Amount">In <paramref name="Unit"/>. Zero: nothing was bought, or it was paid back.</param>
/// <param name="Unit"><c>USD</c> or <c>credits</c>.</param>
/// <param name="IsFinal">False for an estimate, which is set aside before the submission is sent; true for what it came to.</param>
public sealed record Spending(string Profile, string SubmissionId, decimal Amount, string Unit, bool IsFinal);
