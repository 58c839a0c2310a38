using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>A cmdlet that takes a description of a video: on the command line, as text, as a file, or as a row of a CSV.</summary>
public abstract class VeoRequestCmdlet : VeoCmdlet
{
    private const int MostCauses = 1000;

    private static readonly ConcurrentDictionary<string, bool> s_told = new(StringComparer.Ordinal);

    // The values of the parameters that describe a video, by the names of the parameters.
    private readonly Dictionary<string, object?> _arguments = new(StringComparer.Ordinal);

    // The first input with each error: who pipes ten thousand rows with one mistake reads about it once.
    private readonly Dictionary<string, int> _causes = new(StringComparer.Ordinal);

    private RowColumns? _columns;
    private int _inputs;
    private bool _toldOfBlank;

    private protected VeoRequestCmdlet() { }

    /// <summary>The object from the pipeline, bound unchanged, so that it can be judged.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The description of the picture and the sound.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? Prompt { get => (string?)Get(); set => Set(value); }

    /// <summary>Where. More than one: tried in order, the next only where nothing can have been bought from the one before.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[]? Profile { get; set; }

    /// <summary>The model's id. One that the catalogue does not know goes out with a warning.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string? Model { get => (string?)Get(); set => Set(value); }

    /// <summary>The image to start with: an http(s) address, a file, or a data URI.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    public object? FirstFrame { get => Get(); set => Set(value); }

    /// <summary>The image to end with; needs <see cref="FirstFrame"/>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("LastImage")]
    public object? LastFrame { get => Get(); set => Set(value); }

    /// <summary>Images of people or things that shall appear in the video.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ReferenceImages", "Images")]
    public object? ReferenceImage { get => Get(); set => Set(value); }

    /// <summary>The video to go on with: an address, a gateway's task id, or a task.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Video")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public object? SourceVideo { get => Get(); set => Set(value); }

    /// <summary><c>16:9</c>, <c>9:16</c> or <c>Auto</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? AspectRatio { get => Get(); set => Set(value); }

    /// <summary><c>720p</c>, <c>1080p</c> or <c>4k</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Resolution { get => Get(); set => Set(value); }

    /// <summary>In seconds.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DurationSeconds", "Seconds")]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Duration { get => Get(); set => Set(value); }

    /// <summary><c>On</c> or <c>Off</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Audio { get => Get(); set => Set(value); }

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway may rewrite the prompt.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? EnhancePrompt { get => Get(); set => Set(value); }

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway translates the prompt to English.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? TranslatePrompt { get => Get(); set => Set(value); }

    /// <summary>The description of things that shall not be seen.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? NegativePrompt { get => (string?)Get(); set => Set(value); }

    /// <summary>The random seed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Seed { get => Get(); set => Set(value); }

    /// <summary>How many videos.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? Count { get => Get(); set => Set(value); }

    /// <summary><c>AllowAll</c>, <c>AllowAdult</c> or <c>Disallow</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(OptionCompleter))]
    public object? PersonGeneration { get => Get(); set => Set(value); }

    /// <summary>A text to put into the picture.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? Watermark { get => (string?)Get(); set => Set(value); }

    /// <summary>Where the gateway shall post when the task ends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? CallbackUri { get => Get(); set => Set(value); }

    /// <summary>Merged into the request's body as it is, for options that a gateway has and these parameters have not.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? ProviderOption { get => Get(); set => Set(value); }

    /// <summary>The names of the parameters that were typed, and not bound from the pipeline.</summary>
    private protected HashSet<string> Given { get; private set; } = [];

    private protected override PSObject? Piped => InputObject;

