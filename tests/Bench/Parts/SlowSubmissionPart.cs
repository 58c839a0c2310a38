namespace VeoPS.Bench;

/// <summary>Submissions to a gateway that takes its time: they overlap.</summary>
internal sealed class SlowSubmissionPart : SubmissionPart
{
    public override string Name => "submit-slow";

    protected override int Count => Scale.Of(40, 4);

    protected override string[] Gateway => ["--fault", "submit:lateAnswer:seconds=0.3"];

    protected override string Which => " to a gateway that takes 300 ms for each";

    protected override string Wanted => "≤ 1, ≤ 3.3 s";

    protected override Contender? Keyed => null;

    protected override IEnumerable<Contender> Peers => [InParallel(4)];
}
