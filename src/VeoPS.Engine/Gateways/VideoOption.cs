using System.Globalization;
using System.Text.Json.Nodes;
using VeoPS.Engine.Gateways.Dialects.Google;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>
/// An option of a video: its names, its reader, its limit at a model, and the check of a request against that limit. All code that handles
/// options goes through <see cref="VideoOptions.All"/> and knows no option by name.
/// </summary>
/// <param name="name">As the parameter, the column, the fingerprint and the stored request name it.</param>
/// <param name="aliases">Further names of the parameter and the column.</param>
internal abstract class VideoOption(string name, string[] aliases)
{
    public string Name { get; } = name;

    public IReadOnlyList<string> Aliases { get; } = aliases;

    /// <summary>True where every model takes it, so that no table has to say so.</summary>
    public bool IsFree { get; init; }

    /// <summary>The unit of a number.</summary>
    public string? Unit { get; init; }

    /// <summary>A rule of its own beside that of its kind, told whether the option is set or not.</summary>
    public Action<RequestCheck>? Rule { get; init; }

    /// <summary>The value that a cell holds; null where it is blank or cannot be read.</summary>
    /// <param name="cell">Text, or a plain value of .NET. Media and tables come as the value itself: reading them takes files.</param>
    /// <param name="faults">Gets the values that cannot be read.</param>
    public abstract object? Read(object? cell, ICollection<VeoFault> faults);

    /// <summary>Reports the faults of this option in a request.</summary>
    public void Check(RequestCheck check)
    {
        if (check.Request.Options[Name] is { } value && !IsFree) CheckValue(check, value);
        Rule?.Invoke(check);
    }

    /// <summary>The limit of a model; null where it is not an option there.</summary>
    public virtual object? LimitOf(ModelTable model) => model.Limits[Name];

    /// <summary>The value where a request names none; null where no page says it.</summary>
    public virtual string? DefaultOf(ModelTable model) => CellText.Of(model.Defaults[Name]);

    /// <summary>The limit that allows every value that any of some models allows; null where it is an option of none.</summary>
    public object? Widest(IEnumerable<ModelTable> models)
    {
        object[] limits = [.. models.Select(model => model.Limits[Name]).OfType<object>()];
        return limits.Length == 0 ? null : limits.Aggregate(Wider);
    }

    /// <summary>The limit of a model, as its description shows it; null where it is not an option there.</summary>
    public object? Described(ModelTable model) => model.Limits[Name] is { } limit ? Described(limit) : null;

