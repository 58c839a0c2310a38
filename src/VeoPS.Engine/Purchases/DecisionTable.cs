using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Http.Credentials;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// The meaning of each answer to a submission: it was taken, it may be sent again, it bought nothing, or its outcome is unknown.
/// Each case has one row. The rows are tried in their order, and the first that fits decides. A wrong row costs a user money, so
/// nothing here is decided anywhere else. A row's reason is for engineers; its words are for the message.
/// </summary>
internal static class DecisionTable
{
    private static readonly Row[] Rows =
    [
        new("an id was read: it was taken, even with a failure beside it",
            "the gateway accepted it",
            SubmitVerdict.Taken, seen => seen.Answer is { IsTaken: true }),

        new("there is no credential to send it with: nothing left, and sending again does not help",
            "there is no credential",
            SubmitVerdict.Refused, seen => seen.Failure is CredentialException),

        new("the answer's reader failed: there may be an id in it, whatever its status",
            "its answer could not be read",
            SubmitVerdict.Unknown, seen => seen is { Answer: null, Failure: null }),

        new("the address has no certificate that this machine trusts, or does not speak TLS: nothing left, and it does not heal",
            "the gateway's certificate is not trusted",
            SubmitVerdict.Refused, seen => seen.Failure is { NeverSent: true, CannotHeal: true }),

        new("the body never began to leave: no name, no connection, or no TLS",
            "the gateway could not be reached",
            SubmitVerdict.SendAgain, seen => seen.Failure is { NeverSent: true }),

        new("the connection broke, or the time ran out, after a part of the request had left",
            "no answer came after it was sent",
            SubmitVerdict.Unknown, seen => seen.Failure is not null),

        new("out of credits or quota: waiting does not help",
            "the account has no credits or quota left",
            SubmitVerdict.Refused, seen => seen.IsRateLimit && seen.Answer?.Error?.Kind == VeoErrorKind.InsufficientCredits),

        new("rate limited: turned away at the door, not queued",
            "the gateway accepts no more requests at the moment",
            SubmitVerdict.SendAgain, seen => seen.IsRateLimit),

        new("a server error, HTTP 408 or 409, or a conflict in the body: it may have got further than its answer says",
            "the gateway answered with an error that does not say whether it accepted the request",
            SubmitVerdict.Unknown, seen => seen.HttpStatus is 408 or 409 or >= 500 || seen.BodyStatus is 408 or 409 or >= 500),

        new("a redirect: never followed on a submission, so nothing was handed over",
            "the gateway answered with a redirect, which VeoPS never follows for a purchase",
            SubmitVerdict.Refused, seen => seen.HttpStatus is >= 300 and < 400),

        new("any other 4xx, readable or not",
            "the gateway rejected it",
            SubmitVerdict.Refused, seen => seen.HttpStatus is >= 400 and < 500),

        new("a readable refusal under 2xx",
            "the gateway rejected it",
            SubmitVerdict.Refused, seen => seen.Answer?.Error is not null),

        new("the answer has neither an id nor an error that can be read",
            "its answer has neither an id nor an error",
            SubmitVerdict.Unknown, _ => true),
    ];

    /// <summary>The reason of each row, in their order.</summary>
    internal static IEnumerable<string> Reasons => Rows.Select(row => row.Reason);

    /// <summary>Decides over an answer.</summary>
    /// <param name="codes">The meanings of the gateway's own codes; they take precedence over the rows for statuses.</param>
    /// <param name="response">The response.</param>
    /// <param name="answer">The answer as the gateway's reader understood it; null where the reader failed.</param>
    public static SubmitDecision Decide(IReadOnlyList<SubmitCode> codes, WireResponse response, SubmitAnswer? answer) =>
        Decide(codes, new Seen(response.Status, answer, null));

    /// <summary>Decides where no answer came.</summary>
    /// <param name="failure">The failure that came instead.</param>
    public static SubmitDecision Decide(TransportException failure) => Decide([], new Seen(null, null, failure));

    private static SubmitDecision Decide(IReadOnlyList<SubmitCode> codes, Seen seen)
    {
        if (seen.Answer is { IsTaken: false, Error.Code: { } code }
            && codes.FirstOrDefault(known => Fits(known, code, seen.HttpStatus)) is { } row)
        {
            return new SubmitDecision(row.Verdict, row.Reason, WordsOf(row.Verdict));
        }

        Row first = Rows.First(row => row.Fits(seen));
        return new SubmitDecision(first.Verdict, first.Reason, first.Words);
    }

    // A gateway's own row gives its page as the reason; a person has more of the verdict.
    private static string WordsOf(SubmitVerdict verdict) => verdict switch
    {
        SubmitVerdict.SendAgain => "the gateway accepts no more requests at the moment",
        SubmitVerdict.Refused => "the gateway rejected it",
        SubmitVerdict.Taken => "the gateway accepted it",
        _ => "the gateway answered with an error that does not say whether it accepted the request",
    };

    private static bool Fits(SubmitCode known, string code, int? httpStatus) =>
        string.Equals(known.Code, code, StringComparison.OrdinalIgnoreCase) && (known.HttpStatus is null || known.HttpStatus == httpStatus);

    private sealed record Row(string Reason, string Words, SubmitVerdict Verdict, Func<Seen, bool> Fits);

    private sealed record Seen(int? HttpStatus, SubmitAnswer? Answer, TransportException? Failure)
    {
        public int? BodyStatus => Answer?.BodyStatus;

        // A status in the body takes precedence over the HTTP status. If the body reports a failure, HTTP 429 does not mean that
        // nothing was taken.
        public bool IsRateLimit => BodyStatus == 429 || (HttpStatus == 429 && BodyStatus is not (408 or 409 or >= 500));
    }
}

/// <summary>A verdict, and the row of the table that it comes from.</summary>
/// <param name="Verdict">The decision about the submission.</param>
/// <param name="Reason">Why, in words for an engineer, with the page where a gateway's own code decides.</param>
/// <param name="Words">Why, in words for the message that a person reads.</param>
internal sealed record SubmitDecision(SubmitVerdict Verdict, string Reason, string Words);
