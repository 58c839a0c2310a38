using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Profiles;

namespace VeoPS.Commands;

/// <summary>Tells which profiles there are, with their settings and never their keys. No vault is asked but for a name that is
/// not in the list.</summary>
[Cmdlet(VerbsCommon.Get, "VeoProfile")]
[OutputType(typeof(VeoProfile))]
public sealed class GetVeoProfileCommand : VeoProfileCmdlet
{
    private string? _default;

    /// <summary>Which ones; wildcards are fine. Left out: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Profile")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[] Name { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        Try(null, () => _default = Profiles.Resolver.Choose(Profiles.IsAttended)?.Name);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string name in Name)
        {
            foreach (string each in WildcardPattern.ContainsWildcardCharacters(name) ? Matching(name) : [name])
                Try(each, () => Write(each));
        }
    }

    private IEnumerable<string> Matching(string name)
    {
        WildcardPattern pattern = new(name, WildcardOptions.IgnoreCase);
        IReadOnlyList<string> names = Profiles.Resolver.Unregistered();
        Try(name, () => names = Profiles.Resolver.Names());
        return names.Where(pattern.IsMatch);
    }

    private void Write(string name)
    {
        VeoProfile profile = Profiles.Resolver.Describe(name);
        WriteObject(new VeoProfile(profile) { IsDefault = ProfileNames.Same(profile.Name, _default) });
    }
}
