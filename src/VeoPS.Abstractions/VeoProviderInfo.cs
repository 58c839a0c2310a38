namespace VeoPS;

/// <summary>One kind of gateway: its options, its needs, and how it is asked. From the same table that validation uses.</summary>
public sealed class VeoProviderInfo
{
    internal VeoProviderInfo() { }

    /// <summary>Its name, as profiles use it.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Where it is, null where a profile must say, and for the sandbox, which is nowhere.</summary>
    public Uri? DefaultBaseUri { get; internal init; }

    /// <summary>True where a profile must say where it is.</summary>
    public bool NeedsBaseUri { get; internal init; }

    /// <summary>
    /// <c>ApiKey</c>; <c>GoogleToken</c>: a key file, an access token, or left out, so that the machine's application default
    /// credentials are taken; <c>None</c>.
    /// </summary>
    public string Credential { get; internal init; } = "ApiKey";

    /// <summary>The settings that a profile can or must have for this kind of gateway only.</summary>
    public VeoList<VeoSettingInfo> Setting { get; internal init; } = VeoList<VeoSettingInfo>.Empty;

    /// <summary>The model where neither the request nor the profile names one. Empty: one of them must.</summary>
    public string DefaultModel { get; internal init; } = "";

    /// <summary>The models, each with its abilities and limits.</summary>
    public VeoList<VeoModelInfo> Models { get; internal init; } = VeoList<VeoModelInfo>.Empty;

    /// <summary>Text, FirstFrame, FirstAndLastFrame, Reference, Extension: the kinds of input that
    /// at least one of its models makes videos from.</summary>
    public VeoList<string> Mode { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The values of <c>AspectRatio</c> that one or another of its models takes.</summary>
    public VeoList<string> AspectRatio { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The values of <c>Resolution</c> that one or another of its models takes. Empty: not an option there.</summary>
    public VeoList<string> Resolution { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The resolutions that can be bought of a video that is there, when it is saved.</summary>
    public VeoList<string> Rendition { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The values of <c>Duration</c>, in seconds, that one or another of its models takes. Empty: the length is fixed.</summary>
    public VeoList<int> Duration { get; internal init; } = VeoList<int>.Empty;

    /// <summary><c>On</c> or <c>Off</c>: the default where <c>Audio</c> is an option and left out. <c>Always</c>: every video
    /// has sound.</summary>
    public string Audio { get; internal init; } = "Always";

    /// <summary>The highest <c>Count</c> of its models.</summary>
    public int MaxCount { get; internal init; } = 1;

    /// <summary>The cost of its cheapest video of 8 seconds by a published price, null where none is published. Free is 0.</summary>
    public VeoCost? CheapestPrice { get; internal init; }

    /// <summary>
    /// How it tells money: <c>PriceList</c> (published), <c>Price</c> (of a request, when asked), <c>Cost</c> (of a task, by its answers),
    /// <c>Balance</c> (of the account). Empty: it tells none.
    /// </summary>
    public VeoList<string> Money { get; internal init; } = VeoList<string>.Empty;

    /// <summary>How it tells that a task is done: <c>Poll</c>, and <c>Callback</c> where it calls an address that a request
    /// names.</summary>
    public VeoList<string> Done { get; internal init; } = VeoList<string>.Empty;

    /// <summary>
    /// How it signs its callbacks, null where it makes none: <c>NotSigned</c>, <c>TimedHmac</c>, <c>StandardWebhooks</c>,
    /// <c>PublishedKey</c>,
    /// <c>WithoutBody</c>, <c>Uncheckable</c>.
    /// </summary>
    public string? CallbackSignature { get; internal init; }

    /// <summary>True where a task that runs can be canceled.</summary>
    public bool CanCancel { get; internal init; }

    /// <summary>True where it lists the running tasks: a submission whose answer was lost can be found there.</summary>
    public bool CanList { get; internal init; }

    /// <summary>True where it tells the balance of the account.</summary>
    public bool CanTellBalance { get; internal init; }

    /// <summary>True where it tells the price of a request before it is bought.</summary>
    public bool CanTellPrice { get; internal init; }

    /// <summary>True where it has a place of its own for the images of a request.</summary>
    public bool CanUpload { get; internal init; }

    /// <summary>How long after submission the first poll goes out.</summary>
    public TimeSpan FirstPoll { get; internal init; }

    /// <summary>The time between polls.</summary>
    public TimeSpan PollInterval { get; internal init; }

    /// <summary>The shortest <c>PollIntervalSec</c> that it allows.</summary>
    public TimeSpan PollFloor { get; internal init; }

    /// <summary>How long a result can be fetched, null where that is not known.</summary>
    public TimeSpan? ResultLifetime { get; internal init; }

    /// <summary>Further facts that a person should know before choosing it, as sentences.</summary>
    public VeoList<string> Note { get; internal init; } = VeoList<string>.Empty;

    /// <summary>The page that all this comes from.</summary>
    public Uri? Documentation { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
