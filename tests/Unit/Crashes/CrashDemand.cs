using System.Globalization;

namespace VeoPS.Tests.Crashes;

/// <summary>How much is asked of the tests with processes that are killed: little in the suite, much on demand.</summary>
internal static class CrashDemand
{
    private const string Variable = "VEOPS_TEST_KILLS";

    // Twenty processes need memory and turns of the processor that a small machine does not have.
    private const int SmallMachine = 8;

    /// <summary>How many processes are to be killed; null where nobody asks for more than the suite does.</summary>
    public static int? Kills =>
        int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out int kills)
            ? kills
            : null;

    /// <summary>True where the full number of processes is to run at once over a server.</summary>
    public static bool IsFull => Kills is not null || Environment.ProcessorCount >= SmallMachine;

    /// <summary>Skips the test where nobody asks for it.</summary>
    public static int RequireKills()
    {
        Assert.SkipWhen(Kills is null, $"It takes long: {Variable} says how many processes are to be killed (1000).");
        return Kills.Value;
    }
}
