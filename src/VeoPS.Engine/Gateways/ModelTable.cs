namespace VeoPS.Engine.Gateways;

/// <summary>What one model can do at one gateway. An empty list or a null means: not an option there.</summary>
public sealed record ModelTable
{
    /// <summary>The model's id on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>What a video can be made from.</summary>
    public required VideoModes Modes { get; init; }

    /// <summary>How an image reaches the gateway.</summary>
    public MediaForms ImageForms { get; init; } = MediaForms.Url;

    /// <summary>How many reference images it takes at most.</summary>
    public int MaxReferenceImages { get; init; }

    /// <summary>False where a prompt may be left out beside an image.</summary>
    public bool PromptAlwaysRequired { get; init; } = true;

    /// <summary>The values of the aspect ratio.</summary>
    public IReadOnlyList<string> AspectRatios { get; init; } = [];

    /// <summary>The values of the resolution.</summary>
    public IReadOnlyList<string> Resolutions { get; init; } = [];

    /// <summary>The values of the duration, in seconds.</summary>
    public IReadOnlyList<int> Durations { get; init; } = [];

    /// <summary>The default of the sound switch; null where there is no switch.</summary>
    public bool? AudioDefault { get; init; }

    /// <summary>The default of prompt enhancement; null where there is no switch.</summary>
    public bool? EnhancePromptDefault { get; init; }

    /// <summary>The default of prompt translation; null where there is no switch.</summary>
    public bool? TranslatePromptDefault { get; init; }

    /// <summary>Whether there is a negative prompt.</summary>
    public bool NegativePrompt { get; init; }

    /// <summary>The seed's range.</summary>
    public SeedRange? Seed { get; init; }

    /// <summary>How many videos one request can ask for.</summary>
    public int MaxCount { get; init; } = 1;

    /// <summary>The values of the people policy, as <c>-PersonGeneration</c> takes them.</summary>
    public IReadOnlyList<string> PersonGenerations { get; init; } = [];

    /// <summary>Whether a watermark text can be set.</summary>
    public bool Watermark { get; init; }

    /// <summary>Whether a callback address can be given with a request.</summary>
    public bool Callback { get; init; }

    /// <summary>What one video costs, and when that was read. Null where it is not published.</summary>
    public VeoCost? Price { get; init; }

    /// <summary>Rules between options.</summary>
    public IReadOnlyList<ModelRule> Rules { get; init; } = [];

    /// <summary>What to do instead, by parameter, where something is not an option.</summary>
    public IReadOnlyDictionary<string, string> Remedies { get; init; } = new Dictionary<string, string>();

    /// <summary>The most that any of the models can do: for a model that the catalogue does not know.</summary>
    /// <param name="name">Its id.</param>
    /// <param name="models">At least one.</param>
    internal static ModelTable Union(string name, IReadOnlyList<ModelTable> models) => models[0] with
    {
        Name = name,
        Modes = models.Aggregate(VideoModes.None, (modes, model) => modes | model.Modes),
        ImageForms = models.Aggregate(MediaForms.None, (forms, model) => forms | model.ImageForms),
        MaxReferenceImages = models.Max(model => model.MaxReferenceImages),
        PromptAlwaysRequired = models.All(model => model.PromptAlwaysRequired),
        AspectRatios = [.. models.SelectMany(model => model.AspectRatios).Distinct()],
        Resolutions = [.. models.SelectMany(model => model.Resolutions).Distinct()],
        Durations = [.. models.SelectMany(model => model.Durations).Distinct().OrderBy(seconds => seconds)],
        MaxCount = models.Max(model => model.MaxCount),
        PersonGenerations = [.. models.SelectMany(model => model.PersonGenerations).Distinct()],
        Price = null,
        Rules = [],
    };
}
