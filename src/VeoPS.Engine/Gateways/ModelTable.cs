using System.Runtime.CompilerServices;

namespace VeoPS.Engine.Gateways;

/// <summary>The features of one model at one gateway. An empty list or a null means that the model has no such option there.</summary>
internal sealed record ModelTable
{
    private OptionValues _limits = OptionValues.None;
    private OptionValues _defaults = OptionValues.None;

    /// <summary>The limit of each option that it has, in the form of the option's kind.</summary>
    internal OptionValues Limits { get => _limits; init => _limits = value; }

    /// <summary>The values of options where a request names none, as far as pages say them.</summary>
    internal OptionValues Defaults { get => _defaults; init => _defaults = value; }

    /// <summary>The model's id on the wire.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Where the resolution is part of the id: the common part of one model's ids. <c>Resolution</c> picks among them,
    /// see <see cref="GatewayTable.ModelFor"/>.
    /// </summary>
    public string? Family { get; init; }

    /// <summary>The kinds of input that a video can be made from.</summary>
    public required VideoModes Modes { get; init; }

    /// <summary>How an image reaches the gateway.</summary>
    public MediaForms ImageForms { get; init; } = MediaForms.Url;

    /// <summary>How the video of an extension is named to the gateway: by a link, or by the id of the task that made it.</summary>
    public MediaForms VideoForms { get; init; } = MediaForms.Url | MediaForms.TaskId;

    /// <summary>How many reference images it takes at most.</summary>
    public int MaxReferenceImages { get; init; }

    /// <summary>True where a last frame goes without a first one.</summary>
    public bool LastFrameAlone { get; init; }

    /// <summary>True where reference images and a first frame go together.</summary>
    public bool FramesWithReferences { get; init; }

    /// <summary>The fields of the body that carry an image. Given as a provider option, one makes a prompt needless.</summary>
    public IReadOnlyList<string> ImageFields { get; init; } = [];

    /// <summary>False where a prompt may be left out beside an image.</summary>
    public bool PromptAlwaysRequired { get; init; } = true;

    /// <summary>The values of the aspect ratio.</summary>
    public IReadOnlyList<string> AspectRatios
    {
        get => Limit<IReadOnlyList<string>>("AspectRatio") ?? [];
        init => SetLimit(value, "AspectRatio");
    }

    /// <summary>The values of the resolution.</summary>
    public IReadOnlyList<string> Resolutions
    {
        get => Limit<IReadOnlyList<string>>("Resolution") ?? [];
        init => SetLimit(value, "Resolution");
    }

    /// <summary>The values of the duration, in seconds.</summary>
    public IReadOnlyList<int> Durations
    {
        get => Limit<IReadOnlyList<int>>("Duration") ?? [];
        init => SetLimit(value, "Duration");
    }

    /// <summary>The aspect ratio where a request names none; null where no page says it.</summary>
    public string? DefaultAspectRatio { get => Defaults.Of<string?>("AspectRatio"); init => SetDefault(value, "AspectRatio"); }

    /// <summary>The resolution where a request names none; null where no page says it, or where it is part of the id.</summary>
    public string? DefaultResolution { get => Defaults.Of<string?>("Resolution"); init => SetDefault(value, "Resolution"); }

    /// <summary>The duration where a request names none, in seconds; null where no page says it.</summary>
    public int? DefaultDuration { get => Defaults.Of<int?>("Duration"); init => SetDefault(value, "Duration"); }

    /// <summary>The default of the sound switch; null where there is no switch.</summary>
    public bool? AudioDefault { get => Limit<bool?>("Audio"); init => SetLimit(value, "Audio"); }

    /// <summary>The default of prompt enhancement; null where there is no switch.</summary>
    public bool? EnhancePromptDefault { get => Limit<bool?>("EnhancePrompt"); init => SetLimit(value, "EnhancePrompt"); }

    /// <summary>The default of prompt translation; null where there is no switch.</summary>
    public bool? TranslatePromptDefault { get => Limit<bool?>("TranslatePrompt"); init => SetLimit(value, "TranslatePrompt"); }

