using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using VeoPS.Engine.Text;


namespace VeoPS.Engine.Gateways;

/// <summary>Makes one error of a gateway's status, code and sentence.</summary>
internal static class WireError
{
    private const int MaxText = 500;

    private static readonly string[] Credit = ["credit", "quota", "balance", "额度", "余额"];
    private static readonly string[] Lacking = ["insufficient", "not enough", "exhausted", "depleted", "不足"];
    private static readonly string[] Model = ["model", "veo"];
    private static readonly string[] Retired = ["no longer available", "no longer supported", "retired", "shut down", "discontinued"];
    private static readonly string[] Unfetched = ["fetch the image", "fetch image", "download the image"];

    // In the words of Apikley's page: "flagged by Website as violating content policies", "rejected by Flow(…)",
    // "public error unsafe image upload", "… minor upload", "… prominent people upload".
    private static readonly string[] Policy =
    [
        "policy", "policies", "flagged", "rejected by flow", "unsafe", "minor upload", "prominent people",
        "sensitive word", "sensitive content", "prohibited content", "safety",
    ];

    /// <summary>An error with its code and its message as they were given, up to 500 characters of each.</summary>
    /// <param name="code">The gateway's code, null where it gave none.</param>
    /// <param name="message">The gateway's message.</param>
    /// <param name="kind">One of <see cref="VeoErrorKind"/>.</param>
    public static VeoError Make(string? code, string? message, string kind) => new()
    {
        Code = Shorten(code),
        Message = Shorten(message) ?? "The gateway gave no reason.",
        Kind = kind,
        Retryable = kind is VeoErrorKind.RateLimited or VeoErrorKind.Maintenance
            or VeoErrorKind.ProviderUnavailable or VeoErrorKind.UpstreamFailed,
    };

    /// <summary>The meaning of an HTTP status where nothing else in the answer says more.</summary>
    public static string KindOf(int status) => status switch
    {
        401 => VeoErrorKind.Unauthorized,
        402 => VeoErrorKind.InsufficientCredits,
        403 => VeoErrorKind.Forbidden,
        404 or 410 => VeoErrorKind.NotFound,
        429 => VeoErrorKind.RateLimited,
        501 => VeoErrorKind.FeatureDisabled,
        503 => VeoErrorKind.ProviderUnavailable,
        408 or (>= 500 and < 600) => VeoErrorKind.UpstreamFailed,
        >= 400 and < 500 => VeoErrorKind.InvalidRequest,
        >= 300 and < 400 => VeoErrorKind.Protocol,
        _ => VeoErrorKind.UpstreamFailed,
    };

    /// <summary>The meaning of a sentence, or null where it says nothing that is known.</summary>
    public static string? KindOf(string? message) =>
        IsRetired(message) ? VeoErrorKind.ModelRetired
        : Says(message, Credit) && Says(message, Lacking) ? VeoErrorKind.InsufficientCredits
        : Says(message, Unfetched) ? VeoErrorKind.InputFetchFailed
        : Says(message, Policy) ? VeoErrorKind.ContentRejected
        : null;

    /// <summary>The meaning of a status together with the sentence beside it. For 400 and 422, and for a success that is none, the
    /// sentence decides.</summary>
    public static string KindOf(int status, string? message) =>
        IsRetired(message) ? VeoErrorKind.ModelRetired : status switch
        {
            403 or 429 => KindOrCredits(status, message),
            401 or 402 or 404 or 413 or >= 500 => KindOf(status),
            _ => KindOf(message) ?? KindOf(status),
        };

    /// <summary>A code in a body that is an HTTP status which refuses; null where it is none.</summary>
    public static int? StatusOf(string? code) =>
        int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 400 and < 600 ? status : null;

    /// <summary>The meaning of a status with two uses (403, 429): out of credits where the sentence beside it says so.</summary>
    public static string KindOrCredits(int status, string? message) =>
        KindOf(message) == VeoErrorKind.InsufficientCredits ? VeoErrorKind.InsufficientCredits : KindOf(status);

    /// <summary>True where a sentence says that a model is gone: "models/veo-3.1-generate-preview is no longer available".</summary>
    public static bool IsRetired(string? message) => Says(message, Model) && Says(message, Retired);

    /// <summary>True where a sentence has one of these in it, in any case.</summary>
    public static bool Says(string? message, params string[] any) =>
        message is not null && any.Any(word =>
            CultureInfo.InvariantCulture.CompareInfo.IndexOf(message, word, CompareOptions.OrdinalIgnoreCase) >= 0);

    /// <summary>The first 500 characters of a server's text.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Shorten(string? text) => Redactor.Shared.Redact(text, MaxText);

    /// <summary>The words of a refusal together with the HTTP status that it came with, each said once.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">The refusal.</param>
    public static string Words(int status, VeoError error)
    {
        string http = FormattableString.Invariant($"HTTP {status}");
        string words = error.Message.TrimEnd('.', ' ');
        if (words.StartsWith(http, StringComparison.Ordinal)) return words;
        bool isSaid = error.Code is null || http.EndsWith(" " + error.Code, StringComparison.Ordinal)
            || words.StartsWith(error.Code, StringComparison.OrdinalIgnoreCase);
        return isSaid ? $"{http}, {words}" : $"{http}, {error.Code}: {words}";
    }
}