    /// <summary>The values that a model takes, as they are typed. Empty where they are too many to list.</summary>
    public virtual IEnumerable<string> ValuesOf(ModelTable model) => [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    protected virtual void CheckValue(RequestCheck check, object value)
    {
        if (LimitOf(check.Model) is { } limit) Check(check, value, limit);
        else check.NotAnOption(Name);
    }

    /// <summary>The limit that allows every value that either of two limits allows.</summary>
    protected virtual object Wider(object one, object other) => one;

    /// <summary>A limit as a description of the model shows it.</summary>
    protected virtual object Described(object limit) => limit;

    /// <summary>Holds a value against the limit of a model that has the option.</summary>
    protected virtual void Check(RequestCheck check, object value, object limit) { }

    protected static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Any text. A model takes it or not.</summary>
internal sealed class TextOption(string name, params string[] aliases) : VideoOption(name, aliases)
{
    /// <summary>True for a name, whose outer white space means nothing.</summary>
    public bool IsName { get; init; }

    /// <summary>True for words about the video, which are kept as they were given. Other text is kept without its secrets.</summary>
    public bool IsProse { get; init; }

    public override object? Read(object? cell, ICollection<VeoFault> faults) => IsName ? CellText.Of(cell)?.Trim() : CellText.Of(cell);
}

/// <summary>One of some words, which are given as they are spelt. A model lists those that it takes.</summary>
internal sealed class WordOption(string name, string[] words, params string[] aliases) : VideoOption(name, aliases)
{
    /// <summary>Reads further spellings.</summary>
    public Func<object?, string?> Spelling { get; init; } = cell => CellText.Of(cell)?.Trim();

    /// <summary>How large a word is, where the nearest by size is offered in place of a wrong one. Else all are.</summary>
    public Func<string, long>? Size { get; init; }

    public override object? Read(object? cell, ICollection<VeoFault> faults) => CellText.Word(Spelling(cell), words);

    protected override object Wider(object one, object other) => ((IReadOnlyList<string>)one).Union((IReadOnlyList<string>)other).ToArray();

    protected override object Described(object limit) => new VeoList<string>((IReadOnlyList<string>)limit);

    public override IEnumerable<string> ValuesOf(ModelTable model) => (IReadOnlyList<string>?)LimitOf(model) ?? [];

    protected override void Check(RequestCheck check, object value, object limit)
    {
        string asked = (string)value;
        if (((IReadOnlyList<string>)limit).Contains(asked, StringComparer.Ordinal)) return;
        string[] passing = [.. check.Passing(Name, (IReadOnlyList<string>)limit)];
        string remedy = Size is null
            ? RequestCheck.OneOf(passing)
            : RequestCheck.Nearest(passing.OrderBy(each => Math.Abs(Size(each) - Size(asked))));
        check.Add(Name, $"{check.At} does not accept '{asked}'", check.WithRemedy(Name, remedy));
    }
}

/// <summary>One of some whole numbers. A model lists those that it takes.</summary>
internal sealed class NumberOption(string name, params string[] aliases) : VideoOption(name, aliases)
{
    public override object? Read(object? cell, ICollection<VeoFault> faults) =>
        (int?)CellText.Whole(Name, cell, int.MinValue, int.MaxValue, faults);

    protected override object Wider(object one, object other) =>
        ((IReadOnlyList<int>)one).Union((IReadOnlyList<int>)other).OrderBy(number => number).ToArray();

    protected override object Described(object limit) => new VeoList<int>((IReadOnlyList<int>)limit);

    public override IEnumerable<string> ValuesOf(ModelTable model) =>
        ((IReadOnlyList<int>?)LimitOf(model) ?? []).Select(number => Digits(number));

    protected override void Check(RequestCheck check, object value, object limit)
    {
        int asked = (int)value;
        IReadOnlyList<int> taken = (IReadOnlyList<int>)limit;
        if (taken.Contains(asked)) return;
        IEnumerable<int> nearest = check.Passing(Name, taken).OrderBy(each => Math.Abs((long)each - asked));
        check.Add(
            Name,
            $"{check.By(Name)} accepts {string.Join(", ", taken)} {Unit}, not {Digits(asked)}",
            RequestCheck.Nearest(nearest.Select(each => Digits(each))),
            isWarning: asked > 0 && check.IsByGoogle(Name));
    }
}

/// <summary>A whole number of a range that a model names.</summary>
internal sealed class RangeOption(string name, params string[] aliases) : VideoOption(name, aliases)
{
    public override object? Read(object? cell, ICollection<VeoFault> faults) =>
        CellText.Whole(Name, cell, long.MinValue, long.MaxValue, faults);

    protected override object Wider(object one, object other) =>
        new SeedRange(Math.Min(((SeedRange)one).Min, ((SeedRange)other).Min), Math.Max(((SeedRange)one).Max, ((SeedRange)other).Max));

    protected override object Described(object limit) => limit.ToString()!;

    protected override void Check(RequestCheck check, object value, object limit)
    {
        long asked = (long)value;
        SeedRange range = (SeedRange)limit;
        if (asked >= range.Min && asked <= range.Max) return;
        check.Add(
            Name,
            $"{check.By(Name)} accepts {range}, not {Digits(asked)}",
            $"Nearest: {Digits(asked < range.Min ? range.Min : range.Max)}",
            isWarning: check.IsByGoogle(Name));
    }
}

/// <summary>How many videos one request makes, from 1 to the most that a model makes. Every model makes one.</summary>
internal sealed class CountOption(string name, params string[] aliases) : VideoOption(name, aliases)
{
    public override object? Read(object? cell, ICollection<VeoFault> faults) =>
        (int?)CellText.Whole(Name, cell, int.MinValue, int.MaxValue, faults);

    public override object LimitOf(ModelTable model) => base.LimitOf(model) ?? 1;

    public override string DefaultOf(ModelTable model) => "1";

    protected override object Wider(object one, object other) => Math.Max((int)one, (int)other);

    public override IEnumerable<string> ValuesOf(ModelTable model) =>
        Enumerable.Range(1, (int)LimitOf(model)).Select(number => Digits(number));

    protected override void Check(RequestCheck check, object value, object limit)
    {
        int asked = (int)value, most = (int)limit;
        if (asked >= 1 && asked <= most) return;
        string rule = most == 1
            ? $"{check.At} makes one video per request, not {Digits(asked)}"
            : $"{check.At} makes 1 to {Digits(most)} videos per request, not {Digits(asked)}";
        check.Add(Name, rule, check.WithRemedy(Name, $"Nearest: {Digits(asked < 1 ? 1 : most)}"));
    }
}

/// <summary>On or off. A model that has the switch names its default.</summary>
internal sealed class SwitchOption(string name, params string[] aliases) : VideoOption(name, aliases)
{
    public override object? Read(object? cell, ICollection<VeoFault> faults) => CellText.Switch(Name, cell, faults);

    protected override object Described(object limit) => Word((bool)limit);

    public override IEnumerable<string> ValuesOf(ModelTable model) => LimitOf(model) is null ? [] : [Word(true), Word(false)];

    public override string? DefaultOf(ModelTable model) => LimitOf(model) is bool isOn ? Word(isOn) : null;

    /// <summary>As it is typed.</summary>
    public static string Word(bool isOn) => isOn ? "On" : "Off";
}

/// <summary>An address. A model takes it or not.</summary>
internal sealed class AddressOption(string name, params string[] aliases) : VideoOption(name, aliases)
{
    public override object? Read(object? cell, ICollection<VeoFault> faults) => CellText.Address(Name, cell, faults);
}

/// <summary>A table of names and values that goes into the body as it is.</summary>
internal sealed class TableOption(string name, params string[] aliases) : VideoOption(name, aliases)
{
    public override object? Read(object? cell, ICollection<VeoFault> faults) => cell as JsonObject;
}

/// <summary>
/// Images or a video that a video is made from. A model's modes and media forms say which of them it takes. The mode here is that of
/// a request whose <see cref="VeoRequest.Mode"/> this option decides.
/// </summary>
internal sealed class MediaOption(string name, VideoModes mode, params string[] aliases) : VideoOption(name, aliases)
{
    /// <summary>True where there can be several.</summary>
    public bool IsList { get; init; }

    public bool IsVideo => mode == VideoModes.Extension;

    public override object? Read(object? cell, ICollection<VeoFault> faults)
        => cell is MediaInput or IReadOnlyList<MediaInput> ? cell : null;

    protected override void CheckValue(RequestCheck check, object value)
    {
        ModelTable model = check.Model;
        if (check.Request.Mode == mode && !model.Modes.HasFlag(mode))
            check.Add(Name, $"{check.At} cannot make a video from that", check.Remedy(Name) ?? $"It makes videos from: {model.Modes}");
        if (IsVideo && !model.Modes.HasFlag(mode)) return;
        foreach (MediaInput media in MediaInput.Of(value))
        {
            MediaForms forms = IsVideo ? model.VideoForms : model.ImageForms;
            if (media is LinkedMedia link && GoogleStorage.IsName(link.Uri))
            {
                if (!forms.HasFlag(MediaForms.Storage))
                    check.Add(
                        Name,
                        $"{check.At} does not accept Google Cloud Storage objects (gs://)",
                        "Give an http(s) address that the gateway can download from");
            }
            else if (IsVideo) CheckVideo(check, media, forms);
            else CheckImage(check, media, forms);
        }
    }

    private void CheckImage(RequestCheck check, MediaInput image, MediaForms forms)
    {
        if (image is InlineMedia or FileMedia && (forms & (MediaForms.Data | MediaForms.Upload)) == 0)
            check.Add(
                Name,
                $"{check.At} accepts images only as links",
                "Upload the image to a web address that the gateway can reach, and give its URL");
        else if (image is LinkedMedia && !forms.HasFlag(MediaForms.Url) && forms != MediaForms.None)
            check.Add(Name, $"{check.At} does not accept links to images", "Save the image, and give the path of the file");
    }

    private void CheckVideo(RequestCheck check, MediaInput video, MediaForms forms)
    {
        MediaForms given = video switch
        {
            LinkedMedia => MediaForms.Url,
            TaskMedia { Link: null } => MediaForms.TaskId,
            TaskMedia => MediaForms.Url | MediaForms.TaskId,
            _ => MediaForms.Data,
        };
        if ((forms & given) != 0) return;
        bool asLink = forms.HasFlag(MediaForms.Url);
        check.Add(
            Name,
            $"{check.At} accepts the video to extend only as {(asLink ? "a link" : "the id of the task that made it")}",
            asLink ? "Give its URL, or the task that made it with its Videos" : "Give the task's id");
    }
}
