using System.Globalization;
using System.Text.RegularExpressions;

namespace VeoPS.Engine.Gateways.Sandbox;

/// <summary>
/// A task of the sandbox is its id and nothing else: when it was made, how many videos, which shape, and how it ends.
/// So another process can go on with it, and nothing has to be kept.
/// </summary>
internal sealed record SandboxTask(DateTimeOffset Created, int Count, bool Tall, string Outcome, string Salt)
{
    public static readonly TimeSpan Queued = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Rendered = TimeSpan.FromSeconds(4);

    private static readonly string[] Outcomes = ["succeeded", "failed", "filtered", "canceled"];

    private static readonly Regex Form = new(
        "^sbx_(?<time>[0-9a-f]{11})(?<count>[1-4])(?<shape>[wt])(?<outcome>[0-3])_(?<salt>[0-9a-f]{8})$",
        RegexOptions.CultureInvariant);

    public string Id => FormattableString.Invariant(
        $"sbx_{Created.ToUnixTimeMilliseconds():x11}{Count}{(Tall ? 't' : 'w')}{Array.IndexOf(Outcomes, Outcome)}_{Salt}");

    public static bool IsOutcome(string outcome) => Outcomes.Contains(outcome);

    public static SandboxTask? Parse(string id)
    {
        Match match = Form.Match(id);
        if (!match.Success) return null;
        return new SandboxTask(
            DateTimeOffset.FromUnixTimeMilliseconds(
                long.Parse(match.Groups["time"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)),
            int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture),
            match.Groups["shape"].Value == "t",
            Outcomes[int.Parse(match.Groups["outcome"].Value, CultureInfo.InvariantCulture)],
            match.Groups["salt"].Value);
    }

    public string StatusAt(DateTimeOffset now) =>
        now - Created < Queued ? "queued" : now - Created < Rendered ? "running" : Outcome;

    public int ProgressAt(DateTimeOffset now)
        => (int)Math.Min(100, Math.Max(0, (now - Created).TotalSeconds / Rendered.TotalSeconds * 100));
}
