namespace VeoPS;

/// <summary>What one model can do at one gateway, from the same table that validation uses.</summary>
public sealed record VeoModelInfo
{
    internal VeoModelInfo() { }

    /// <summary>The model's id on the wire.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Text, FirstFrame, FirstAndLastFrame, Reference, Extension: what a video can be made from.</summary>
    public VeoList<string> Mode { get; internal init; } = VeoList<string>.Empty;

    /// <summary>Url, Data, Upload: how an image reaches the gateway.</summary>
    public VeoList<string> ImageInput { get; internal init; } = VeoList<string>.Empty;

    /// <summary>How many reference images it takes at most.</summary>
    public int MaxReferenceImage { get; internal init; }

    /// <summary>The values of <c>-AspectRatio</c>. Empty: not an option there.</summary>
    public VeoList<string> AspectRatio { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The values of <c>-Resolution</c>. Empty: not an option there.</summary>
    public VeoList<string> Resolution { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The values of <c>-Duration</c>, in seconds. Empty: not an option there.</summary>
    public VeoList<int> Duration { get; internal init; } = VeoList<int>.Empty;

    /// <summary><c>On</c> or <c>Off</c>: the default where <c>-Audio</c> is left out. <c>Always</c>: not an option, videos have sound.</summary>
    public string Audio { get; internal init; } = "Always";

    /// <summary>True where <c>-NegativePrompt</c> is an option.</summary>
    public bool NegativePrompt { get; internal init; }

    /// <summary>The range of <c>-Seed</c>, both ends included, or null where it is not an option.</summary>
    public string? Seed { get; internal init; }

    /// <summary>The highest <c>-Count</c>.</summary>
    public int MaxCount { get; internal init; } = 1;

    /// <summary>What one video costs where that is published, else null.</summary>
    public VeoCost? Price { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
