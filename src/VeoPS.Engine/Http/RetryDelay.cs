using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http;

/// <summary>
/// How long an answer asks to leave its server alone. Few gateways send <c>Retry-After</c>: Google says it in
/// <c>google.rpc.RetryInfo</c> (<see href="https://github.com/googleapis/googleapis/blob/master/google/rpc/error_details.proto"/>), others
/// in a member of the body, or in their sentence alone.
/// </summary>
internal static class RetryDelay
{
    // A day: more is no delay, and would overflow.
    private const double Longest = 86_400;

    private const int LongestSentence = 1000;

    private static readonly (string Name, double Seconds)[] Members =
    [
        ("retryDelay", 1), ("retry_delay", 1), ("retry_after", 1), ("retryAfter", 1), ("retry-after", 1),
        ("retry_after_seconds", 1), ("retryAfterSeconds", 1),
        ("retry_after_ms", 0.001), ("retryAfterMs", 0.001),
    ];

    private static readonly Regex Sentence = new(
        @"\b(?:retry|again|available|resets?)\s+(?:in|after)\s+(?:about\s+|~\s*)?(?<span>(?:\d{1,9}(?:\.\d{1,9})?\s*"
            + @"(?:milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|h)(?![a-z])\s*){1,3})",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Part = new(
        @"(?<n>\d+(?:\.\d+)?)\s*(?<unit>[a-z]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>By the headers; null where they do not say. A date that has passed is no delay.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => response.Headers.TryGetValues("retry-after-ms", out IEnumerable<string>? values) && Number(values.FirstOrDefault()) is { } ms
            ? Span(ms / 1000)
            : null,
    };

    /// <summary>By the body of a refusal; null where it does not say, or refuses nothing.</summary>
    public static TimeSpan? Of(int status, JsonElement? body)
    {
        if (!IsBusy(status, body)) return null;
        JsonElement? first = body is { ValueKind: JsonValueKind.Array } ? body.Items().Cast<JsonElement?>().FirstOrDefault() : body;
        JsonElement?[] places = [first, first.Member("error"), first.Member("data"), first.Member("detail"), first.Member("error")
            .Member("metadata")];
        return places.Concat(Details(first)).Select(ByMember).FirstOrDefault(span => span is not null)
            ?? places.Concat([null]).Select(BySentence).FirstOrDefault(span => span is not null);
    }

    private static bool IsBusy(int status, JsonElement? body)
    {
        if (status is 429 or 503) return true;
        if (status is not (>= 200 and < 300) && status < 400) return false;
        JsonElement? error = body.Member("error");
        string? code = error.Text("code") ?? body.Text("code") ?? body.Text("status");
        return code is "429" or "503" || error.Text("status") is "RESOURCE_EXHAUSTED" or "UNAVAILABLE"
            || code?.IndexOf("rate_limit", StringComparison.OrdinalIgnoreCase) >= 0;
    }

    private static IEnumerable<JsonElement?> Details(JsonElement? body)
        => body.Member("error").Member("details").Items().Take(50).Cast<JsonElement?>();

    private static TimeSpan? ByMember(JsonElement? place)
    {
        foreach ((string name, double unit) in Members)
        {
            JsonElement? value = place.Member(name);
            if (value is not { } given) continue;

            // A duration of protobuf: "20.5s", or its seconds and nanos.
            string? text = given.Text()?.Trim();
            if (text?.EndsWith('s') == true) text = text.Substring(0, text.Length - 1);
            if (Number(text) is { } number) return Span(number * unit);
            if (Number(value.Text("seconds")) is { } seconds) return Span(seconds + ((Number(value.Text("nanos")) ?? 0) / 1e9));
        }

        return null;
    }

    private static TimeSpan? BySentence(JsonElement? place)
    {
        string? sentence = place is { ValueKind: JsonValueKind.String } text
            ? text.Text()
            : place.Text("message") ?? place.Text("msg") ?? place.Text("detail") ?? place.Text("error");
        if (sentence is null) return null;
        Match match = Sentence.Match(sentence.Length > LongestSentence ? sentence.Substring(0, LongestSentence) : sentence);
        if (!match.Success) return null;
        double seconds = 0;
        foreach (Match part in Part.Matches(match.Groups["span"].Value))
            seconds += (Number(part.Groups["n"].Value) ?? 0) * Unit(part.Groups["unit"].Value);
        return Span(seconds);
    }

    private static double Unit(string unit) => char.ToLowerInvariant(unit[0]) switch
    {
        'h' => 3600,
        'm' when unit.Equals("ms", StringComparison.OrdinalIgnoreCase)
            || unit.StartsWith("milli", StringComparison.OrdinalIgnoreCase) => 0.001,
        'm' => 60,
        _ => 1,
    };

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static TimeSpan? Span(double seconds) => seconds is >= 0 and <= Longest ? TimeSpan.FromSeconds(seconds) : null;
}
