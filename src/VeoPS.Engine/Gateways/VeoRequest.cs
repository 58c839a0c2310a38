using System.Text.Json.Nodes;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>What to make. Everything left null is left out of the wire.</summary>
public sealed record VeoRequest
{
    /// <summary>What shall be seen and heard.</summary>
    public string? Prompt { get; init; }

    /// <summary>The model's id on the wire. Null: the profile's, else the gateway's default.</summary>
    public string? Model { get; init; }

    /// <summary>The image to start with.</summary>
    public MediaInput? FirstFrame { get; init; }

    /// <summary>The image to end with; needs <see cref="FirstFrame"/>.</summary>
    public MediaInput? LastFrame { get; init; }

    /// <summary>Images of what shall appear.</summary>
    public IReadOnlyList<MediaInput> ReferenceImages { get; init; } = [];

    /// <summary>The video to go on with.</summary>
    public MediaInput? SourceVideo { get; init; }

    /// <summary><c>16:9</c>, <c>9:16</c> or <c>Auto</c>.</summary>
    public string? AspectRatio { get; init; }

    /// <summary><c>720p</c>, <c>1080p</c> or <c>4k</c>.</summary>
    public string? Resolution { get; init; }

    /// <summary>In seconds.</summary>
    public int? Duration { get; init; }

    /// <summary>Whether it has sound.</summary>
    public bool? Audio { get; init; }

    /// <summary>Whether the gateway may rewrite the prompt.</summary>
    public bool? EnhancePrompt { get; init; }

    /// <summary>Whether the gateway translates the prompt to English.</summary>
    public bool? TranslatePrompt { get; init; }

    /// <summary>What shall not be seen.</summary>
    public string? NegativePrompt { get; init; }

    /// <summary>The random seed.</summary>
    public long? Seed { get; init; }

    /// <summary>How many videos.</summary>
    public int? Count { get; init; }

    /// <summary><c>AllowAll</c>, <c>AllowAdult</c> or <c>Disallow</c>.</summary>
    public string? PersonGeneration { get; init; }

    /// <summary>A text to put into the picture.</summary>
    public string? Watermark { get; init; }

    /// <summary>Where the gateway shall post when the task ends.</summary>
    public Uri? CallbackUri { get; init; }

    /// <summary>Merged into the body as it is, for what a gateway has and this type has not.</summary>
    public JsonObject? ProviderOption { get; init; }

    /// <summary>What this is made from.</summary>
    public Gateways.VideoModes Mode =>
        SourceVideo is not null ? Gateways.VideoModes.Extension
        : ReferenceImages.Count > 0 ? Gateways.VideoModes.Reference
        : LastFrame is not null ? Gateways.VideoModes.FirstAndLastFrame
        : FirstFrame is not null ? Gateways.VideoModes.FirstFrame
        : Gateways.VideoModes.Text;
}
