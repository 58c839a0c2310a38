using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using VeoPS.Completion;
using VeoPS.Engine;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Tasks;
using VeoPS.Hosting;
using VeoPS.Input;

namespace VeoPS.Commands;

/// <summary>Hears gateways say that a task has ended, asks them, and emits each task that has.</summary>
[Cmdlet(VerbsCommunications.Receive, "VeoCallback", DefaultParameterSetName = Listening)]
[OutputType(typeof(VeoTask))]
public sealed class ReceiveVeoCallbackCommand : VeoCmdlet
{
    private const string Listening = "Listen";
    private const string Received = "Received";

    private VeoEngine _engine = null!;
    private IReadOnlyList<CallbackProfile> _profiles = [];

    /// <summary>Where to listen: http, an address of this machine, a port, and the path that is called.</summary>
    [Parameter(ParameterSetName = Listening, Mandatory = true, Position = 0)]
    public Uri Prefix { get; set; } = null!;

    /// <summary>Seconds until it stops listening. Left out: until it is stopped.</summary>
    [Parameter(ParameterSetName = Listening)]
    [ValidateRange(1, int.MaxValue / 1000)]
    public int? TimeoutSec { get; set; }

    /// <summary>The body of a callback that was received elsewhere, as it came: text or bytes.</summary>
    [Parameter(ParameterSetName = Received, Mandatory = true)]
    public object Body { get; set; } = null!;

    /// <summary>The headers that came with it: a hashtable, or an object with a property for each.</summary>
    [Parameter(ParameterSetName = Received)]
    public object? Header { get; set; }

    /// <summary>The address that was called, or its query: the token in it finds a submission whose id was lost.</summary>
    [Parameter(ParameterSetName = Received)]
    public string? Uri { get; set; }

    /// <summary>The profiles whose callbacks are taken. Left out: the default one.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string[] Profile { get; set; } = [];

    /// <inheritdoc/>
    protected override void Begin()
    {
        EngineHost host = OpenEngine();
        _engine = host.Engine;
        try
        {
            IReadOnlyList<string> names = Cell.Texts(Profile);
            GatewayProfile[] profiles = names.Count == 0
                ? [host.Default()]
                : [.. names.Distinct(StringComparer.OrdinalIgnoreCase).Select(host.Profile)];
            _profiles = [.. profiles.Select(host.Callbacks)];
            foreach (GatewayProfile each in profiles.Where(each => each.Gateway is not ICallbackGateway))
                Warn($"{each.Gateway.Table.Provider} does not send callbacks, so none will arrive for the profile '{each.Name}'.");
        }
        catch (VeoException exception)
        {
            End(exception, null);
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        try
        {
            if (ParameterSetName == Listening) Listen();
            else Take();
        }
        catch (VeoException exception)
        {
            Fail(exception, ParameterSetName == Listening ? Prefix : null);
        }
    }

    private void Listen()
    {
        CallbackReceiver receiver = NewReceiver(5);
        CallbackListener listener = _engine.NewListener(Prefix, receiver);
        listener.Start();
        if (listener.IsOpen)
            Warn($"Listening on {listener.EndPoint}: other machines can send requests to it, over unencrypted http. A reverse proxy with "
                + "a certificate in front of 127.0.0.1 is safer.");
        bool isDone = false;
        Start(
            async token =>
            {
                using CancellationTokenSource until = CancellationTokenSource.CreateLinkedTokenSource(token);
                if (TimeoutSec is { } seconds) until.CancelAfter(TimeSpan.FromSeconds(seconds));
                await listener.RunAsync(until.Token).ConfigureAwait(false);
                if (!token.IsCancellationRequested) await receiver.AskAllAsync(token).ConfigureAwait(false);
            },
            () => isDone = true);
        Say($"Listening on {listener.EndPoint}{Prefix.AbsolutePath}.");
        PumpUntil(() => isDone);
    }

    private void Take()
    {
        CallbackMessage message = new(Bytes(), Headers(), Query());
        CallbackReceiver receiver = NewReceiver(1);
        if (receiver.Judge(message) is not CallbackVerdict.Heard and var verdict)
        {
            Fail(
                verdict == CallbackVerdict.Refused
                    ? new VeoException(VeoErrorId.Unauthorized, "The callback's signature is missing, wrong, or more than 5 "
                        + "minutes old. Nothing was sent to the gateway. Answer it with 401. If it was genuine, check the profile's "
                        + "callback secret, this machine's clock, and that -Body and -Header are unchanged.")
                    : Refusal(nameof(Body), "it is not a JSON object", "Give the body exactly as it was received"),
                Body);
            return;
        }

        Run(token => receiver.TakeAsync(message, token));
    }

    private CallbackReceiver NewReceiver(int questions) => _engine.NewReceiver(
        _profiles,
        handle => Post(() => WriteObject(handle.Task)),
        exception => PostWarning(ErrorText.Of(exception)),
        questions);

    private byte[] Bytes() => Cell.Unwrap(Body) switch
    {
        byte[] bytes => bytes,
        string text => Encoding.UTF8.GetBytes(text),
        var other => throw Refusal(
            nameof(Body),
            $"it is {other?.GetType().Name ?? "null"}, but must be text or bytes",
            "Give the body exactly as it was received, not a parsed object: the signature covers its bytes"),
    };

    // As function hosts give them: a table, an object, one value a name or several.
    private IEnumerable<KeyValuePair<string, string>> Headers() => Cell.Unwrap(Header) switch
    {
        null => [],
        IDictionary table => table.Keys.Cast<object>().Select(key => Pair(Text(key), table[key])),
        _ => PSObject.AsPSObject(Header).Properties.Select(each => Pair(each.Name, each.Value)),
    };

    private static KeyValuePair<string, string> Pair(string name, object? value) => new(
        name,
        Cell.Unwrap(value) is IEnumerable list and not string ? string.Join(",", list.Cast<object?>().Select(Text)) : Text(value));

    private static string Text(object? value) => Convert.ToString(Cell.Unwrap(value), CultureInfo.InvariantCulture) ?? "";

    private string? Query()
    {
        if (Cell.Text(Uri) is not { } text) return null;
        int mark = text.IndexOf('?');
        return mark < 0 ? text : text.Substring(mark + 1);
    }

    private static VeoException Refusal(string option, string rule, string remedy) =>
        new(VeoErrorId.RequestInvalid, "Nothing was sent to the gateway.") { Faults = new([new VeoFault(option, rule, remedy)]) };
}
