using System.Security;

namespace VeoPS.Engine.Ledger;

/// <summary>Turns an error of the file system into the one error that names the ledger's folder, the reason and the remedy.</summary>
internal sealed class LedgerGuard(string folder)
{
    /// <summary>The consequence of a failure before anything could be bought.</summary>
    public const string NothingSent = "Nothing was sent.";

    /// <summary>The consequence of a failure once something may have been bought.</summary>
    public const string TaskGoesOn = "The task continues at its gateway; keep its id.";

    /// <summary>The consequence of a failure for a reader.</summary>
    public const string NothingChanged = "Nothing was changed.";

    public void Run(string consequence, Action action) => Run(consequence, () =>
    {
        action();
        return true;
    });

    public T Run<T>(string consequence, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (InvalidDataException fault)
        {
            throw Unavailable($"{fault.Message} It may belong to a paid task: restore it or move it away. {consequence}", fault);
        }
        catch (Exception fault) when (IsOfTheFileSystem(fault))
        {
            throw Unavailable(
                $"{fault.Message.TrimEnd('.')}. {consequence} Grant this account write access to the folder, or set "
                    + "VEOPS_HOME to another folder.",
                fault);
        }
    }

    public static bool IsOfTheFileSystem(Exception fault) => fault is IOException or UnauthorizedAccessException or SecurityException;

    private VeoException Unavailable(string what, Exception fault) =>
        new(VeoErrorId.LedgerUnavailable, $"The ledger in '{folder}' cannot be used: {what}", fault);
}
