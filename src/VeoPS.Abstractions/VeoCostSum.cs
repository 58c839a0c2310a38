namespace VeoPS;

/// <summary>The cost of several requests or tasks together. They have one profile, model and unit; tasks also have one day.</summary>
public sealed class VeoCostSum : VeoCost
{
    internal VeoCostSum(VeoCost cost) : base(cost) { }

    /// <summary>The profile that pays.</summary>
    public string Profile { get; internal init; } = "";

    /// <summary>The model.</summary>
    public string? Model { get; internal init; }

    /// <summary>UTC, for tasks; null for requests, which have no day yet.</summary>
    public DateTime? Day { get; internal init; }

    /// <summary>How many requests or tasks are in the sum.</summary>
    public int Requests { get; internal init; }
}
