using System.Globalization;
using CsCheck;
using VeoPS.Engine.Gateways;

namespace VeoPS.Tests.Purchases;

/// <summary>Makes requests of a table's own values, the same ones for the same dice, and spoils them in one place.</summary>
/// <param name="model">The table.</param>
/// <param name="dice">One of <see cref="Dice"/>. A zero leaves an option out, so that what shrinks has few of them.</param>
internal sealed class Requests(ModelTable model, int[] dice)
{
    /// <summary>Enough throws for a request.</summary>
    public static readonly Gen<int[]> Dice = Gen.Int[0, 59].Array[32];

    private int _thrown;

    // Where Vertex wants links to lead to; to any other gateway, an address like any.
    private static readonly LinkedMedia Link = new(new Uri("https://storage.googleapis.com/bucket/a.png"));
    private static readonly InlineMedia Inline = new("image/png", new byte[] { 1 });
    private static readonly TaskMedia Task = new("task-1", new Uri("https://storage.googleapis.com/bucket/a.mp4"));

    private MediaInput Image => model.ImageForms.HasFlag(MediaForms.Url)
        && !model.Rules.Any(rule => !rule.IsWarning && rule.IsBroken(new VeoRequest { FirstFrame = Link })) ? Link : Inline;

    /// <summary>A request that keeps every rule of the table.</summary>
    public VeoRequest Valid()
    {
        VideoModes mode = Pick([.. Enum.GetValues<VideoModes>().Where(each => each != VideoModes.None && model.Modes.HasFlag(each))]);
        VeoRequest request = new()
        {
            Model = model.Name,
            Prompt = mode == VideoModes.Text || model.PromptAlwaysRequired || Flip() ? "a lighthouse" : null,
            FirstFrame = mode is VideoModes.FirstFrame or VideoModes.FirstAndLastFrame ? Image : null,
            LastFrame = mode is VideoModes.FirstAndLastFrame ? Image : null,
            ReferenceImages = mode is VideoModes.Reference ? [.. Enumerable.Repeat(Image, 1 + Next(model.MaxReferenceImages))] : [],
            SourceVideo = mode is VideoModes.Extension ? Task : null,
            AspectRatio = PickOrNone(model.AspectRatios),
            Resolution = PickOrNone(model.Resolutions),
            Duration = model.Durations.Count > 0 && Flip() ? Pick(model.Durations) : null,
            Audio = model.AudioDefault is null ? null : FlipOrNone(),
            EnhancePrompt = model.EnhancePromptDefault is null ? null : FlipOrNone(),
            TranslatePrompt = model.TranslatePromptDefault is null ? null : FlipOrNone(),
            NegativePrompt = model.NegativePrompt && Flip() ? "fog" : null,
            Seed = model.Seed is { } range && Flip() ? Pick([range.Min, range.Max, range.Min + ((range.Max - range.Min) / 2)]) : null,
            Count = Flip() ? 1 + Next(model.MaxCount) : null,
            PersonGeneration = PickOrNone(model.PersonGenerations),
            Watermark = model.Watermark && Flip() ? "VeoPS" : null,
            CallbackUri = model.Callback && Flip() ? new Uri("https://hooks.example/veo") : null,
        };

        // What a rule calls nearest passes the rule: that is how a person would mend it.
        while (model.Rules.FirstOrDefault(rule => !rule.IsWarning && rule.IsBroken(request)) is { } broken)
            request = Mend(request, broken.Parameter, broken.Nearest);
        return request;
    }

    /// <summary>The same request with one value that the model does not take, for every parameter that has such a value.</summary>
    public IEnumerable<(string Parameter, VeoRequest Request)> Spoiled(VeoRequest good) =>
        AllSpoiled(good).Where(each => !model.LimitsByGoogle.Contains(each.Parameter));

