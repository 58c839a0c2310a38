using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Support;

/// <summary>A ledger around whose steps a test does something: another process buys, this one comes to its end, or the store is
/// gone.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy makes a class of its own from it.")]
internal class HookedLedger : DispatchProxy
{
    private ILedger _ledger = null!;
    private Action<string>? _before;
    private Action<string>? _after;

    /// <summary>Puts hooks around a ledger. Both get the method's name without its "Async".</summary>
    /// <param name="ledger">Does the work.</param>
    /// <param name="before">Throws where the step is to fail; null for nothing.</param>
    /// <param name="after">Runs once the step is durable, before its caller goes on; null for nothing.</param>
    public static ILedger Over(ILedger ledger, Action<string>? before = null, Action<string>? after = null)
    {
        ILedger proxy = Create<ILedger, HookedLedger>();
        HookedLedger hooked = (HookedLedger)(object)proxy;
        (hooked._ledger, hooked._before, hooked._after) = (ledger, before, after);
        return proxy;
    }

    /// <summary>A ledger whose store is gone.</summary>
    public static ILedger Gone() => Over(null!, before: _ => throw Unavailable());

    public static VeoException Unavailable() => new(VeoErrorId.LedgerUnavailable, "The disk is gone.");

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        string name = targetMethod!.Name.Replace("Async", "", StringComparison.Ordinal);
        _before?.Invoke(name);
        object? result;
        try
        {
            result = targetMethod.Invoke(_ledger, args);
        }
        catch (TargetInvocationException exception) when (exception.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }

        if (_after is null || result is not Task step) return result;
        step.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        if (step.IsCompletedSuccessfully) _after(name);
        return result;
    }
}
