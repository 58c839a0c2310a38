using System.Collections.ObjectModel;
using System.Management.Automation;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Submissions;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Submits videos, each once, and emits each task as soon as its gateway has taken it.</summary>
[Cmdlet(VerbsCommon.New, "VeoVideo", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VeoTask))]
public sealed class NewVeoVideoCommand : VeoCmdlet
{
    private readonly List<VeoTask> _ready = [];
    private readonly List<VeoTask> _doubtful = [];
    private EngineHost _host = null!;
    private SubmissionRun _run = null!;
    private HashSet<string> _typed = [];
    private int _inFlight;

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
    public string[]? Profile { get; set; }

    /// <summary>The model's id. One that the catalogue does not know goes out with a warning.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
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
    public object? SourceVideo { get; set; }

    /// <summary><c>16:9</c>, <c>9:16</c> or <c>Auto</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? AspectRatio { get; set; }

    /// <summary><c>720p</c>, <c>1080p</c> or <c>4k</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Resolution { get; set; }

    /// <summary>In seconds.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("DurationSeconds", "Seconds")]
    public object? Duration { get; set; }

    /// <summary><c>On</c> or <c>Off</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Audio { get; set; }

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway may rewrite the prompt.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? EnhancePrompt { get; set; }

    /// <summary><c>On</c> or <c>Off</c>: whether the gateway translates the prompt to English.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
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
    public object? Count { get; set; }

    /// <summary><c>AllowAll</c>, <c>AllowAdult</c> or <c>Disallow</c>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? PersonGeneration { get; set; }

    /// <summary>A text to put into the picture.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? Watermark { get; set; }

    /// <summary>Where the gateway shall post when the task ends.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? CallbackUri { get; set; }

    /// <summary>Your name for this purchase: the same key never buys twice.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    public string? JobKey { get; set; }

    /// <summary>Words for finding it again; kept in the ledger.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    public string[]? Tag { get; set; }

    /// <summary>The most that one request may cost with all its videos, in the taking profile's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? MaxCost { get; set; }

    /// <summary>The most that the whole call may cost, in the taking profile's unit.</summary>
    [Parameter]
    public object? MaxTotalCost { get; set; }

    /// <summary>Merged into the request's body as it is, for what a gateway has and these parameters have not.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? ProviderOption { get; set; }