    /// <inheritdoc/>
    protected override void Begin() => Given = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);

    /// <summary>The job key that the input names; null where it names none.</summary>
    private protected virtual string? KeyOfInput => JobKeyText.Of(Cell.Text(InputObject?.Properties["JobKey"]?.Value));

    // Null where none comes down the pipeline.
    private InputName? NextInput() => MyInvocation.ExpectingInput ? new InputName(++_inputs, KeyOfInput, TextOfInput) : null;

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        InputName? input = NextInput();
        if (PipelineInput.IsBlank(InputObject)) PassOver(input);
        else Process(input);
    }

    /// <summary>Does the work of this stage for one input.</summary>
    /// <param name="input">Which it is; null where none comes down the pipeline.</param>
    private protected abstract void Process(InputName? input);

    /// <summary>
    /// Writes an error that says which input it is about. The same error of a later input only names the first; the record has the
    /// same id and faults.
    /// </summary>
    private protected void Fail(VeoException exception, object? target, InputName? input)
    {
        if (input is null)
        {
            Fail(exception, target, KeyOfInput, null);
            return;
        }

        string cause = $"{exception.ErrorId} {ErrorText.Of(exception)}";
        string? shown = null;
        if (_causes.TryGetValue(cause, out int first)) shown = $"{input}: as input {first.ToString(CultureInfo.InvariantCulture)}";
        else if (_causes.Count < MostCauses) _causes[cause] = input.Number;
        Fail(exception.With($"{input}: {exception.Summary}"), target, input.JobKey, shown);
    }

    // A spreadsheet writes rows of empty cells below its last, and a text file often ends in an empty line.
    private void PassOver(InputName? input)
    {
        if (_toldOfBlank) Say($"{input}: skipped a blank input.");
        else Warn($"{input}: skipped a blank input. Further blank inputs are skipped without a warning.");
        _toldOfBlank = true;
    }

    // A prompt that was typed is the same for all.
    private string? TextOfInput => PipelineInput.KindOf(InputObject) switch
    {
        PipelineInput.Kind.Text => Cell.Text(InputObject),
        PipelineInput.Kind.File => ((FileInfo)InputObject!.BaseObject).Name,
        PipelineInput.Kind.Row when !Given.Contains(nameof(Prompt)) => Cell.Text(Prompt),
        _ => null,
    };

    /// <summary>Warns of doubtful options. That a model is gone is said once a process.</summary>
    private protected void Warn(IEnumerable<VeoFault> doubtful)
    {
        foreach (string text in doubtful.Where(fault => !fault.IsRetirement || s_told.TryAdd(fault.Rule, true)).Select(ErrorText.Of))
            Warn(text);
    }

    private protected VeoRequest ReadRequest(Faults faults)
    {
        VideoArguments arguments = new(SessionState.Path.GetUnresolvedProviderPathFromPSPath, faults);
        (string? prompt, object? firstFrame) = FromPipeline(faults);
        return VideoOptions.Read(option => arguments.Value(option, Argument(option.Name)), faults);

        object? Argument(string option) => option switch
        {
            nameof(Prompt) => prompt,
            nameof(FirstFrame) => firstFrame,
            nameof(Count) when !CountIsMeant => null,
            _ => Late(Get(option)),
        };
    }

    private (string? Prompt, object? FirstFrame) FromPipeline(Faults faults)
    {
        if (!MyInvocation.ExpectingInput) return (Cell.Text(Prompt), Late(FirstFrame));
        switch (PipelineInput.KindOf(InputObject))
        {
            case PipelineInput.Kind.Text:
                if (Given.Contains(nameof(Prompt)))
                    faults.Add(nameof(Prompt), "the pipeline supplies text, and a prompt is given too", "Give one of them");
                return (Cell.Text(InputObject), Late(FirstFrame));
            case PipelineInput.Kind.File:
                if (FirstFrame is not null)
                    faults.Add(nameof(FirstFrame), "the pipeline supplies a file, and a first frame is given too", "Give one of them");
                return (Cell.Text(Prompt), InputObject);
            case PipelineInput.Kind.Row:
                JudgeColumns(faults);
                return (Cell.Text(Prompt), Late(FirstFrame));
            default:
                throw NoRequest();
        }
    }

    private void JudgeColumns(Faults faults) =>
        (_columns ??= new RowColumns(MyInvocation.MyCommand.Parameters.Values, Warn)).Judge(InputObject!, faults);

    private VeoException NoRequest()
    {
        Faults near = [];
        if (InputObject is not null) JudgeColumns(near);
        string what = "-Prompt: the input must be text, a file, or a row with a Prompt, but it is "
            + $"{PipelineInput.Describe(InputObject)}.";
        return new VeoException(VeoErrorId.RequestInvalid, string.Join(" ", [what, .. near.Select(
            fault => fault.ToString()), "Pipe prompts, image files, or rows with a Prompt. Nothing was sent and nothing was bought."]));
    }

    private object? Get([CallerMemberName] string parameter = "") => _arguments.TryGetValue(parameter, out object? value) ? value : null;

    private void Set(object? value, [CallerMemberName] string parameter = "") => _arguments[parameter] = value;

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
