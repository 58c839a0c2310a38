using System.Globalization;
using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>Holds a request against a gateway's table. All its faults come together, since each round costs a person's time.</summary>
public static class RequestValidator
{
    /// <summary>Everything that is wrong with a request, or doubtful. Empty where it can be sent.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="profile">Where.</param>
    public static IReadOnlyList<VeoFault> Validate(VeoRequest request, GatewayProfile profile)
    {
        GatewayTable table = profile.Gateway.Table;
        string modelName = profile.ModelFor(request);
        ModelTable model = table.Find(modelName);
        string at = $"{modelName} at {table.Provider}";
        List<VeoFault> faults = [];

        if (modelName.Length == 0)
        {
            Add(
                "Model",
                $"{table.Provider} has no default model, since its models are its operator's to name",
                "Give the name that the operator has for it");
        }
        else if (!table.Knows(modelName) && !table.HasOpenModelNames)
        {
            string known = string.Join(", ", table.Models.Select(each => each.Name));
            Add(
                "Model",
                $"'{modelName}' is not in the catalogue of {table.Provider} and goes out as it is",
                $"Known: {known}",
                isWarning: true);
        }

        if (GatewayCatalog.Misplaced(profile) is { } misplaced)
            Add("Profile", misplaced, "Register it with that provider", isWarning: true);
        Prompt();
        Frames();
        Option("AspectRatio", request.AspectRatio, model.AspectRatios, ratio => request with { AspectRatio = ratio });
        Resolution();
        Duration();
        Switch("Audio", request.Audio, model.AudioDefault);
        Switch("EnhancePrompt", request.EnhancePrompt, model.EnhancePromptDefault);
        Switch("TranslatePrompt", request.TranslatePrompt, model.TranslatePromptDefault);
        Allowed("NegativePrompt", request.NegativePrompt is not null, model.NegativePrompt);
        Seed();
        Count();
        Option("PersonGeneration", request.PersonGeneration, model.PersonGenerations, policy => request with { PersonGeneration = policy });
        Allowed("Watermark", request.Watermark is not null, model.Watermark);
        Allowed("CallbackUri", request.CallbackUri is not null, model.Callback);
        if (request.CallbackUri is { } callback && (!callback.IsAbsoluteUri || callback.Scheme is not ("http" or "https")))
            Add("CallbackUri", "it must be an absolute http or https address", "Give one such as https://hooks.example/veo");

        // A rule between options is worth telling only where what would not pass by itself has no part in it.
        VeoRequest sound = request with
        {
            FirstFrame = Sound("FirstFrame", request.FirstFrame),
            LastFrame = Sound("LastFrame", request.LastFrame),
            ReferenceImages = Sound("ReferenceImage", request.ReferenceImages) ?? [],
            SourceVideo = Sound("SourceVideo", request.SourceVideo),
            AspectRatio = Sound("AspectRatio", request.AspectRatio),
            Resolution = Sound("Resolution", request.Resolution),
            Duration = Sound("Duration", request.Duration),
            Audio = Sound("Audio", request.Audio),
            NegativePrompt = Sound("NegativePrompt", request.NegativePrompt),
            PersonGeneration = Sound("PersonGeneration", request.PersonGeneration),
        };
        Uri? page = table.Documentation;
        if (!faults.Exists(fault => !fault.IsWarning)) faults.AddRange(SentRequest.Of(request, profile).Contradictions);
        ModelRule[] rules = [.. model.Rules.Where(rule => rule.AppliesTo?.Invoke(profile.Settings) is not false)];
        faults.AddRange(rules.Where(rule => rule.IsBroken(request) && rule.IsBroken(sound)).Select(rule =>
            new VeoFault(rule.Parameter, rule.Text, rule.Nearest is null ? "Leave it out" : $"Nearest: {rule.Nearest}", rule.IsWarning) {
                Source = rule.Source }).ToList());
        return [.. faults.Select(
            fault => fault with
            {
                Source = fault.Source ?? (fault.IsWarning && ByGoogle(fault.Option) ? GoogleRules.Page : page),
                Action = fault.Action ?? (fault.IsWarning ? null : ActionOf(fault.Option)),
            })];

        T? Sound<T>(string parameter, T? value) => faults.Exists(fault => !fault.IsWarning && fault.Option == parameter) ? default : value;

        void Add(string parameter, string rule, string? remedy = null, bool isWarning = false)
            => faults.Add(new(parameter, rule, remedy, isWarning));

        void Prompt()
        {
            bool hasImage = request.Mode != VideoModes.Text || model.ImageFields.Any(field => request.ProviderOption?[field] is not null);
            if (!string.IsNullOrWhiteSpace(request.Prompt)) return;
            if (!hasImage || model.PromptAlwaysRequired)
                Add(
                    "Prompt",
                    hasImage ? $"{at} needs a prompt beside an image" : "there is no prompt and no image to make a video from",
                    "Say what shall be seen");
        }

        void Frames()
        {
            if (request.LastFrame is not null && request.FirstFrame is null && !model.LastFrameAlone)
            {
                faults.Add(new("LastFrame", "it needs a first frame to come from") { Action = VeoRemedy.Give("FirstFrame") });
            }

            bool hasFrames = (request.FirstFrame ?? request.LastFrame) is not null;
            if (request.ReferenceImages.Count > 0 && hasFrames && !model.FramesWithReferences)
            {
                Add("ReferenceImage", "reference images and frames exclude each other", "Give one kind only");
            }

            if (request.SourceVideo is not null
                && ((request.FirstFrame ?? request.LastFrame) is not null || request.ReferenceImages.Count > 0))
                Add("SourceVideo", "a video to extend and images exclude each other", "Give one kind only");
            if (request.Mode != VideoModes.Text && !model.Modes.HasFlag(request.Mode))
                Add(
                    ModeParameter(request.Mode),
                    $"{at} makes no video from that",
                    Remedy(ModeParameter(request.Mode)) ?? $"It makes videos from: {model.Modes}");
            else if (request.ReferenceImages.Count > model.MaxReferenceImages)
                Add(
                    "ReferenceImage",
                    $"{By("ReferenceImage")} takes at most {model.MaxReferenceImages}, not {request.ReferenceImages.Count}",
                    $"Nearest: {model.MaxReferenceImages}",
                    ByGoogle("ReferenceImage"));

            Image("FirstFrame", request.FirstFrame);
            Image("LastFrame", request.LastFrame);
            foreach (MediaInput image in request.ReferenceImages) Image("ReferenceImage", image);
            if (model.Modes.HasFlag(VideoModes.Extension)) Video(request.SourceVideo);
        }

        void Image(string parameter, MediaInput? image)
        {
            if (image is InlineMedia or FileMedia && (model.ImageForms & (MediaForms.Data | MediaForms.Upload)) == 0)
                Add(parameter, $"{at} takes images as links only", "Put the image where the gateway can fetch it, and give its URL");
            if (IsStorage(image) && !model.ImageForms.HasFlag(MediaForms.Storage)) NoStorage(parameter);
            else if (image is LinkedMedia && !model.ImageForms.HasFlag(MediaForms.Url) && model.ImageForms != MediaForms.None)
            {
                Add(parameter, $"{at} takes no links to images", "Save the image, and give the path of the file");
            }
        }

        static bool IsStorage(MediaInput? media) => media is LinkedMedia link && GoogleStorage.IsName(link.Uri);

        void NoStorage(string parameter) =>
            Add(
                parameter,
                $"{at} takes no objects of Google's Cloud Storage (gs://)",
                "Give an http(s) address where the gateway can fetch it");

        void Video(MediaInput? video)
        {
            if (IsStorage(video))
            {
                if (!model.VideoForms.HasFlag(MediaForms.Storage)) NoStorage("SourceVideo");
                return;
            }

            MediaForms form = video switch
            {
                LinkedMedia => MediaForms.Url,
                TaskMedia { Link: null } => MediaForms.TaskId,
                TaskMedia => MediaForms.Url | MediaForms.TaskId,
                _ => MediaForms.Data,
            };
            if (video is null || (model.VideoForms & form) != 0) return;
            bool asLink = model.VideoForms.HasFlag(MediaForms.Url);
            Add(
                "SourceVideo",
                $"{at} takes the video to extend as {(asLink ? "a link" : "the id of the task that made it")} only",
                asLink ? "Give its URL, or the task that made it with its Videos" : "Give the task's id");
        }

        void Option(string parameter, string? value, IReadOnlyList<string> options, Func<string?, VeoRequest> with)
        {
            if (value is null || options.Contains(value, StringComparer.Ordinal)) return;
            if (options.Count == 0) NotAnOption(parameter);
            else Add(parameter, $"{at} does not take '{value}'", AndRemedy(parameter, OneOf(Passing(options, with, with(null)))));
        }

        void Resolution()
        {
            if (request.Resolution is not { } asked || model.Resolutions.Contains(asked, StringComparer.Ordinal)) return;
            if (model.Resolutions.Count == 0) NotAnOption("Resolution");
            else
                Add(
                    "Resolution",
                    $"{at} does not take '{asked}'",
                    AndRemedy("Resolution", Nearest(PassingResolutions().OrderBy(each => Math.Abs(Height(each) - Height(asked))))));

            IReadOnlyList<string> PassingResolutions() =>
                Passing(model.Resolutions, each => request with { Resolution = each }, request with { Resolution = null });
        }

        void Duration()
        {
            if (request.Duration is not { } seconds || model.Durations.Contains(seconds)) return;
            if (model.Durations.Count == 0) NotAnOption("Duration");
            else
            {
                IReadOnlyList<int> passing = Passing(
                    model.Durations,
                    each => request with { Duration = each },
                    request with { Duration = null });
                string nearest = Nearest(passing.OrderBy(each => Math.Abs((long)each - seconds)).Select(each => Number(each)));
                string rule = $"{By("Duration")} takes {string.Join(", ", model.Durations)} seconds, not {Number(seconds)}";
                Add("Duration", rule, nearest, seconds > 0 && ByGoogle("Duration"));
            }
        }

        void Seed()
        {
            if (request.Seed is not { } seed) return;
            if (model.Seed is not { } range) NotAnOption("Seed");
            else if (seed < range.Min || seed > range.Max)
                Add(
                    "Seed",
                    $"{By("Seed")} takes {range}, not {Number(seed)}",
                    $"Nearest: {Number(seed < range.Min ? range.Min : range.Max)}",
                    ByGoogle("Seed"));
        }

        void Count()
        {
            if (request.Count is not { } count || (count >= 1 && count <= model.MaxCount)) return;
            Add("Count", model.MaxCount == 1 ? $"{at} makes one video a request, not {Number(count)}" : $"{at} makes 1 to "
                + $"{model.MaxCount} videos a request, not "
                + $"{Number(count)}", AndRemedy("Count", $"Nearest: {Number(count < 1 ? 1 : model.MaxCount)}"));
        }

        void Switch(string parameter, bool? value, bool? isSwitch) => Allowed(parameter, value is not null, isSwitch is not null);

        void Allowed(string parameter, bool given, bool option)
        {
            if (given && !option) NotAnOption(parameter);
        }

        bool ByGoogle(string parameter) => model.LimitsByGoogle.Contains(parameter, StringComparer.Ordinal);

        string By(string parameter) => ByGoogle(parameter) ? $"Google, behind {at}," : at;

        void NotAnOption(string parameter) => Add(parameter, $"{at} has no such option", Remedy(parameter) ?? "Leave it out");

        // The values that break no rule which the request without any does not break.
        IReadOnlyList<T> Passing<T>(IReadOnlyList<T> values, Func<T, VeoRequest> with, VeoRequest without) =>
            [.. values.Where(value => !model.Rules.Any(rule => !rule.IsWarning && rule.IsBroken(with(value)) && !rule.IsBroken(without)))];

        // Where no value passes beside the rest, the option has no place there.
        static string Nearest(IEnumerable<string> passing)
            => passing.FirstOrDefault() is { } nearest ? $"Nearest: {nearest}" : "Leave it out";

        static string OneOf(IReadOnlyList<string> passing) => passing.Count > 0 ? $"One of: {string.Join(", ", passing)}" : "Leave it out";

        string AndRemedy(string parameter, string nearest) => Remedy(parameter) is { } remedy ? $"{nearest}. {remedy}" : nearest;

        VeoRemedy? ActionOf(string parameter) => model.RemedyActions.TryGetValue(parameter, out VeoRemedy? action) ? action : null;

        string? Remedy(string parameter) => model.Remedies.TryGetValue(parameter, out string? remedy) ? remedy : null;
    }

    private static string ModeParameter(VideoModes mode) => mode switch
    {
        VideoModes.Extension => "SourceVideo",
        VideoModes.Reference => "ReferenceImage",
        VideoModes.FirstAndLastFrame => "LastFrame",
        _ => "FirstFrame",
    };

    // What a person who asks for the one would take in place of it.
    private static long Height(string resolution)
    {
        bool isThousands = resolution.EndsWith("k", StringComparison.OrdinalIgnoreCase);
        string digits = resolution.TrimEnd('p', 'P', 'k', 'K');
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? (isThousands ? 540L * number : number)
            : 0;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
