using VeoPS.Engine.Submissions;
using VeoPS.Engine.Tasks;

namespace VeoPS.Engine.Gateways;

/// <summary>What one gateway can do, as data: validation, <c>Get-VeoProvider</c>, completion and the watcher read the same table.</summary>
public sealed record GatewayTable
{
    /// <summary>Its name, as profiles use it.</summary>
    public required string Provider { get; init; }

    /// <summary>Where it is, null where a profile must say.</summary>
    public Uri? DefaultBaseUri { get; init; }

    /// <summary>The page that the table comes from, null for the sandbox.</summary>
    public Uri? Documentation { get; init; }

    /// <summary>False where it needs no key.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>How it wants the key.</summary>
    public CredentialScheme Credential { get; init; } = CredentialScheme.Bearer;

    /// <summary>What a profile can or must set for it alone.</summary>
    public IReadOnlyList<SettingRule> Settings { get; init; } = [];

    /// <summary>The model where neither request nor profile names one.</summary>
    public required string DefaultModel { get; init; }

    /// <summary>What each model can do.</summary>
    public required IReadOnlyList<ModelTable> Models { get; init; }

    /// <summary>When to ask how a task is doing.</summary>
    public required PollCadence Cadence { get; init; }

    /// <summary>Codes of the gateway that mean more, after a submission, than the status that they come with.</summary>
    public IReadOnlyList<SubmitCode> SubmitCodes { get; init; } = [];

    /// <summary>How long a result can be fetched, null where that is not known.</summary>
    public TimeSpan? ResultLifetime { get; init; }

    /// <summary>The table of a model; one that the catalogue does not know may do what any of them can.</summary>
    /// <param name="model">The model's id on the wire, any case.</param>
    public ModelTable Find(string model) =>
        Models.FirstOrDefault(known => string.Equals(known.Name, model, StringComparison.OrdinalIgnoreCase)) ?? ModelTable.Union(model, Models);

    /// <summary>True where the catalogue names the model.</summary>
    /// <param name="model">The model's id on the wire, any case.</param>
    public bool Knows(string model) => Models.Any(known => string.Equals(known.Name, model, StringComparison.OrdinalIgnoreCase));
}
