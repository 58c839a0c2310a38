using System.Collections.Concurrent;
using VeoPS.Engine.Disk;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Purchases;

/// <summary>
/// Brings a request's images into the form that its gateway takes. An image is inlined where the gateway takes data, and uploaded
/// first where it has an upload. An image that many requests of a run use is uploaded once.
/// </summary>
internal sealed class MediaPreparer(HttpTransport transport, TimeProvider time)
{
    private readonly RepeatableCall _call = new(transport, time);
    private readonly ConcurrentDictionary<string, Lazy<Task<LinkedMedia>>> _uploads = new(StringComparer.Ordinal);

    /// <exception cref="VeoException"><see cref="VeoErrorId.NotSent"/>: a file went away or an upload failed. Nothing was
    /// bought.</exception>
    public async Task<VeoRequest> PrepareAsync(VeoRequest request, GatewayProfile profile, CancellationToken cancellationToken)
    {
        MediaForms forms = profile.Gateway.Table.Find(profile.ModelFor(request)).ImageForms;
        Dictionary<MediaInput, MediaInput> ready = [];
        foreach ((string option, MediaInput media) in request.Media)
        {
            if (option != nameof(request.SourceVideo)) ready[media] = await Ready(media).ConfigureAwait(false);
        }

        return request.WithImages((_, image) => ready[image]);

        async Task<MediaInput> Ready(MediaInput media)
        {
            if (media is FileMedia file) media = file.Read();
            if (media is not InlineMedia inline || forms.HasFlag(MediaForms.Data)) return media;
            return await UploadOnceAsync(inline, profile, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<LinkedMedia> UploadOnceAsync(InlineMedia media, GatewayProfile profile, CancellationToken cancellationToken)
    {
        string key = $"{profile.Name}\n{media.MimeType}\n{Sha256Hex.Of(media.Bytes.ToArray())}";
        Lazy<Task<LinkedMedia>> upload = _uploads.GetOrAdd(key, _ => new(() => UploadAsync(media, profile, cancellationToken)));
        try
        {
            return await upload.Value.ConfigureAwait(false);
        }
        catch
        {
            // The next request tries anew; this one has failed.
            _uploads.TryRemove(key, out _);
            throw;
        }
    }

    private async Task<LinkedMedia> UploadAsync(InlineMedia media, GatewayProfile profile, CancellationToken cancellationToken)
    {
        if (profile.Gateway is not IUploadGateway gateway)
            throw new NotSupportedException($"{profile.Gateway.Table.Provider} is marked as accepting uploads, but has no upload route.");
        string name = Guid.NewGuid().ToString("N") + "." + media.MimeType.Split('/')[^1];
        try
        {
            WireResponse response = await _call.SendAsync(
                profile.Endpoint,
                gateway.Upload(media.Bytes, media.MimeType, name),
                cancellationToken).ConfigureAwait(false);
            UploadAnswer answer = gateway.ReadUpload(response);
            if (answer is { Uri: not null, PutTo: { } place })
                await PutAsync(media, profile, place, cancellationToken).ConfigureAwait(false);
            return answer.Uri is { } uri
                ? new LinkedMedia(uri)
                : throw Failed(answer.Error?.ToString() ?? $"HTTP {response.Status}, with a body that cannot be read", null);
        }
        catch (TransportException exception)
        {
            throw Failed(exception.Message, exception);
        }

        async Task PutAsync(InlineMedia bytes, GatewayProfile at, Uri place, CancellationToken token)
        {
            if (place.Scheme != Uri.UriSchemeHttps && !place.IsLoopback)
                throw Failed($"the upload address is not https ({place.Host})", null);
            WireRequest put = new(HttpMethod.Put, "/", new BytesBody(bytes.Bytes, bytes.MimeType)) { Address = place };
            WireResponse taken = await _call.SendAsync(at.Endpoint, put, token).ConfigureAwait(false);
            if (!taken.IsSuccess) throw Failed($"the upload address answered HTTP {taken.Status}", null);
        }

        VeoException Failed(string why, Exception? inner) =>
            new(VeoErrorId.NotSent, $"An image could not be uploaded to {profile.Gateway.Table.Provider}: "
                + $"{Redactor.Shared.Redact(why).TrimEnd('.')}. The submission was not sent and nothing was bought. Try again, "
                + "or give the image as a link.", inner);
    }
}
