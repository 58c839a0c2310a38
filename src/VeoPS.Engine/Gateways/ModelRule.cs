namespace VeoPS.Engine.Gateways;

/// <summary>A rule between options, such as "1080p only with 8 seconds".</summary>
/// <param name="Parameter">The parameter to change, without its dash.</param>
/// <param name="Text">The rule, as a sentence without its full stop.</param>
/// <param name="Nearest">A value of the parameter that would pass, or null where it is to be left out.</param>
/// <param name="IsBroken">Whether a request breaks it.</param>
/// <param name="IsWarning">True for a rule that only Google states: a gateway may map around it.</param>
internal sealed record ModelRule(string Parameter, string Text, string? Nearest, Func<VeoRequest, bool> IsBroken, bool IsWarning = false)
{
    /// <summary>The page that states it, where that is another than the gateway's; null: the gateway's.</summary>
    public Uri? Source { get; init; }

    /// <summary>Whether it holds at a profile, where that depends on the profile's settings; null: at every one.</summary>
    public Func<ProfileSettings, bool>? AppliesTo { get; init; }
}
