namespace VeoPS.Engine.Purchases;

/// <summary>What became of an order: a task, or an error that says whether money can have been spent.</summary>
/// <param name="Task">The task that was taken, or that a job key had bought before.</param>
/// <param name="Error">Why there is none; its <see cref="VeoException.Task"/> is what the ledger has.</param>
/// <param name="NothingBought">True where it is certain, so that another profile may be tried.</param>
/// <param name="WasThere">True where a job key had it: nothing was bought now.</param>
public sealed record SubmissionOutcome(VeoTask? Task, VeoException? Error, bool NothingBought = false, bool WasThere = false);
