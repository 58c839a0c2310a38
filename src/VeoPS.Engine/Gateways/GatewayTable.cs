using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Gateways;

/// <summary>The features of one gateway, as data. Validation, <see cref="VeoProviderInfo"/>, completion and the watcher read the
/// same table.</summary>
internal sealed record GatewayTable
{
    /// <summary>Its name, as profiles use it.</summary>
    public required string Provider { get; init; }

    /// <summary>Where it is, null where a profile must say.</summary>
    public Uri? DefaultBaseUri { get; init; }

    /// <summary>Where it is, where that depends on the profile's settings; null: <see cref="DefaultBaseUri"/>.</summary>
    public Func<ProfileSettings, Uri>? BaseUriOf { get; init; }

    /// <summary>The page that the table comes from, null for the sandbox.</summary>
    public Uri? Documentation { get; init; }

    /// <summary>False where a profile may do without a key.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>How it wants the key.</summary>
    public CredentialScheme Credential { get; init; } = CredentialScheme.Bearer;

    /// <summary>The settings that a profile can or must have for this gateway alone.</summary>
    public IReadOnlyList<SettingRule> Settings { get; init; } = [];

    /// <summary>
    /// Makes an id of the form that its tasks have, of digits that nobody has, for a question that only the key decides: one in
    /// another form may be turned away before the key is looked at.
    /// </summary>
    public Func<ProfileSettings, string, string> NobodysId { get; init; } = (_, digits) => "veops-check-" + digits;

    /// <summary>The model where neither request nor profile names one; empty where one of them must.</summary>
    public required string DefaultModel { get; init; }

    /// <summary>True where whoever runs the gateway names its models: a name that is not among <see cref="Models"/> is as good
    /// as one that is.</summary>
    public bool HasOpenModelNames { get; init; }

    /// <summary>The members of an answer to a poll that hold a video itself, in base64.</summary>
    public IReadOnlyList<string> InlineMembers { get; init; } = [];

    /// <summary>The features of each model.</summary>
    public required IReadOnlyList<ModelTable> Models { get; init; }

    /// <summary>When to ask how a task is doing.</summary>
    public required PollCadence Cadence { get; init; }

    /// <summary>Codes of the gateway that mean more, after a submission, than the status that they come with.</summary>
    public IReadOnlyList<SubmitCode> SubmitCodes { get; init; } = [];

    /// <summary>The members of its body that the price depends on; null where that is not known: a limit then refuses provider
    /// options.</summary>
    public PricedFields? PricedFields { get; init; }

    /// <summary>Models that are no longer served, or will not be.</summary>
    public IReadOnlyList<ModelRetirement> Retirements { get; init; } = [];

    /// <summary>
    /// The host of those who make the models, its subdomains included: there a retired model is refused. Null for a relay, which may map
    /// the name to another model.
    /// </summary>
    public string? VendorHost { get; init; }

    /// <summary>The far end of a gateway that lives in this process, by the clock that its tasks go by; null for one on the
    /// network.</summary>
    public Func<TimeProvider, HttpMessageHandler>? InProcess { get; init; }

    /// <summary>The unit that it sells in: <c>USD</c> or <c>credits</c>. A profile's prices use it where the profile names none.</summary>
    public string PriceUnit { get; init; } = "USD";

    /// <summary>The effect of canceling a task there; null where a task cannot be canceled, or where a canceled task is not
    /// charged.</summary>
    public CancelTerms? Cancel { get; init; }

    /// <summary>True where it tells the cost of a task.</summary>
    public bool TellsCost { get; init; }

    /// <summary>Whether it calls an address that a request names when the task ends, and how it signs that.</summary>
    public CallbackScheme Callback { get; init; }

    /// <summary>How long a result can be fetched, null where that is not known.</summary>
    public TimeSpan? ResultLifetime { get; init; }

    /// <summary>Further facts for a person who chooses a gateway, each with its source: sentences without their full stop.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The options that its requests have.</summary>
    internal IReadOnlyList<VideoOption> Options { get; init; } = VideoOptions.All;

    /// <summary>
    /// The table of a model. One that the catalogue does not know may do all that they can; the rules of the known model whose id is
    /// most like its own are told as warnings.
    /// </summary>
    /// <param name="model">The model's id on the wire, any case.</param>
    public ModelTable Find(string model) =>
        Models.FirstOrDefault(known => Same(known.Name, model))
        ?? (HasOpenModelNames
            ? Models[0] with { Name = model }
            : Union(model) with { Rules = [.. Nearest(model).Rules.Select(rule => rule with { IsWarning = true })] });

    /// <summary>The features that any of the models has.</summary>
    /// <param name="name">The name that the table gets.</param>
    internal ModelTable Union(string name) => ModelTable.Union(
        name, Models, new OptionValues(Options.Select(option => new KeyValuePair<string, object?>(option.Name, option.Widest(Models)))));

    /// <summary>True where the catalogue names the model.</summary>
    /// <param name="model">The model's id on the wire, any case.</param>
    public bool Knows(string model) => Models.Any(known => Same(known.Name, model));

    /// <summary>
    /// The model that a request means. Where the resolution is part of the ids, a resolution picks among the ids of one family.
    /// An id that the request itself names in full stays, and validation reports where id and resolution disagree. A family's name
    /// alone means its first model.
    /// </summary>
    /// <param name="request">The video to make.</param>
    /// <param name="defaultModel">The model where the request names none.</param>
    internal string ModelFor(VeoRequest request, string defaultModel)
    {
        string name = request.Model ?? defaultModel;
        bool isWhole = request.Model is not null && Knows(name) && !Models.Any(model => model.Family is { } shared && Same(shared, name));
        ModelTable[] family = isWhole
            ? []
            : [.. Models.Where(model => model.Family is { } shared && (Same(shared, name) || Find(name).Family == shared))];
        if (family.Length == 0) return name;

        ModelTable[] able = [.. family.Where(model => model.Modes.HasFlag(request.Mode))];
        if (able.Length > 0) family = able;
        ModelTable? picked = family.FirstOrDefault(model => model.Resolutions.Contains(request.Resolution ?? "", StringComparer.Ordinal));
        return (picked ?? family.FirstOrDefault(model => Same(model.Name, name)) ?? family[0]).Name;
    }

    // By the words that two ids share, of all that either has: veo-3.1-generate-001 is nearest to veo-3.1-generate-preview.
    private ModelTable Nearest(string model)
    {
        HashSet<string> words = Words(model);
        return Models.OrderByDescending(known => Likeness(Words(known.Name))).First();

        double Likeness(HashSet<string> others) => (double)words.Count(others.Contains) / words.Union(others).Count();

        static HashSet<string> Words(string id) => new(id.Split('-', '_', '/', '.', ':'), StringComparer.OrdinalIgnoreCase);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The effect of canceling a task at a gateway.</summary>
/// <param name="Text">A warning before the task is canceled: the cost that may remain, and the page that says so. A sentence
/// without its full stop.</param>
/// <param name="AskedStatus">
/// The gateway's word for a task that was asked to end and still goes on; null where it has none. Where the gateway no longer knows
/// such a task, the task was canceled.
/// </param>
internal sealed record CancelTerms(string Text, string? AskedStatus = null);
