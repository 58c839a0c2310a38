using System.Text;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http;

/// <summary>Reads an answer of a gateway whole, within bounds.</summary>
internal static class AnswerReader
{
    // An answer of a gateway is a few kilobytes. A larger one is no answer.
    private const int LargestAnswer = 16 * 1024 * 1024;

    // With the videos inside it: several times as much as four of the longest in 4k.
    private const long LargestMedia = 2L * 1024 * 1024 * 1024;

    /// <summary>The body as text.</summary>
    /// <param name="content">The body.</param>
    /// <param name="elider">Leaves the videos inside out; null where there can be none.</param>
    /// <param name="more">Told of each chunk, where videos may be inside.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It is too large, or broke off.</exception>
    public static async Task<string> ReadAsync(HttpContent content, InlineMediaElider? elider, Action? more, CancellationToken cancellationToken)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
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

        // Some servers put a byte order mark before their JSON, and an id behind it must not be lost.
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length).TrimStart('\uFEFF');
    }

    /// <summary>How long the answer asks to leave its server alone, null where it does not say.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
