using VeoPS.Engine.Gateways;
using VeoPS.Engine.Http;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Tasks;

/// <summary>Opens videos that have no link: those that a gateway sends inside its answer to a poll.</summary>
internal static class InlineVideo
{
    /// <summary>Asks about a task once more, and gives the bytes of one of its videos as they come.</summary>
    /// <param name="transport">The way out.</param>
    /// <param name="handle">A task that was asked for before.</param>
    /// <param name="index">The video's place among the task's, from 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Null where the video is not inside the answer.</returns>
    /// <exception cref="TransportException">There is no answer.</exception>
    /// <exception cref="IOException">The answer is none that can be read, and a later one may be.</exception>
    /// <exception cref="VeoException">The gateway does not tell.</exception>
    public static async Task<Stream?> OpenAsync(HttpTransport transport, TaskHandle handle, int index, CancellationToken cancellationToken)
    {
        if (handle.Task.Id is not { } id || handle.Task.Videos.FirstOrDefault(video => video.Index == index)?.Inline is not { } place)
            return null;

        GatewayProfile profile = handle.Profile;
        HttpResponseMessage response = await transport.OpenAnswerAsync(
            profile.Endpoint,
            profile.Gateway.Poll(id, profile),
            cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            Stream sent = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            Stream answer = await ContentDecoder.DecodeAsync(sent, response.Content.Headers.ContentEncoding, cancellationToken)
                .ConfigureAwait(false);
            return new InlineMediaStream(response, answer, place, profile.Gateway.Table.InlineMembers);
        }

        using (response)
        {
            // A page is from something between the gateway and here, and says nothing of the task.
            AnswerBody body = await AnswerReader.ReadAsync(response.Content, null, null, cancellationToken).ConfigureAwait(false);
            WireResponse refusal = new((int)response.StatusCode, body.Text);
            if (refusal.IsPassing || refusal.IsPage || body.Break is not null)
                throw new IOException($"The gateway answered {refusal.Describe()}.");
            VeoError error = profile.Gateway.ReadPoll(refusal).Error
                ?? WireError.Make(null, refusal.Describe(), WireError.KindOf(refusal.Status));
            throw TaskErrors.Refused(handle, Redactor.Shared.Redact(error), refusal.Status);
        }
    }
}
