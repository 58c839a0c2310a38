using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VeoPS.TestGateway;

/// <summary>The faults by name.</summary>
internal static class FaultCatalog
{
    private static readonly Dictionary<string, Func<FaultSpec, Fault>> s_faults = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lateAnswer"] = spec => spec.Seconds is { } s ? Fault.LateAnswer(TimeSpan.FromSeconds(s)) : Fault.LateAnswer(new Hold()),
        ["closeAfterReading"] = spec => Fault.CloseAfterReading(spec.Accepted),
        ["reset"] = spec => Fault.Reset(spec.Accepted),
        ["rateLimited"] = RateLimited,
        ["rateLimitedInBody"] = _ => Fault.RateLimitedInBody(),
        ["status"] = spec => Fault.Status(spec.Status ?? 500, spec.Body ?? "", spec.ContentType ?? "text/plain", spec.Accepted),
        ["gatewayCode"] = spec => Fault.GatewayCode(Required(spec.Code, "code"), spec.Message ?? "Refused on demand.", spec.Accepted),
        ["html200"] = spec => Fault.Html200(spec.Accepted),
        ["truncatedJson"] = _ => Fault.TruncatedJson(),
        ["noIdNoError"] = spec => Fault.NoIdNoError(spec.Accepted),
        ["idBesideError"] = spec => Fault.IdBesideError(spec.Code ?? "500", spec.Message ?? "Failed on demand."),
        ["unknownStatus"] = _ => Fault.UnknownStatus(),
        ["successWithoutLink"] = _ => Fault.SuccessWithoutLink(),
        ["successWithoutVideo"] = _ => Fault.SuccessWithoutVideo(),
        ["redirectToOtherHost"] = spec => Fault.RedirectToOtherHost(spec.Status ?? StatusCodes.Status302Found),
        ["redirectLoop"] = spec => Fault.RedirectLoop(spec.Status ?? StatusCodes.Status302Found),
        ["redirect"] = spec => Fault.Redirect(Required(spec.Location, "location"), spec.Status ?? StatusCodes.Status302Found),
        ["wrongContentRange"] = _ => Fault.WrongContentRange(),
        ["changingETag"] = spec => Fault.ChangingETag(spec.IgnoreIfRange),
        ["cutWithLength"] = spec => Fault.CutWithLength(spec.Bytes),
        ["cutWithoutLength"] = spec => Fault.CutWithoutLength(spec.Bytes),
        ["cutChunked"] = spec => Fault.CutChunked(spec.Bytes),
        ["stall"] = spec => Fault.Stall(spec.Bytes, new Hold()),
        ["ignoreRange"] = _ => Fault.IgnoreRange(),
        ["notMp4"] = spec => Fault.NotMp4(spec.ContentType ?? "text/html"),
        ["tail"] = spec => Fault.Tail(new byte[spec.Bytes]),
        ["otherFile"] = spec => Fault.OtherFile([0x1A, 0x45, 0xDF, 0xA3, .. new byte[spec.Bytes]]),
        ["neverReads"] = _ => Fault.NeverReads(new Hold()),
        ["answersEarly"] = spec => Fault.AnswersEarly(spec.Status ?? StatusCodes.Status413PayloadTooLarge),
        ["drips"] = spec => Fault.Drips(TimeSpan.FromSeconds(spec.Seconds ?? 10)),
        ["compressed"] = spec => Fault.Compressed(spec.Encoding ?? "gzip"),
        ["breaksAfterDocument"] = _ => Fault.BreaksAfterDocument(),
        ["redirectWithin"] = spec => Fault.RedirectWithin(spec.Status ?? StatusCodes.Status307TemporaryRedirect),
        ["challengePage"] = _ => Fault.ChallengePage(),
        ["amountsOutOfRange"] = spec => Fault.AmountsOutOfRange(spec.Body ?? "79228162514264337593543950335"),
        ["lateFile"] = spec => Fault.LateFile(TimeSpan.FromSeconds(spec.Seconds ?? 30)),
        ["gone"] = spec => Fault.Gone(spec.Status ?? StatusCodes.Status410Gone),
    };

    public static IEnumerable<string> Names => s_faults.Keys;

    /// <summary>Makes the fault that a rule names. A number is short for a status, and 429 for the rate limit.</summary>
    /// <exception cref="ArgumentException">There is no such fault, or it lacks something.</exception>
    public static Fault Create(FaultSpec spec)
    {
        if (int.TryParse(spec.Fault, CultureInfo.InvariantCulture, out int status))
        {
            return status == StatusCodes.Status429TooManyRequests
                ? RateLimited(spec)
                : Fault.Status(status, spec.Body ?? "", spec.ContentType ?? "text/plain", spec.Accepted);
        }

        return s_faults.TryGetValue(spec.Fault, out var create)
            ? create(spec)
            : throw new ArgumentException($"There is no fault '{spec.Fault}'. There are: {string.Join(", ", Names)}.");
    }

    private static Fault RateLimited(FaultSpec spec) => spec switch
    {
        { Seconds: { } seconds } => Fault.RateLimited(TimeSpan.FromSeconds(seconds)),
        { Date: { } date } => Fault.RateLimited(date),
        _ => Fault.RateLimited(),
    };

    private static string Required(string? value, string name) =>
        value ?? throw new ArgumentException($"This fault needs '{name}'.");
}
