namespace VeoPS.Engine.Text;

/// <summary>The longer and the shorter of two times.</summary>
internal static class Spans
{
    public static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    public static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
