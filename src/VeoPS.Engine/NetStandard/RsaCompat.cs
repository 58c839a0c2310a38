using System.Reflection;
using System.Security.Cryptography;

namespace VeoPS.Engine;

/// <summary>
/// A member that <see cref="RSA"/> has in newer frameworks: it reads a key in PKCS #8 (RFC 5208). Each framework has its own reader,
/// and netstandard2.0 names none of them: they are looked up when the first key is read.
/// </summary>
internal static class RsaCompat
{
    private const string Head = "-----BEGIN PRIVATE KEY-----";
    private const string Tail = "-----END PRIVATE KEY-----";

    /// <summary>The blob format of CNG, <see href="https://learn.microsoft.com/windows/win32/api/ncrypt/nf-ncrypt-ncryptimportkey"/>.
    /// </summary>
    private const string Pkcs8Blob = "PKCS8_PRIVATEKEY";

    private delegate void Import(ReadOnlySpan<byte> key, out int read);

    extension(RSA)
    {
        /// <summary>Makes a key from the text of a file.</summary>
        /// <param name="pem">With or without other text around it.</param>
        /// <exception cref="ArgumentException">It is no private key in PEM.</exception>
        /// <exception cref="CryptographicException">It is one, and damaged.</exception>
        public static RSA FromPem(string pem)
        {
            int head = pem.IndexOf(Head, StringComparison.Ordinal);
            int tail = pem.IndexOf(Tail, StringComparison.Ordinal);
            if (head < 0 || tail < head) throw new ArgumentException("It is not a private key in PEM format.", nameof(pem));
            byte[] key = Convert.FromBase64String(pem.Substring(head + Head.Length, tail - head - Head.Length));
            return typeof(RSA).GetMethod("ImportPkcs8PrivateKey") is { } import ? Imported(key, import) : OfWindows(key);
        }
    }

    private static RSA Imported(byte[] bytes, MethodInfo import)
    {
        RSA key = RSA.Create();
        try
        {
            ((Import)Delegate.CreateDelegate(typeof(Import), key, import))(bytes, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    // new RSACng(CngKey.Import(bytes, new CngKeyBlobFormat("PKCS8_PRIVATEKEY"))), of .NET Framework's System.Core.
    internal static RSA OfWindows(byte[] bytes)
    {
        try
        {
            object format = Activator.CreateInstance(SystemCore("CngKeyBlobFormat"), Pkcs8Blob)!;
            MethodInfo import = SystemCore("CngKey").GetMethod("Import", [typeof(byte[]), format.GetType()])!;
            using IDisposable key = (IDisposable)import.Invoke(null, [bytes, format])!;
            return (RSA)Activator.CreateInstance(SystemCore("RSACng"), key)!;
        }
        catch (TargetInvocationException fault) when (fault.InnerException is CryptographicException damaged)
        {
            throw new CryptographicException("The private key is damaged.", damaged);
        }
    }

    private static Type SystemCore(string name) => Type.GetType(
        $"System.Security.Cryptography.{name}, System.Core, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089",
        throwOnError: true)!;
}
