using System.Globalization;
using VeoPS.Engine.Gateways;

namespace VeoPS.Engine.Submissions;

/// <summary>Holds a request against a gateway's table. All its faults come together, since each round costs a person's time.</summary>
public static class RequestValidator
{
    /// <summary>Everything that is wrong with a request, or doubtful. Empty where it can be sent.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="profile">Where.</param>
    public static IReadOnlyList<RequestFault> Validate(VeoRequest request, GatewayProfile profile)
    {
        GatewayTable table = profile.Gateway.Table;
        string modelName = request.Model ?? profile.DefaultModel;
        ModelTable model = table.Find(modelName);
        string at = $"{modelName} at {table.Provider}";
        List<RequestFault> faults = [];

        if (!table.Knows(modelName))
        {
            string known = string.Join(", ", table.Models.Select(each => each.Name));
            Add("Model", $"'{modelName}' is not in the catalogue of {table.Provider} and goes out as it is", $"Known: {known}", isWarning: true);
        }

        Prompt();
        Frames();
        Option("AspectRatio", request.AspectRatio, model.AspectRatios);
        Option("Resolution", request.Resolution, model.Resolutions);
        Duration();
        Switch("Audio", request.Audio, model.AudioDefault);
        Switch("EnhancePrompt", request.EnhancePrompt, model.EnhancePromptDefault);
        Switch("TranslatePrompt", request.TranslatePrompt, model.TranslatePromptDefault);
        Allowed("NegativePrompt", request.NegativePrompt is not null, model.NegativePrompt);
        Seed();
        Count();
        Option("PersonGeneration", request.PersonGeneration, model.PersonGenerations);
        Allowed("Watermark", request.Watermark is not null, model.Watermark);
        Allowed("CallbackUri", request.CallbackUri is not null, model.Callback);
        if (request.CallbackUri is { } callback && (!callback.IsAbsoluteUri || callback.Scheme is not ("http" or "https"))) Add("CallbackUri", "it must be an absolute http or https address");

        // A rule between options is worth telling only where each of them is an option at all.
        if (!faults.Exists(fault => !fault.IsWarning))
        {
            faults.AddRange(model.Rules.Where(rule => rule.IsBroken(request)).Select(rule =>
                new RequestFault(rule.Parameter, rule.Text, rule.Nearest is null ? "Leave it out" : $"Nearest: {rule.Nearest}", rule.IsWarning)));
        }

        return faults;

        void Add(string parameter, string rule, string? remedy = null, bool isWarning = false) => faults.Add(new(parameter, rule, remedy, isWarning));

        void Prompt()
        {
            bool hasImage = request.Mode != VideoModes.Text;
            if (!string.IsNullOrWhiteSpace(request.Prompt)) return;
            if (!hasImage || model.PromptAlwaysRequired) Add("Prompt", hasImage ? $"{at} needs a prompt beside an image" : "there is no prompt and no image to make a video from", "Say what shall be seen");
        }

        void Frames()
        {
            if (request.LastFrame is not null && request.FirstFrame is null) Add("LastFrame", "it needs a first frame to come from", "Give -FirstFrame too");
            if (request.ReferenceImages.Count > 0 && (request.FirstFrame ?? request.LastFrame) is not null) Add("ReferenceImage", "reference images and frames exclude each other", "Give one kind only");
            if (request.SourceVideo is not null && ((request.FirstFrame ?? request.LastFrame) is not null || request.ReferenceImages.Count > 0)) Add("SourceVideo", "a video to extend and images exclude each other", "Give one kind only");
            if (request.Mode != VideoModes.Text && !model.Modes.HasFlag(request.Mode)) Add(ModeParameter(request.Mode), $"{at} makes no video from that", Remedy(ModeParameter(request.Mode)) ?? $"It makes videos from: {model.Modes}");
            else if (request.ReferenceImages.Count > model.MaxReferenceImages) Add("ReferenceImage", $"{at} takes at most {model.MaxReferenceImages}, not {request.ReferenceImages.Count}", $"Nearest: {model.MaxReferenceImages}");

            Image("FirstFrame", request.FirstFrame);
            Image("LastFrame", request.LastFrame);
            foreach (MediaInput image in request.ReferenceImages) Image("ReferenceImage", image);
        }

        void Image(string parameter, MediaInput? image)
        {
            if (image is InlineMedia or FileMedia && (model.ImageForms & (MediaForms.Data | MediaForms.Upload)) == 0) Add(parameter, $"{at} takes images as links only", "Put the image where the gateway can fetch it, and give its URL");
        }

        void Option(string parameter, string? value, IReadOnlyList<string> options)
        {
            if (value is null || options.Contains(value, StringComparer.Ordinal)) return;
            if (options.Count == 0) NotAnOption(parameter);
            else Add(parameter, $"{at} does not take '{value}'", $"One of: {string.Join(", ", options)}");
        }

        void Duration()
        {
            if (request.Duration is not { } seconds || model.Durations.Contains(seconds)) return;
            if (model.Durations.Count == 0) NotAnOption("Duration");
            else Add("Duration", $"{at} takes {string.Join(", ", model.Durations)} seconds, not {Number(seconds)}", $"Nearest: {Number(model.Durations.OrderBy(each => Math.Abs((long)each - seconds)).First())}");
        }

        void Seed()
        {
            if (request.Seed is not { } seed) return;
            if (model.Seed is not { } range) NotAnOption("Seed");
            else if (seed < range.Min || seed > range.Max) Add("Seed", $"{at} takes {range}, not {Number(seed)}", $"Nearest: {Number(seed < range.Min ? range.Min : range.Max)}");
        }

        void Count()
        {
            if (request.Count is not { } count || (count >= 1 && count <= model.MaxCount)) return;
            Add("Count", model.MaxCount == 1 ? $"{at} makes one video a request, not {Number(count)}" : $"{at} makes 1 to {model.MaxCount} videos a request, not {Number(count)}", $"Nearest: {Number(count < 1 ? 1 : model.MaxCount)}");
        }

        void Switch(string parameter, bool? value, bool? isSwitch) => Allowed(parameter, value is not null, isSwitch is not null);

        void Allowed(string parameter, bool given, bool option)
        {
            if (given && !option) NotAnOption(parameter);
        }

        void NotAnOption(string parameter) => Add(parameter, $"{at} has no such option", Remedy(parameter) ?? "Leave it out");

        string? Remedy(string parameter) => model.Remedies.TryGetValue(parameter, out string? remedy) ? remedy : null;
    }

    private static string ModeParameter(VideoModes mode) => mode switch
    {
        VideoModes.Extension => "SourceVideo",
        VideoModes.Reference => "ReferenceImage",
        VideoModes.FirstAndLastFrame => "LastFrame",
        _ => "FirstFrame",
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