    /// <summary>Whether there is a negative prompt.</summary>
    public bool NegativePrompt { get => Limit<bool>(); init => SetLimit(value ? true : null); }

    /// <summary>The seed's range.</summary>
    public SeedRange? Seed { get => Limit<SeedRange>(); init => SetLimit(value); }

    /// <summary>How many videos one request can ask for.</summary>
    public int MaxCount { get => Limit<int?>("Count") ?? 1; init => SetLimit(value, "Count"); }

    /// <summary>The values of the people policy, as <c>PersonGeneration</c> takes them.</summary>
    public IReadOnlyList<string> PersonGenerations
    {
        get => Limit<IReadOnlyList<string>>("PersonGeneration") ?? [];
        init => SetLimit(value, "PersonGeneration");
    }

    /// <summary>Whether a watermark text can be set.</summary>
    public bool Watermark { get => Limit<bool>(); init => SetLimit(value ? true : null); }

    /// <summary>Whether a callback address can be given with a request.</summary>
    public bool Callback { get => Limit<bool>("CallbackUri"); init => SetLimit(value ? true : null, "CallbackUri"); }

    /// <summary>The price of one video, with the date that it was read. Null where no price is published.</summary>
    public VeoCost? Price { get; init; }

    /// <summary>The prices where they depend on the request. They are used in place of <see cref="Price"/>.</summary>
    public PublishedPrices? Prices { get; init; }

    /// <summary>How many times as much a video with sound costs, where the page says so; null: the same, or told by the prices.</summary>
    public decimal? AudioPriceFactor { get; init; }

    /// <summary>
    /// The parameters for which the gateway's page states no limit, so that Google's limit is used here. A value outside it is sent
    /// with a warning.
    /// </summary>
    public IReadOnlyList<string> LimitsByGoogle { get; init; } = [];

    /// <summary>Rules between options.</summary>
    public IReadOnlyList<ModelRule> Rules { get; init; } = [];

    /// <summary>The advice, by parameter, where something is not an option.</summary>
    public IReadOnlyDictionary<string, string> Remedies { get; init; } = new Dictionary<string, string>();

    /// <summary>The same as data, by the refused option, where another option or a later step is the way.</summary>
    public IReadOnlyDictionary<string, VeoRemedy> RemedyActions { get; init; } = new Dictionary<string, VeoRemedy>();

    /// <summary>The most that any of the models can do: for a model that the catalogue does not know.</summary>
    /// <param name="name">Its id.</param>
    /// <param name="models">At least one.</param>
    /// <param name="limits">The most that any of them takes of each option.</param>
    internal static ModelTable Union(string name, IReadOnlyList<ModelTable> models, OptionValues limits) => models[0] with
    {
        Name = name,
        Family = null,
        Modes = models.Aggregate(VideoModes.None, (modes, model) => modes | model.Modes),
        ImageForms = models.Aggregate(MediaForms.None, (forms, model) => forms | model.ImageForms),
        VideoForms = models.Aggregate(MediaForms.None, (forms, model) => forms | model.VideoForms),
        MaxReferenceImages = models.Max(model => model.MaxReferenceImages),
        LastFrameAlone = models.Any(model => model.LastFrameAlone),
        FramesWithReferences = models.Any(model => model.FramesWithReferences),
        ImageFields = [.. models.SelectMany(model => model.ImageFields).Distinct()],
        PromptAlwaysRequired = models.All(model => model.PromptAlwaysRequired),
        Limits = limits,
        Defaults = OptionValues.None,
        Price = null,
        Prices = null,
        LimitsByGoogle = [.. models.SelectMany(model => model.LimitsByGoogle).Distinct()],
        Rules = [],
    };

    /// <summary>The same table with another limit for one option.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="limit">In the form of the option's kind; null where it is not an option.</param>
    internal ModelTable With(string option, object? limit) => this with { Limits = Limits.With(option, limit) };

    private T? Limit<T>([CallerMemberName] string option = "") => _limits.Of<T>(option);

    private void SetLimit(object? limit, [CallerMemberName] string option = "") => _limits = _limits.With(option, limit);

    private void SetDefault(object? value, string option) => _defaults = _defaults.With(option, value);
}
