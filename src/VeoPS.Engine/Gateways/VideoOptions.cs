using System.Globalization;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>
/// Every option of a video, one row each. Fingerprint, stored request, validation, the description of models, completion, the
/// reading of rows and the rows of jobs go through this table. A <see cref="ModelTable"/> has the limits of a model.
/// </summary>
internal static class VideoOptions
{
    /// <summary>In the order in which faults are told. A name never changes: fingerprints and stored requests have it.</summary>
    public static IReadOnlyList<VideoOption> All { get; } =
    [
        new TextOption(nameof(VeoRequest.Prompt)) { IsFree = true, IsProse = true, Rule = PromptIsThere },
        new TextOption(nameof(VeoRequest.Model)) { IsFree = true, IsName = true },
        new MediaOption(nameof(VeoRequest.FirstFrame), VideoModes.FirstFrame, "Image"),
        new MediaOption(nameof(VeoRequest.LastFrame), VideoModes.FirstAndLastFrame, "LastImage") { Rule = LastFrameHasFirst },
        new MediaOption("ReferenceImage", VideoModes.Reference, "ReferenceImages", "Images") { IsList = true, Rule = ReferencesAreFew },
        new MediaOption(nameof(VeoRequest.SourceVideo), VideoModes.Extension, "Video") { Rule = SourceVideoIsAlone },
        new WordOption(nameof(VeoRequest.AspectRatio), ["16:9", "9:16", "Auto"]) { Spelling = CellText.AspectRatio },
        new WordOption(nameof(VeoRequest.Resolution), ["720p", "1080p", "4k"]) { Spelling = CellText.Resolution, Size = Lines },
        new NumberOption(nameof(VeoRequest.Duration), "DurationSeconds", "Seconds") { Unit = "seconds" },
        new SwitchOption(nameof(VeoRequest.Audio)),
        new SwitchOption(nameof(VeoRequest.EnhancePrompt)),
        new SwitchOption(nameof(VeoRequest.TranslatePrompt)),
        new TextOption(nameof(VeoRequest.NegativePrompt)) { IsProse = true },
        new RangeOption(nameof(VeoRequest.Seed)),
        new CountOption(nameof(VeoRequest.Count)),
        new WordOption(nameof(VeoRequest.PersonGeneration), ["AllowAll", "AllowAdult", "Disallow"]),
        new TextOption(nameof(VeoRequest.Watermark)),
        new AddressOption(nameof(VeoRequest.CallbackUri)) { Rule = CallbackIsHttp },
        new TableOption(nameof(VeoRequest.ProviderOption)) { IsFree = true },
    ];

    /// <summary>The option of a name; null where there is none.</summary>
    /// <param name="name">Any case.</param>
    public static VideoOption? Find(string name) =>
        All.FirstOrDefault(option => string.Equals(option.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The option of a name that is known to be in the table.</summary>
    public static VideoOption Named(string name)
        => Find(name) ?? throw new ArgumentException($"{name} is not an option of a video.", nameof(name));

    /// <summary>Makes a request of a row.</summary>
    /// <param name="cell">The row's value for an option; see <see cref="VideoOption.Read"/>.</param>
    /// <param name="faults">Gets the values that cannot be read.</param>
    /// <param name="options">Those that are read; null for all.</param>
    public static VeoRequest Read(
        Func<VideoOption, object?> cell,
        ICollection<VeoFault> faults,
        IEnumerable<VideoOption>? options = null) =>
        (options ?? All).Aggregate(new VeoRequest(), (request, option) => request.With(option.Name, option.Read(cell(option), faults)));

    private static void PromptIsThere(RequestCheck check)
    {
        if (!string.IsNullOrWhiteSpace(check.Request.Prompt)) return;
        bool hasImage = check.Request.Mode != VideoModes.Text
            || check.Model.ImageFields.Any(field => check.Request.ProviderOption?[field] is not null);
        if (!hasImage) check.Add("Prompt", "there is no prompt and no image to make a video from", "Describe the video");
        else if (check.Model.PromptAlwaysRequired)
            check.Add("Prompt", $"{check.At} needs a prompt with an image", "Describe the video");
    }

    private static void LastFrameHasFirst(RequestCheck check)
    {
        if (check.Request is { LastFrame: not null, FirstFrame: null } && !check.Model.LastFrameAlone)
            check.Add("LastFrame", "it needs a first frame", action: VeoRemedy.Give("FirstFrame"));
    }

    private static void ReferencesAreFew(RequestCheck check)
    {
        (VeoRequest request, ModelTable model) = (check.Request, check.Model);
        bool hasFrames = (request.FirstFrame ?? request.LastFrame) is not null;
        if (request.ReferenceImages.Count > 0 && hasFrames && !model.FramesWithReferences)
            check.Add("ReferenceImage", "reference images and frames cannot be combined", "Give only one kind");
        if (model.Modes.HasFlag(request.Mode) && request.ReferenceImages.Count > model.MaxReferenceImages)
            check.Add(
                "ReferenceImage",
                $"{check.By("ReferenceImage")} accepts at most {model.MaxReferenceImages}, not {request.ReferenceImages.Count}",
                $"Nearest: {model.MaxReferenceImages}",
                check.IsByGoogle("ReferenceImage"));
    }

    private static void SourceVideoIsAlone(RequestCheck check)
    {
        bool hasImages = (check.Request.FirstFrame ?? check.Request.LastFrame) is not null || check.Request.ReferenceImages.Count > 0;
        if (check.Request.SourceVideo is not null && hasImages)
            check.Add("SourceVideo", "a video to extend and images cannot be combined", "Give only one kind");
    }

    private static void CallbackIsHttp(RequestCheck check)
    {
        if (check.Request.CallbackUri is { } callback && (!callback.IsAbsoluteUri || callback.Scheme is not ("http" or "https")))
            check.Add("CallbackUri", "it must be an absolute http or https address", "Give one such as https://hooks.example/veo");
    }

    // 4k has the 2160 lines of its name in words: 540 for each.
    private static long Lines(string resolution)
    {
        bool isThousands = resolution.EndsWith("k", StringComparison.OrdinalIgnoreCase);
        string digits = resolution.TrimEnd('p', 'P', 'k', 'K');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (isThousands ? 540L * number : number)
            : 0;
    }
}
