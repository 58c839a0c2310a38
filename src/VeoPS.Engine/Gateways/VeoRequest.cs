using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace VeoPS.Engine.Gateways;

/// <summary>The video to make. An option that is null is not sent. The options are the rows of <c>VideoOptions.All</c>.</summary>
public sealed record VeoRequest
{
    /// <summary>The options that are set.</summary>
    internal OptionValues Options { get; private set; } = OptionValues.None;

    /// <summary>Describes the picture and the sound that the video shall have.</summary>
    public string? Prompt { get => Get<string?>(); init => Set(value); }

    /// <summary>The model's id on the wire. Null: the profile's, else the gateway's default.</summary>
    public string? Model { get => Get<string?>(); init => Set(value); }

    /// <summary>The image to start with.</summary>
    public MediaInput? FirstFrame { get => Get<MediaInput?>(); init => Set(value); }

    /// <summary>The image to end with; needs <see cref="FirstFrame"/>.</summary>
    public MediaInput? LastFrame { get => Get<MediaInput?>(); init => Set(value); }

    /// <summary>Images of the subjects that shall appear.</summary>
    public IReadOnlyList<MediaInput> ReferenceImages
    {
        get => Get<IReadOnlyList<MediaInput>>("ReferenceImage") ?? [];
        init => Set(value, "ReferenceImage");
    }

    /// <summary>The video to go on with.</summary>
    public MediaInput? SourceVideo { get => Get<MediaInput?>(); init => Set(value); }

    /// <summary><c>16:9</c>, <c>9:16</c> or <c>Auto</c>.</summary>
    public string? AspectRatio { get => Get<string?>(); init => Set(value); }

    /// <summary><c>720p</c>, <c>1080p</c> or <c>4k</c>.</summary>
    public string? Resolution { get => Get<string?>(); init => Set(value); }

    /// <summary>In seconds.</summary>
    public int? Duration { get => Get<int?>(); init => Set(value); }

    /// <summary>Whether it has sound.</summary>
    public bool? Audio { get => Get<bool?>(); init => Set(value); }

    /// <summary>Whether the gateway may rewrite the prompt.</summary>
    public bool? EnhancePrompt { get => Get<bool?>(); init => Set(value); }

    /// <summary>Whether the gateway translates the prompt to English.</summary>
    public bool? TranslatePrompt { get => Get<bool?>(); init => Set(value); }

    /// <summary>Describes the content that shall not be seen.</summary>
    public string? NegativePrompt { get => Get<string?>(); init => Set(value); }

    /// <summary>The random seed.</summary>
    public long? Seed { get => Get<long?>(); init => Set(value); }

    /// <summary>How many videos.</summary>
    public int? Count { get => Get<int?>(); init => Set(value); }

    /// <summary><c>AllowAll</c>, <c>AllowAdult</c> or <c>Disallow</c>.</summary>
    public string? PersonGeneration { get => Get<string?>(); init => Set(value); }

    /// <summary>A text to put into the picture.</summary>
    public string? Watermark { get => Get<string?>(); init => Set(value); }

    /// <summary>Where the gateway shall post when the task ends.</summary>
    public Uri? CallbackUri { get => Get<Uri?>(); init => Set(value); }

    /// <summary>Merged into the body as it is, for options that a gateway has and this type has not.</summary>
    public JsonObject? ProviderOption
    {
        get => Get<JsonObject?>();
        init => Set(value is { Count: > 0 } ? value : null);
    }

    /// <summary>The kind of input that the video is made from.</summary>
    internal VideoModes Mode =>
        SourceVideo is not null ? VideoModes.Extension
        : ReferenceImages.Count > 0 ? VideoModes.Reference
        : LastFrame is not null ? VideoModes.FirstAndLastFrame
        : FirstFrame is not null ? VideoModes.FirstFrame
        : VideoModes.Text;

    /// <summary>Images and the video, with the name of the option that each belongs to.</summary>
    internal IEnumerable<(string Option, MediaInput Media)> Media =>
        from each in Options
        from media in MediaInput.Of(each.Value)
        select (each.Key, media);

    /// <summary>The same request but for one option.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="value">Of the option's type; null for none.</param>
    internal VeoRequest With(string option, object? value) => this with { Options = Options.With(option, value) };

    /// <summary>The same request with other images.</summary>
    /// <param name="change">Gets an option's name and an image, and gives another image; null to leave it out.</param>
    internal VeoRequest WithImages(Func<string, MediaInput, MediaInput?> change) =>
        Options.Where(each => each.Key != nameof(SourceVideo)).Aggregate(this, (request, each) => each.Value switch
        {
            MediaInput image => request.With(each.Key, change(each.Key, image)),
            IReadOnlyList<MediaInput> images => request.With(
                each.Key,
                images.Select(image => change(each.Key, image)).OfType<MediaInput>().ToArray()),
            _ => request,
        });

    private T? Get<T>([CallerMemberName] string option = "") => Options.Of<T>(option);

    private void Set(object? value, [CallerMemberName] string option = "") => Options = Options.With(option, value);
}
