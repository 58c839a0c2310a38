using System.Buffers;
using System.Text;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http;

/// <summary>The body of an answer, as far as it came.</summary>
/// <param name="Text">The body as text.</param>
/// <param name="Break">Why it ended before its end; null where it is whole.</param>
internal sealed record AnswerBody(string Text, Exception? Break);

/// <summary>Reads an answer of a gateway whole, within bounds.</summary>
internal static class AnswerReader
{
    // An answer of a gateway is a few kilobytes. A larger one is no answer.
    private const int LargestAnswer = 16 * 1024 * 1024;

    // With the videos inside it: several times as much as four of the longest in 4k.
    private const long LargestMedia = 2L * 1024 * 1024 * 1024;

    private const int Chunk = 16 * 1024;

    /// <summary>The body as text, also where it breaks off: an id may have come before that.</summary>
    /// <param name="content">The body.</param>
    /// <param name="elider">Leaves the videos inside out; null where there can be none.</param>
    /// <param name="more">Told of each chunk, where videos may be inside.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<AnswerBody> ReadAsync(
        HttpContent content,
        InlineMediaElider? elider,
        Action? more,
        CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        Exception? cut = null;
        try
        {
            using Stream plain = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            using Stream stream = await ContentDecoder.DecodeAsync(plain, content.Headers.ContentEncoding, cancellationToken)
                .ConfigureAwait(false);
            await ReadAsync(stream, body, elider, more, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException
            or InvalidDataException or ObjectDisposedException)
        {
            cut = exception;
        }

        // Some servers put a byte order mark before their JSON, and an id behind it must not be lost.
        return new AnswerBody(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length).TrimStart('\uFEFF'), cut);
    }

    private static async Task ReadAsync(
        Stream stream,
        MemoryStream body,
        InlineMediaElider? elider,
        Action? more,
        CancellationToken cancellationToken)
    {
        // A wait reads thousands of answers, and the buffer would be most of what each of them leaves to collect.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Chunk);
        try
        {
            await ReadAsync(stream, buffer, body, elider, more, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static async Task ReadAsync(
        Stream stream,
        byte[] buffer,
        MemoryStream body,
        InlineMediaElider? elider,
        Action? more,
        CancellationToken cancellationToken)
    {
        long total = 0;
        for (int read; (read = await stream.ReadAsync(buffer.AsMemory(), cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (elider is null)
            {
                body.Write(buffer, 0, read);
            }
            else
            {
                elider.Copy(buffer.AsSpan(0, read), body);
                if (elider.HasLeftOut) more?.Invoke();
            }

            if ((total += read) > LargestMedia) throw new IOException($"The answer is larger than {LargestMedia >> 30} GiB.");
            if (body.Length > LargestAnswer) throw new IOException($"The answer is larger than {LargestAnswer >> 20} MiB.");
        }
    }
}
