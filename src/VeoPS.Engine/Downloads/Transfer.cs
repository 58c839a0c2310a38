using System.Net.Http.Headers;
using VeoPS.Engine.Http;

namespace VeoPS.Engine.Downloads;

/// <summary>Brings a video into its part, over as many connections as that takes.</summary>
internal sealed class Transfer
{
    // Some gateways say that a task has succeeded before its file can be fetched.
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly SaveOrder _order;
    private readonly PartFile _part;
    private readonly IProgress<DownloadProgress>? _progress;
    private readonly LinkFollower _follower;
    private readonly DownloadRetry _retry;
    private Uri? _link;
    private bool _renewed;

    public Transfer(
        HttpTransport transport, TimeProvider time, SaveOrder order, Uri? link, PartFile part, IProgress<DownloadProgress>? progress)
    {
        _time = time;
        _order = order;
        _part = part;
        _progress = progress;
        _follower = new LinkFollower(transport, order.Profile, order.Warn);
        _retry = new DownloadRetry(time, () => part.Length);
        _link = link;
    }

    /// <summary>Fetches the missing bytes. Afterwards as much is there as the server said, where it said.</summary>
    /// <exception cref="VeoException"><see cref="VeoErrorId.DownloadFailed"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _retry.ExecuteAsync(TryAsync, cancellationToken).ConfigureAwait(false);
        }
        catch (DownloadInterruptedException exception)
        {
            throw DownloadErrors.Failed(
                $"'{_order.FinalPath}' could not be downloaded after several attempts: {exception.Message}",
                _part.CanResume ? "Save it again: the download will continue where it stopped." : "Save it again later.",
                exception);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        using TimeLimit stall = new(_time, cancellationToken);
        try
        {
            if (_link is null) await FetchInlineAsync(stall).ConfigureAwait(false);
            else await FetchLinkedAsync(_link, stall, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception) when (exception.CannotHeal)
        {
            throw DownloadErrors.Failed(
                $"The server of '{_order.FinalPath}' cannot be trusted: {exception.Message.TrimEnd('.')}.",
                TransportException.TrustRemedy + ", then save it again.",
                exception);
        }
        catch (Exception exception) when (exception is TransportException or HttpRequestException or IOException
            or ObjectDisposedException or OperationCanceledException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new DownloadInterruptedException(
                stall.Reached
                    ? FormattableString.Invariant($"No data arrived for {_order.StallTimeout.TotalSeconds:0.###} s.")
                    : exception.Message,
                exception);
        }

        if (_part.Length == 0) throw new DownloadInterruptedException("The server sent no data.") { RetryUntil = FreshUntil };
        if (_part.Total is not { } total || _part.Length == total) return;
        if (_part.Length < total) throw new DownloadInterruptedException($"The connection ended after {_part.Length} of {total} bytes.");
        throw NotContinuation("The server sent more data than it announced.");
    }

    private async Task FetchLinkedAsync(Uri link, TimeLimit stall, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await OpenAsync(link, stall, cancellationToken).ConfigureAwait(false);
        if (!Accept(response)) return;
        DiskSpace.Ensure(_order.FinalPath, (_part.Total ?? 0) - _part.Length);
#if !NET
        // .NET Framework's stream does not hear the token while it waits for bytes.
        using CancellationTokenRegistration abort = stall.Token.Register(response.Dispose);
#endif
        HttpContent content = response.Content;
        using Stream sent = await content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        using Stream body = await ContentDecoder.DecodeAsync(sent, content.Headers.ContentEncoding, stall.Token).ConfigureAwait(false);
        await CopyAsync(body, stall).ConfigureAwait(false);
        bool isFramed = content.Headers.ContentLength is not null || response.Headers.TransferEncodingChunked == true
            || response.Version.Major >= 2;
        if (isFramed) _part.MarkEnd();
    }

    private async Task FetchInlineAsync(TimeLimit stall)
    {
        stall.Start(_order.StallTimeout);
        using Stream body = await OpenInlineAsync(stall.Token).ConfigureAwait(false)
            ?? throw DownloadErrors.Failed(
                $"The gateway's answer contains neither '{_order.FinalPath}' nor a link to it.", "Save it again soon: "
                    + "gateways keep results for a limited time.");
        _part.StartOver(etag: null, total: null);
#if !NET
        using CancellationTokenRegistration abort = stall.Token.Register(body.Dispose);
#endif
        await CopyAsync(body, stall).ConfigureAwait(false);
        _part.MarkEnd(); // Its string has ended.
    }

    // As a link: one that is refused just after its task ended may work a moment later.
    private async Task<Stream?> OpenInlineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _order.OpenInline is { } open ? await open(cancellationToken).ConfigureAwait(false) : null;
        }
        catch (VeoException exception) when (FreshUntil is { } until)
        {
            throw new DownloadInterruptedException(exception.Summary, exception) { RetryUntil = until };
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(Uri link, TimeLimit stall, CancellationToken cancellationToken)
    {
        while (true)
        {
            stall.Start(_order.StallTimeout);
            HttpResponseMessage response = await _follower.OpenAsync(link, AskForTheRest, stall.Token).ConfigureAwait(false);
            int status = (int)response.StatusCode;
            if (status is < 400 or 416) return response;

            // A page for people is from something between, which may let the next try pass.
            bool isPage = string.Equals(response.Content.Headers.ContentType?.MediaType, "text/html", StringComparison.OrdinalIgnoreCase);
            string refusal;
            TimeSpan? retryAfter = RetryAfter(response);
            using (response)
            {
                string? said = await RefusalText.ReadAsync(response, stall.Token).ConfigureAwait(false);
                refusal = said is null ? $"HTTP {status}" : $"HTTP {status}: {said}";
            }

            if (WireResponse.Passes(status)) throw Interrupted(refusal, retryAfter);
            stall.Start(Timeout.InfiniteTimeSpan); // The question for a newer link has time limits of its own.
            bool mayBeOld = status is 401 or 403 or 404 or 410;
            if (mayBeOld && await FreshLinkAsync(cancellationToken).ConfigureAwait(false) is { } fresh) _link = link = fresh;
            else if (isPage) throw Interrupted(refusal, retryAfter);
            else throw Refused(refusal, retryAfter, mayBeOld);
        }
    }

    // Null where there is none, or where it was asked for before.
    private async Task<Uri?> FreshLinkAsync(CancellationToken cancellationToken)
    {
        if (_renewed || _order.FreshLink is null) return null;
        _renewed = true;
        return await _order.FreshLink(cancellationToken).ConfigureAwait(false);
    }

    private Exception Refused(string refusal, TimeSpan? retryAfter, bool mayBeOld)
    {
        if (FreshUntil is not null) return Interrupted(refusal, retryAfter);
        return mayBeOld
            ? DownloadErrors.Failed(
                $"The link to '{_order.FinalPath}' does not work ({refusal}), and the gateway returned no newer link that works.",
                "Save it again soon: gateways keep results for a limited time.")
            : DownloadErrors.Failed($"The server refused the download of '{_order.FinalPath}' ({refusal}).", "Save it again later.");
    }

    private DownloadInterruptedException Interrupted(string refusal, TimeSpan? retryAfter) =>
        new($"The server answered {refusal}.") { RetryAfter = retryAfter, RetryUntil = FreshUntil };

    // UTC. Null for a task that ended longer ago, or nobody knows when: a refusal is final then.
    private DateTime? FreshUntil =>
        _order.Task.Completed + FreshFor is { } until && until > _time.GetUtcNow().UtcDateTime ? until : null;

    private void AskForTheRest(HttpRequestHeaders headers)
    {
        if (!_part.CanResume) return;
        headers.Range = new RangeHeaderValue(_part.Length, null);
        headers.IfRange = new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(_part.ETag!));
    }

    /// <summary>Decides on an answer. True where its body belongs into the part, false where the part is complete.</summary>
    private bool Accept(HttpResponseMessage response)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        bool isEncoded = ContentDecoder.IsEncoded(response.Content);
        switch ((int)response.StatusCode)
        {
            case 200 when isEncoded:
                // Compressed though nobody asked for it: length, tag and ranges are those of the compressed form.
                _part.StartOver(etag: null, total: null);
                return true;
            case 200:
                _part.StartOver(StrongTag(response), response.Content.Headers.ContentLength);
                return true;
            case 206 when !isEncoded && _part.CanResume && IsSameFile(response) && range is { Unit: "bytes" } && range.From == _part.Length
                && IsSameLength(range.Length):
                _part.Continue(range.Length);
                return true;
            case 416 when _part.CanResume && IsSameFile(response) && range?.Length == _part.Length && IsSameLength(range.Length):
                return false; // An earlier call was ended between the last byte and the rename.
            case 206 or 416:
                throw NotContinuation("The server's data does not continue the partial file.");
            default:
                throw DownloadErrors.Failed(
                    $"The server answered the download of '{_order.FinalPath}' with HTTP {(int)response.StatusCode}.",
                    "Save it again later.");
        }
    }

    private DownloadInterruptedException NotContinuation(string what)
    {
        _part.StartOver(etag: null, total: null);
        return new DownloadInterruptedException(what);
    }

    // If-Range should see to it; not every server knows it.
    private bool IsSameFile(HttpResponseMessage response) => response.Headers.ETag is not { } tag || tag.ToString() == _part.ETag;

    private bool IsSameLength(long? total) => total is not null && (_part.Total ?? total) == total;

    private static string? StrongTag(HttpResponseMessage response)
        => response.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : null;

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - _time.GetUtcNow() : null;

    private async Task CopyAsync(Stream body, TimeLimit stall)
    {
        while (true)
        {
            stall.Start(_order.StallTimeout);
            int read = await body.ReadAsync(_part.Buffer.AsMemory(), stall.Token).ConfigureAwait(false);
            if (read == 0) return;
            await _part.GrowAsync(read).ConfigureAwait(false);
            _progress?.Report(new DownloadProgress(_part.Length, _part.Total));
        }
    }
}
