using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Purchases;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>A cmdlet that takes a description of a video that is to be bought: at once, or by whoever works on it later.</summary>
public abstract class VeoPurchaseCmdlet : VeoRequestCmdlet
{
    private protected VeoPurchaseCmdlet() { }

    /// <summary>Your name for this purchase: the same key never buys twice.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyString]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    public string? JobKey { get; set; }

    /// <summary>Words for finding it again; kept in the ledger.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    [ArgumentCompleter(typeof(TagCompleter))]
    public string[]? Tag { get; set; }

    /// <summary>The most that one request may cost with all its videos, in the taking profile's unit.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? MaxCost { get; set; }

    private protected override string? KeyOfInput => JobKeyText.Of(JobKey);

    private protected InputKeys Keys { get; } = new();

    /// <summary>Reads the input, and checks it against the tables of its profiles.</summary>
    /// <param name="host">Has the profiles.</param>
    /// <param name="faults">The faults that were found before.</param>
    /// <exception cref="VeoException">It has all faults of the input. Nothing was sent.</exception>
    private protected SubmissionOrder ReadOrder(EngineHost host, Faults faults)
    {
        VeoRequest request = ReadRequest(faults);
        if (Given.Contains(nameof(JobKey)) && KeyOfInput is null)
            faults.Add(nameof(JobKey), "it is blank, so the same request could be bought twice", "Give a name, or leave it out");
        Cell.Prose(nameof(JobKey), JobKey, faults);
        SubmissionOrder order = new()
        {
            Profiles = Profiles(host, toBuy: true),
            JobKey = KeyOfInput,
            Tag = Cell.Texts(Tag),
            MaxCost = Cell.Money(nameof(MaxCost), Late(MaxCost), faults),
            Request = request,
        };
        if (order.JobKey is not null && !host.HasLedger)
            faults.Add(nameof(JobKey), "it needs the ledger, and VEOPS_LEDGER is 'off'", "Leave one of them out");
        Warn(PurchaseRun.Check(order, faults));
        return order;
    }

    /// <summary>Gives an order its key, and warns where another of this input differs from it by case alone: they are two keys.</summary>
    private protected void TakeKey(SubmissionOrder order, InputName? input)
    {
        if (Keys.FindInOtherCase(order) is { } other)
        {
            Warn($"The job keys '{other.JobKey}' ({other.Input}) and '{order.JobKey}' differ only in case. They are two keys, and "
                + "each is bought. If they mean the same video, spell them alike.");
        }

        Keys.Take(order, $"input {input?.Number ?? 1}");
    }
}
