using System.Management.Automation;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Puts rows on the list of work that workers share. They are validated and priced; nothing is bought.</summary>
[Cmdlet(VerbsCommon.Add, "VeoJob", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(VeoJob))]
public sealed class AddVeoJobCommand : VeoPurchaseCmdlet
{
    private EngineHost _host = null!;
    private JobList _jobs = null!;

    /// <summary>Higher comes first. Left out: 0.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? Priority { get; set; }

    /// <summary>When it may be worked on at the earliest.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? NotBefore { get; set; }

    /// <summary>Keeps the bytes of local media in the ledger until the job is done, at most 20 MB a job.</summary>
    [Parameter]
    public SwitchParameter StoreMedia { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _host = OpenEngine();
        _jobs = _host.Engine.NewJobs();
    }

    private protected override void Process(InputName? input)
    {
        try
        {
            Faults faults = [];
            if (KeyOfInput is null) faults.Add(nameof(JobKey), "a job needs a key, so that it is bought only once", "Give a name");
            JobTerms terms = new()
            {
                Priority = Cell.Integer(nameof(Priority), Late(Priority), faults) ?? 0,
                NotBefore = Cell.Time(nameof(NotBefore), Late(NotBefore), faults),
                StoreMedia = StoreMedia,
            };
            SubmissionOrder order = ReadOrder(_host, faults);
            Keys.Find(order);
            GatewayProfile profile = order.Profiles[0];
            string what = $"Add the job '{order.JobKey}' for "
                + $"{PurchaseText.Described(order, profile, CostEstimator.Estimate(order.Request, profile))}";
            if (!ShouldProcess(what, $"Add this job? {what}", "Add-VeoJob")) return;
            TakeKey(order, input);
            WriteObject(Await(token => _jobs.AddAsync(order, terms, token)));
        }
        catch (VeoException exception)
        {
            Fail(exception, InputObject ?? (object?)Prompt, input);
        }
    }
}
