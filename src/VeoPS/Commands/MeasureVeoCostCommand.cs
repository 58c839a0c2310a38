using System.Management.Automation;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Purchases;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>
/// Tells the cost that requests would have, or that tasks had, as one sum for each profile, model and unit, and for tasks each day.
/// Takes the same input as New-VeoVideo, or tasks. Where no price is published, a gateway that tells prices is asked. Nothing is bought.
/// </summary>
[Cmdlet(VerbsDiagnostic.Measure, "VeoCost")]
[OutputType(typeof(VeoCostSum))]
public sealed class MeasureVeoCostCommand : VeoRequestCmdlet
{
    private readonly CostTally _tally = new();
    private EngineHost _host = null!;
    private int _unpriced;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _host = OpenEngine();
    }

    private protected override void Process(InputName? input)
    {
        try
        {
            if (MyInvocation.ExpectingInput && TaskInput.Read(InputObject) is { Task: { } task }) Add(task);
            else AddRequest();
        }
        catch (VeoException exception)
        {
            Fail(exception, InputObject ?? (object?)Prompt, input);
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach (VeoCostSum sum in _tally.Sums()) WriteObject(sum);
        if (_unpriced > 0)
            Warn(_unpriced == 1
                ? "1 task is not included, because its cost is unknown."
                : $"{_unpriced} tasks are not included, because their cost is unknown.");
    }

    private void Add(VeoTask task)
    {
        VeoTask known = Await(token => _host.Finder.LookAsync(task, null, token))?.Task ?? task;
        if (!_tally.Add(known)) _unpriced++;
    }

    private void AddRequest()
    {
        Faults faults = [];
        VeoRequest request = ReadRequest(faults);
        if (!MyInvocation.ExpectingInput && faults.Count == 0 && IsEmpty(request))
            throw new VeoException(VeoErrorId.RequestInvalid, "There is no input to measure. Pipe prompts, image files, rows "
                + "with a Prompt, or tasks (Get-VeoTask | Measure-VeoCost), or give a -Prompt. Nothing was sent and nothing was bought.");
        IReadOnlyList<GatewayProfile> profiles = Profiles(_host);
        Warn(PurchaseRun.Check(new SubmissionOrder { Request = request, Profiles = profiles }, faults));
        foreach (GatewayProfile profile in profiles)
        {
            VeoCost? cost = null;
            VeoException? error = null;
            Run(async token =>
            {
                try
                {
                    cost = await _host.Engine.PriceAsync(request, profile, token).ConfigureAwait(false);
                }
                catch (VeoException exception)
                {
                    error = exception;
                }
            });
            if (error is not null) throw error;
            string model = profile.ModelFor(request);
            if (cost is not null) _tally.Add(profile.Name, model, cost);
            else
                throw new VeoException(VeoErrorId.NotSupported, $"The price of {model} at {profile.Gateway.Table.Provider} is unknown, "
                    + $"because {profile.Gateway.Table.Provider} does not publish it. Nothing was bought.")
                {
                    Remedies = new([CostEstimator.PriceRemedy(profile.Profile, profile.Gateway)]),
                };
        }
    }

    private static bool IsEmpty(VeoRequest request) =>
        request is { Prompt: null, FirstFrame: null, LastFrame: null, ReferenceImages.Count: 0, SourceVideo: null };
}
