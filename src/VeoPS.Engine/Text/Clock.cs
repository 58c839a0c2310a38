#if NET
namespace VeoPS.Engine.Text;

/// <summary>Waiting by a clock, under the name that the package for netstandard2.0 gives it.</summary>
internal static class Clock
{
    public static Task Delay(this TimeProvider time, TimeSpan delay, CancellationToken cancellationToken)
        => Task.Delay(delay, time, cancellationToken);
}
#endif
