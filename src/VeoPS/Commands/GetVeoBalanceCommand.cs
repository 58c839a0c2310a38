using System.Management.Automation;
using VeoPS.Completion;
using VeoPS.Engine.Gateways;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Tells the balance of the account behind a profile, where the gateway tells that to a key.</summary>
[Cmdlet(VerbsCommon.Get, "VeoBalance")]
[OutputType(typeof(VeoBalance))]
public sealed class GetVeoBalanceCommand : VeoCmdlet
{
    private EngineHost _host = null!;

    /// <summary>Which profiles. Left out: the one that is meant where none is named.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AllowNull, AllowEmptyCollection, AllowEmptyString]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[]? Profile { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => _host = OpenEngine();

    /// <inheritdoc/>
    protected override void Process()
    {
        IReadOnlyList<string> names = Cell.Texts(Profile);
        foreach (string? name in names.Count == 0 ? [null] : names.AsEnumerable<string?>()) Ask(name);
    }

    private void Ask(string? name)
    {
        VeoException? error = null;
        try
        {
            GatewayProfile profile = name is null ? _host.Default() : _host.Profile(name);
            Run(async token =>
            {
                try
                {
                    VeoBalance balance = await _host.Engine.Balances.ReadAsync(profile, token).ConfigureAwait(false);
                    Post(() => WriteObject(balance));
                }
                catch (VeoException exception)
                {
                    error = exception;
                }
            });
        }
        catch (VeoException exception)
        {
            error = exception;
        }

        if (error is not null) Fail(error, name);
    }
}