    /// <summary>The request with another value of a parameter that a rule may name.</summary>
    public static VeoRequest Mend(VeoRequest request, string parameter, string? value) => parameter switch
    {
        "AspectRatio" => request with { AspectRatio = value },
        "Resolution" => request with { Resolution = value },
        "Duration" => request with { Duration = value is null ? null : int.Parse(value, CultureInfo.InvariantCulture) },
        "PersonGeneration" => request with { PersonGeneration = value },
        "Seed" => request with { Seed = value is null ? null : long.Parse(value, CultureInfo.InvariantCulture) },
        "Count" => request with { Count = value is null ? null : int.Parse(value, CultureInfo.InvariantCulture) },
        "NegativePrompt" when value is null => request with { NegativePrompt = null },
        "Audio" when value is null => request with { Audio = null },
        "EnhancePrompt" when value is null => request with { EnhancePrompt = null },
        "TranslatePrompt" when value is null => request with { TranslatePrompt = null },
        "CallbackUri" when value is null => request with { CallbackUri = null },
        "Prompt" => request with { Prompt = "a lighthouse" },
        "FirstFrame" => request with { FirstFrame = value is null ? null : Inline },
        "LastFrame" => request with { LastFrame = value is null ? null : Inline },
        "ReferenceImage" when value is null => request with { ReferenceImages = [] },
        "ReferenceImage" when int.TryParse(
            value,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int count) => request with { ReferenceImages = [.. Enumerable.Repeat(Link, count)] },
        "ReferenceImage" => request with { ReferenceImages = [.. request.ReferenceImages.Select(_ => Inline)] },
        "SourceVideo" => request with { SourceVideo = value is null ? null : Task },
        _ => throw new NotSupportedException($"How is a request mended in {parameter}?"),
    };

    private IEnumerable<(string Parameter, VeoRequest Request)> AllSpoiled(VeoRequest good)
    {
        yield return ("AspectRatio", good with { AspectRatio = "21:9" });
        yield return ("Resolution", good with { Resolution = "8k" });
        yield return ("Duration", good with { Duration = 1 + (model.Durations.Count > 0 ? model.Durations[^1] : 0) });
        yield return ("Duration", good with { Duration = int.MaxValue });
        yield return ("Duration", good with { Duration = -1 });
        yield return ("PersonGeneration", good with { PersonGeneration = "Nobody" });
        yield return ("Count", good with { Count = model.MaxCount + 1 });
        yield return ("Count", good with { Count = 0 });
        if (model.AudioDefault is null) yield return ("Audio", good with { Audio = false });
        if (model.EnhancePromptDefault is null) yield return ("EnhancePrompt", good with { EnhancePrompt = true });
        if (model.TranslatePromptDefault is null) yield return ("TranslatePrompt", good with { TranslatePrompt = true });
        if (!model.NegativePrompt) yield return ("NegativePrompt", good with { NegativePrompt = "fog" });
        if (!model.Watermark) yield return ("Watermark", good with { Watermark = "VeoPS" });
        yield return ("CallbackUri", good with { CallbackUri = new Uri(model.Callback ? "ftp://hooks.example" : "https://hooks.example") });
        if (model.Seed is null) yield return ("Seed", good with { Seed = 0 });
        if (model.Seed is { Min: > long.MinValue } low) yield return ("Seed", good with { Seed = low.Min - 1 });
        if (model.Seed is { Max: < long.MaxValue } high) yield return ("Seed", good with { Seed = high.Max + 1 });
        if (good.Mode == VideoModes.Text || model.PromptAlwaysRequired) yield return ("Prompt", good with { Prompt = " " });
        bool isAlone = model.Family is null; // In a family, another id takes what this one does not.
        VeoRequest bare = good with { FirstFrame = null, LastFrame = null, ReferenceImages = [], SourceVideo = null, Prompt
            = "a lighthouse" };
        if (!model.LastFrameAlone) yield return ("LastFrame", bare with { LastFrame = Image });
        yield return ("ReferenceImage", bare with { ReferenceImages = [.. Enumerable.Repeat(Image, model.MaxReferenceImages + 1)] });
        if (!model.Modes.HasFlag(VideoModes.FirstFrame) && isAlone) yield return ("FirstFrame", bare with { FirstFrame = Image });
        if (!model.Modes.HasFlag(VideoModes.FirstAndLastFrame) && isAlone)
            yield return ("LastFrame", bare with { FirstFrame = Image, LastFrame = Image });
        if (!model.Modes.HasFlag(VideoModes.Extension) && isAlone) yield return ("SourceVideo", bare with { SourceVideo = Task });
        bool hasFrames = good.Mode is VideoModes.FirstFrame or VideoModes.FirstAndLastFrame;
        if (hasFrames && !model.FramesWithReferences) yield return ("ReferenceImage", good with { ReferenceImages = [Image] });
        if (good.Mode is VideoModes.Reference) yield return ("SourceVideo", good with { SourceVideo = Task });
    }

    private int Next(int ends) => dice[_thrown++ % dice.Length] % ends;

    private bool Flip() => Next(2) > 0;

    private bool? FlipOrNone() => Next(3) switch { 0 => null, 1 => true, _ => false };

    private T Pick<T>(IReadOnlyList<T> values) => values[Next(values.Count)];

    private string? PickOrNone(IReadOnlyList<string> values) => values.Count > 0 && Next(4) > 0 ? Pick(values) : null;
}
