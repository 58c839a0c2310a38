using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>A cmdlet that takes a description of a video: on the command line, as text, as a file, or as a row of a CSV.</summary>
public abstract class VeoRequestCmdlet : VeoCmdlet
{
    private static readonly ConcurrentDictionary<string, bool> s_told = new(StringComparer.Ordinal);

    private RowColumns? _columns;
    private int _inputs;

    private protected VeoRequestCmdlet() { }

    /// <summary>What comes down the pipeline, bound as it is, so that it can be judged.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>What shall be seen and heard.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? Prompt { get; set; }

    /// <summary>Where. More than one: tried in order, the next only where nothing can have been bought from the one before.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[]? Profile { get; set; }

    /// <summary>The model's id. One that the catalogue does not know goes out with a warning.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get; set; }

    /// <summary>The image to start with: an http(s) address, a file, or a data URI.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    public object? FirstFrame { get; set; }

    /// <summary>The image to end with; needs <see cref="FirstFrame"/>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LastImage")]
    public object? LastFrame { get; set; }

    /// <summary>Images of what shall appear.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ReferenceImages", "Images")]
    public object? ReferenceImage { get; set; }

    /// <summary>The video to go on with: an address, a gateway's task id, or a task.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Video")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public object? SourceVideo { get; set; }

    /// <summary><c>16:9</c>, <c>9:16</c> or <c>Auto</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? AspectRatio { get; set; }

    /// <summary><c>720p</c>, <c>1080p</c> or <c>4k</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Resolution { get; set; }

    /// <summary>In seconds.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DurationSeconds", "Seconds")]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Duration { get; set; }

    /// <summary><c>On</c> or <c>Off</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Audio { get; set; }

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway may rewrite the prompt.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? EnhancePrompt { get; set; }

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway translates the prompt to English.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? TranslatePrompt { get; set; }

    /// <summary>What shall not be seen.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? NegativePrompt { get; set; }

    /// <summary>The random seed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Seed { get; set; }

    /// <summary>How many videos.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Count { get; set; }

    /// <summary><c>AllowAll</c>, <c>AllowAdult</c> or <c>Disallow</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? PersonGeneration { get; set; }

    /// <summary>A text to put into the picture.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? Watermark { get; set; }

    /// <summary>Where the gateway shall post when the task ends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? CallbackUri { get; set; }

    /// <summary>Merged into the request's body as it is, for what a gateway has and these parameters have not.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? ProviderOption { get; set; }

    /// <summary>The names of what was typed, and not bound from the pipeline.</summary>
    private protected HashSet<string> Given { get; private set; } = [];

    private protected override PSObject? Piped => InputObject;

    /// <inheritdoc/>
    protected override void Begin() => Given = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the input calls itself; null where it does not.</summary>
    private protected virtual string? KeyOfInput => JobKeyText.Of(Cell.Text(InputObject?.Properties["JobKey"]?.Value));

    /// <summary>Which input this is: null where none comes down the pipeline. Once for each.</summary>
    private protected InputName? NextInput() => MyInvocation.ExpectingInput ? new InputName(++_inputs, KeyOfInput ?? TextOfInput) : null;

    /// <summary>Writes an error that says which input it is about.</summary>
    private protected void Fail(VeoException exception, object? target, InputName? input) =>
        Fail(input is null ? exception : exception.With($"{input}: {exception.Summary}"), target);

    // A prompt that was typed is the same for all.
    private string? TextOfInput => PipelineInput.KindOf(InputObject) switch
    {
        PipelineInput.Kind.Text => Cell.Text(InputObject),
        PipelineInput.Kind.File => ((FileInfo)InputObject!.BaseObject).Name,
        PipelineInput.Kind.Row when !Given.Contains(nameof(Prompt)) => Cell.Text(Prompt),
        _ => null,
    };

    /// <summary>Warns of what is doubtful. That a model is gone is said once a process.</summary>
    private protected void Warn(IEnumerable<VeoFault> doubtful)
    {
        foreach (string text in doubtful.Where(fault => !fault.IsRetirement || s_told.TryAdd(fault.Rule, true)).Select(ErrorText.Of))
            Warn(text);
    }

