namespace VeoPS.Engine.Gateways;

/// <summary>Sentences in which a gateway says that a task costs nothing.</summary>
internal static class NotCharged
{
    private static readonly string[] Sentences =
    [
        "not been charged", "not be charged", "not charged", "no charge", "free of charge", "been refunded", "be refunded",
        "credits refunded",
        "refunded to your", "quota refunded",
    ];

    private static readonly string[] Denials = ["not refunded", "not be refunded", "not been refunded", "no refund"];

    /// <summary>True where a sentence says that nothing was charged, or that it was given back.</summary>
    public static bool Says(string? message) => WireError.Says(message, Sentences) && !WireError.Says(message, Denials);
}
