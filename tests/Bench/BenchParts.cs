namespace VeoPS.Bench;

/// <summary>All parts, in the order of the table.</summary>
internal static class BenchParts
{
    public static readonly IReadOnlyList<BenchPart> All =
    [
        new ImportPart(), new FirstCallPart(), new SubmissionPart(), new SlowSubmissionPart(), new FlushPart(), new LedgerPart(),
        new WaitPart(), new ManyTasksPart(), new TaskMemoryPart(), new LearnedPart(), new CallbackPart(), new OneFilePart(),
        new ManyFilesPart(), new WholeLinePart(),
    ];
}