    private protected VeoRequest ReadRequest(Faults faults)
    {
        VideoArguments arguments = new(SessionState.Path.GetUnresolvedProviderPathFromPSPath, faults);
        (string? prompt, object? firstFrame) = FromPipeline(faults);
        Cell.Prose(nameof(Prompt), prompt, faults);
        Cell.Prose(nameof(NegativePrompt), NegativePrompt, faults);
        Cell.Prose(nameof(Watermark), Watermark, faults);
        return new VeoRequest
        {
            Prompt = prompt,
            Model = Cell.Text(Model)?.Trim(),
            FirstFrame = arguments.Image(nameof(FirstFrame), firstFrame),
            LastFrame = arguments.Image(nameof(LastFrame), Late(LastFrame)),
            ReferenceImages = arguments.Images(nameof(ReferenceImage), Late(ReferenceImage)),
            SourceVideo = arguments.Video(Late(SourceVideo)),
            AspectRatio = Cell.AspectRatio(Late(AspectRatio)),
            Resolution = Cell.Word(Late(Resolution), "720p", "1080p", "4k"),
            Duration = Cell.Integer(nameof(Duration), Late(Duration), faults),
            Audio = Cell.Switch(nameof(Audio), Late(Audio), faults),
            EnhancePrompt = Cell.Switch(nameof(EnhancePrompt), Late(EnhancePrompt), faults),
            TranslatePrompt = Cell.Switch(nameof(TranslatePrompt), Late(TranslatePrompt), faults),
            NegativePrompt = Cell.Text(NegativePrompt),
            Seed = Cell.Long(nameof(Seed), Late(Seed), faults),
            Count = Cell.Integer(nameof(Count), CountIsMeant ? Late(Count) : null, faults),
            PersonGeneration = Cell.Word(Late(PersonGeneration), "AllowAll", "AllowAdult", "Disallow"),
            Watermark = Cell.Text(Watermark),
            CallbackUri = arguments.Callback(Late(CallbackUri)),
            ProviderOption = OptionJson.Of(Late(ProviderOption), faults),
        };
    }

    private (string? Prompt, object? FirstFrame) FromPipeline(Faults faults)
    {
        if (!MyInvocation.ExpectingInput) return (Cell.Text(Prompt), Late(FirstFrame));
        switch (PipelineInput.KindOf(InputObject))
        {
            case PipelineInput.Kind.Text:
                if (Given.Contains(nameof(Prompt)))
                    faults.Add(nameof(Prompt), "text came down the pipeline, and a prompt is given too", "Give one of them");
                return (Cell.Text(InputObject), Late(FirstFrame));
            case PipelineInput.Kind.File:
                if (FirstFrame is not null)
                    faults.Add(nameof(FirstFrame), "a file came down the pipeline, and a first frame is given too", "Give one of them");
                return (Cell.Text(Prompt), InputObject);
            case PipelineInput.Kind.Row:
                JudgeColumns(faults);
                return (Cell.Text(Prompt), Late(FirstFrame));
            default:
                throw NoRequest();
        }
    }

    private void JudgeColumns(Faults faults) =>
        (_columns ??= new RowColumns(MyInvocation.MyCommand.Parameters.Values, Say)).Judge(InputObject!, faults);

    private VeoException NoRequest()
    {
        Faults near = [];
        if (InputObject is not null) JudgeColumns(near);
        string what = "-Prompt: what came down the pipeline is neither text, nor a file, nor a row with a Prompt, but "
            + $"{PipelineInput.Describe(InputObject)}.";
        return new VeoException(VeoErrorId.RequestInvalid, string.Join(" ", [what, .. near.Select(
            fault => fault.ToString()), "Pipe prompts, image files, or rows with a Prompt. Nothing was sent and nothing was bought."]));
    }

    // The binder reads a Count off whatever has one; only a row with a prompt means it.
    private bool CountIsMeant
        => Given.Contains(nameof(Count)) || !MyInvocation.ExpectingInput || InputObject?.Properties["Prompt"] is not null;

    // PowerShell binds a script block late to typed parameters only, and only where there is an input to bind it to.
    private protected object? Late(object? value)
    {
        if (!MyInvocation.ExpectingInput || Cell.Unwrap(value) is not ScriptBlock block) return value;
        Collection<PSObject> results = block.InvokeWithContext(null, [new PSVariable("_", InputObject)]);
        return results.Count == 1 ? results[0] : results;
    }

    private protected IReadOnlyList<GatewayProfile> Profiles(EngineHost host, bool toBuy = false)
    {
        IReadOnlyList<string> names = Cell.Texts(Profile);
        return names.Count == 0
            ? [toBuy ? host.DefaultToBuy() : host.Default()]
            : [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(host.Profile)];
    }
}
