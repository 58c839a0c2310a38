namespace VeoPS.Bench;

/// <summary>How much is measured: all, or with <c>--check</c> as little as shows that each part still runs.</summary>
internal static class Scale
{
    public static bool IsCheck { get; set; }

    public static int Of(int full, int check) => IsCheck ? check : full;

    public static TimeSpan Seconds(double full, double check) => TimeSpan.FromSeconds(IsCheck ? check : full);
}
