using System.Buffers;
using System.Security.Cryptography;

namespace VeoPS.Engine.Downloads;

/// <summary>A SHA-256 that grows with its file.</summary>
internal sealed class Sha256Sum : IDisposable
{
    public const int ChunkBytes = 128 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The sum of a whole stream, from where it stands.</summary>
    public static string Of(Stream stream, CancellationToken cancellationToken)
    {
        using Sha256Sum sum = new();
        sum.AppendRest(stream, cancellationToken);
        return sum.Finish();
    }

    public void Append(byte[] buffer, int count) => _hash.AppendData(buffer, 0, count);

    /// <summary>Adds the rest of a stream, a chunk at a time.</summary>
    public void AppendRest(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0; Append(buffer, read))
                cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The sum in lower-case hexadecimal digits. Starts over.</summary>
    public string Finish() => Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant();

    public void Dispose() => _hash.Dispose();
}
