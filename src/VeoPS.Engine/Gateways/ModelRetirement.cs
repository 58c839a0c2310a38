namespace VeoPS.Engine.Gateways;

/// <summary>When a model is no longer served, and who says so.</summary>
/// <param name="Model">The model's id on the wire.</param>
/// <param name="Date">UTC. The day of the end, or the earliest that is announced.</param>
/// <param name="Source">The page that says it.</param>
internal sealed record ModelRetirement(string Model, DateTime Date, Uri Source)
{
    /// <summary>False where the day is only the earliest that is announced, and the model may still be there.</summary>
    public bool IsDone { get; init; } = true;

    /// <summary>The replacement, as a sentence without its full stop; null where there is none.</summary>
    public string? Instead { get; init; }

    /// <summary>A day in UTC.</summary>
    internal static DateTime Day(int year, int month, int day) => new(year, month, day, 0, 0, 0, DateTimeKind.Utc);
}