    /// <summary>Submissions in flight at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Buys again under a job key whose outcome is unknown, filtered or expired.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> Held
    {
        get
        {
            lock (_ready) return [.. _ready];
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<VeoTask> Doubtful
    {
        get
        {
            lock (_ready) return [.. _doubtful];
        }
    }

    /// <inheritdoc/>
    protected override void Begin()
    {
        _host = OpenEngine();
        _run = _host.Engine.NewRun(Limit.Of(this, nameof(MaxTotalCost), MaxTotalCost));
        _typed = new HashSet<string>(MyInvocation.BoundParameters.Keys, StringComparer.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        object? row = InputObject ?? (object?)Prompt;
        SubmissionOrder order;
        try
        {
            order = Order();
        }
        catch (VeoException exception)
        {
            Fail(exception, row);
            return;
        }

        if (!ShouldProcess(Description(order), $"Buy this video? {Description(order)}", "New-VeoVideo")) return;
        PumpUntil(() => _inFlight < ThrottleLimit);
        _inFlight++;
        SubmissionOutcome? outcome = null;
        Start(
            async token =>
            {
                outcome = await _run.SubmitAsync(order, token).ConfigureAwait(false);
                lock (_ready) Keep(outcome);
            },
            () =>
            {
                _inFlight--;
                if (outcome is not null) Tell(outcome, row);
            });
    }

    /// <inheritdoc/>
    protected override void Finish() => PumpUntil(() => _inFlight == 0);

    private void Keep(SubmissionOutcome outcome)
    {
        if (outcome.Task is { } task) _ready.Add(task);
        else if (outcome.Error is { ErrorId: VeoErrorId.SubmitUnknown, Task: { } unknown }) _doubtful.Add(unknown);
    }

    // It is the next stage's, or the error's, from the moment that it is written, whatever becomes of the line there.
    private void Tell(SubmissionOutcome outcome, object? row)
    {
        lock (_ready)
        {
            _ready.RemoveAll(task => ReferenceEquals(task, outcome.Task));
            _doubtful.RemoveAll(task => ReferenceEquals(task, outcome.Error?.Task));
        }

        if (outcome.Error is { } error) Fail(error, row);
        if (outcome.Task is { } taken) WriteObject(taken);
    }

    private SubmissionOrder Order()
    {
        Faults faults = [];
        VideoArguments arguments = new(SessionState.Path.GetUnresolvedProviderPathFromPSPath, faults);
        (string? prompt, object? firstFrame) = FromPipeline(faults);
        if (_typed.Contains(nameof(JobKey)) && string.IsNullOrWhiteSpace(JobKey)) faults.Add(nameof(JobKey), "it is blank, so nothing would keep this from being bought twice", "Give a name, or leave it out");

        SubmissionOrder order = new()
        {
            Profiles = Profiles(),
            JobKey = string.IsNullOrWhiteSpace(JobKey) ? null : JobKey,
            Tag = Cell.Texts(Tag),
            MaxCost = Cell.Money(nameof(MaxCost), Late(MaxCost), faults),
            Force = Force,
            Request = new VeoRequest
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
                ProviderOption = arguments.Option(Late(ProviderOption)) is { } option ? ProviderOptions.ToJson(option) : null,
            },
        };
        if (order.JobKey is not null && !_host.HasLedger) faults.Add(nameof(JobKey), "it needs the ledger, and VEOPS_LEDGER is 'off'", "Leave one of them out");
        foreach (RequestFault doubtful in SubmissionRun.Check(order, faults)) Warn(doubtful.ToString());
        return order;
    }

    private (string? Prompt, object? FirstFrame) FromPipeline(Faults faults)
    {
        if (!MyInvocation.ExpectingInput) return (Cell.Text(Prompt), Late(FirstFrame));
        switch (PipelineInput.KindOf(InputObject))
        {
            case PipelineInput.Kind.Text:
                if (_typed.Contains(nameof(Prompt))) faults.Add(nameof(Prompt), "text came down the pipeline, and a prompt is given too", "Give one of them");
                return (Cell.Text(InputObject), Late(FirstFrame));
            case PipelineInput.Kind.File:
                if (FirstFrame is not null) faults.Add(nameof(FirstFrame), "a file came down the pipeline, and a first frame is given too", "Give one of them");
                return (Cell.Text(Prompt), InputObject);
            case PipelineInput.Kind.Row:
                return (Cell.Text(Prompt), Late(FirstFrame));
            default:
                throw new VeoException(
                    VeoErrorId.RequestInvalid,
                    $"-Prompt: what came down the pipeline is neither text, nor a file, nor a row with a Prompt, but {PipelineInput.Describe(InputObject)}. Nothing was sent and nothing was bought.");
        }
    }

    // The binder reads a Count off whatever has one; only a row with a prompt means it.
    private bool CountIsMeant => _typed.Contains(nameof(Count)) || !MyInvocation.ExpectingInput || InputObject?.Properties["Prompt"] is not null;

    // PowerShell binds a script block late to typed parameters only, and only where there is an input to bind it to.
    private object? Late(object? value)
    {
        if (!MyInvocation.ExpectingInput || Cell.Unwrap(value) is not ScriptBlock block) return value;
        Collection<PSObject> results = block.InvokeWithContext(null, [new PSVariable("_", InputObject)]);
        return results.Count == 1 ? results[0] : results;
    }

    private IReadOnlyList<GatewayProfile> Profiles()
    {
        IReadOnlyList<string> names = Cell.Texts(Profile);
        return names.Count == 0 ? [_host.Default()] : [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(_host.Profile)];
    }

    // The body is only made where somebody looks at it: with images inside it costs time and memory.
    private string Description(SubmissionOrder order)
    {
        GatewayProfile profile = order.Profiles[0];
        string estimate = CostEstimator.Estimate(order.Request, profile)?.ToString() ?? "no published price";
        string text = $"Submit to '{profile}' ({profile.Gateway.Table.Provider}, {profile.ModelFor(order.Request)}), estimate: {estimate}";
        return IsLookedAt ? EngineHost.Redact($"{text}, body: {RequestPreview.Of(order.Request, profile)}") : text;
    }

    private bool IsLookedAt => IsWhatIf || _typed.Overlaps(["Confirm", "Verbose"]);
}
