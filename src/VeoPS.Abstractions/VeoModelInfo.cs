namespace VeoPS;

/// <summary>The abilities and limits of one model at one gateway, from the same table that validation uses.</summary>
public sealed class VeoModelInfo
{
    internal VeoModelInfo() { }

    /// <summary>The values that the model takes for each option, and the defaults, by the names of the properties below.</summary>
    internal OptionValues Options { get; init; } = OptionValues.None;

    /// <summary>The model's id on the wire.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Whose model it is.</summary>
    public string Provider { get; internal init; } = "";

    /// <summary>
    /// UTC. Since when its maker no longer serves it: refused at the maker's own address, and warned of at a relay, which may map the
    /// name to another model. Null: it is served, as far as is known.
    /// </summary>
    public DateTime? Retired { get; internal init; }

    /// <summary>UTC. The earliest day that its maker has announced as its last; null where none is announced.</summary>
    public DateTime? RetiresFrom { get; internal init; }

    /// <summary>A name that <c>Model</c> also takes where the resolution is part of the id; <c>Resolution</c> then picks the id.
    /// Null where the resolution is not part of the id.</summary>
    public string? Family { get; internal init; }

    /// <summary>Text, FirstFrame, FirstAndLastFrame, Reference, Extension: the kinds of input that a video can be made from.</summary>
    public VeoList<string> Mode { get; internal init; } = VeoList<string>.Empty;

    /// <summary>True where <c>Prompt</c> is needed beside an image too.</summary>
    public bool PromptAlwaysRequired { get; internal init; }

    /// <summary>Url, Data, Upload: how an image reaches the gateway. A file goes as Data or Upload.</summary>
    public VeoList<string> ImageInput { get; internal init; } = VeoList<string>.Empty;

    /// <summary>How many reference images it takes at most.</summary>
    public int MaxReferenceImage { get; internal init; }

    /// <summary>Url, TaskId: how <c>SourceVideo</c> names the video to extend. Empty: it extends none.</summary>
    public VeoList<string> SourceVideo { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The values of <c>AspectRatio</c>. Empty: not an option there.</summary>
    public VeoList<string> AspectRatio => Options.Of<VeoList<string>>() ?? VeoList<string>.Empty;

    /// <summary>The values of <c>Resolution</c>. Empty: not an option there.</summary>
    public VeoList<string> Resolution => Options.Of<VeoList<string>>() ?? VeoList<string>.Empty;

    /// <summary>The values of <c>Duration</c>, in seconds. Empty: not an option there.</summary>
    public VeoList<int> Duration => Options.Of<VeoList<int>>() ?? VeoList<int>.Empty;

    /// <summary>The aspect ratio where <c>AspectRatio</c> is left out; null where no page says it.</summary>
    public string? DefaultAspectRatio => Options.Of<string>();

    /// <summary>The resolution where <c>Resolution</c> is left out; null where no page says it, or where it is part of the id.</summary>
    public string? DefaultResolution => Options.Of<string>();

    /// <summary>The duration where <c>Duration</c> is left out, in seconds; null where no page says it.</summary>
    public int? DefaultDuration => Options.Of<int?>();

    /// <summary><c>On</c> or <c>Off</c>: the default where <c>Audio</c> is left out. <c>Always</c>: not an option, videos have
    /// sound.</summary>
    public string Audio => Options.Of<string>() ?? "Always";

    /// <summary>True where <c>NegativePrompt</c> is an option.</summary>
    public bool NegativePrompt => Options.Of<bool>();

    /// <summary><c>On</c> or <c>Off</c>: the default where <c>EnhancePrompt</c> is left out. Null: not an option.</summary>
    public string? EnhancePrompt => Options.Of<string>();

    /// <summary><c>On</c> or <c>Off</c>: the default where <c>TranslatePrompt</c> is left out. Null: not an option.</summary>
    public string? TranslatePrompt => Options.Of<string>();

    /// <summary>The range of <c>Seed</c>, both ends included, or null where it is not an option.</summary>
    public string? Seed => Options.Of<string>();

    /// <summary>The highest <c>Count</c>.</summary>
    public int MaxCount => Options.Of<int?>("Count") ?? 1;

    /// <summary>The values of <c>PersonGeneration</c>. Empty: not an option there.</summary>
    public VeoList<string> PersonGeneration => Options.Of<VeoList<string>>() ?? VeoList<string>.Empty;

    /// <summary>True where <c>Watermark</c> is an option.</summary>
    public bool Watermark => Options.Of<bool>();

    /// <summary>True where <c>CallbackUri</c> is an option.</summary>
    public bool Callback => Options.Of<bool>("CallbackUri");

    /// <summary>Rules between options, each led by the parameter to change.</summary>
    public VeoList<string> Rule { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The parameters whose limit is Google's, since the gateway's page states none. A value outside that limit is sent
    /// with a warning.</summary>
    public VeoList<string> LimitByGoogle { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The cost of one video where every option is left out, by a published price; null
    /// where none is published. Free is 0.</summary>
    public VeoCost? Price { get; internal init; }

    /// <summary>The published prices, by resolution and sound. Empty where none is published.</summary>
    public VeoList<VeoPrice> PriceList { get; internal init; } = VeoList<VeoPrice>.Empty;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
