using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace VeoPS.TestGateway;

/// <summary>Answers a download as RFC 9110 has it: whole, one range (206) or none (416), minding <c>If-Range</c>.</summary>
internal static class ClipDownload
{
    public static Answer For(Clip clip, IHeaderDictionary request, string? otherETag)
    {
        string etag = otherETag ?? clip.ETag;
        var range = IsStillThe(etag, request.IfRange) ? SingleRange(request.Range) : null;
        var answer = new Answer(StatusCodes.Status200OK, "video/mp4", clip.Open());
        if (range is not null)
        {
            (long from, long to) = Resolve(range, clip.Length);
            if (from > to)
            {
                answer = Answer.Empty(StatusCodes.Status416RangeNotSatisfiable);
                answer.Headers.ContentRange = $"bytes */{clip.Length}";
            }
            else
            {
                answer = answer with { Status = StatusCodes.Status206PartialContent, Offset = from, Length = to - from + 1 };
                answer.Headers.ContentRange = $"bytes {from}-{to}/{clip.Length}";
            }
        }

        answer.Headers.AcceptRanges = "bytes";
        answer.Headers.ETag = etag;
        return answer;
    }

    private static bool IsStillThe(string etag, string? ifRange) => ifRange is null || ifRange == etag;

    /// <summary>Several ranges, other units and what cannot be read are answered with the whole file, as the RFC allows.</summary>
    private static RangeItemHeaderValue? SingleRange(string? header) =>
        RangeHeaderValue.TryParse(header, out var range) && range.Unit == "bytes" && range.Ranges.Count == 1 ? range.Ranges.Single() : null;

    private static (long From, long To) Resolve(RangeItemHeaderValue range, long length) => range switch
    {
        { From: { } from } => (from, Math.Min(range.To ?? long.MaxValue, length - 1)),
        { To: { } last and > 0 } => (Math.Max(length - last, 0), length - 1),
        _ => (length, length - 1),
    };
}
