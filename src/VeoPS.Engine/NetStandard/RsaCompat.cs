using System.Security.Cryptography;

namespace VeoPS.Engine;

/// <summary>A member that <see cref="RSA"/> has in newer frameworks: it reads a key in PKCS #8 (RFC 5208), which holds a key in
/// PKCS #1 (RFC 8017, A.1.2).</summary>
internal static class RsaCompat
{
    private const string Head = "-----BEGIN PRIVATE KEY-----";
    private const string Tail = "-----END PRIVATE KEY-----";
    private const byte Integer = 0x02;
    private const byte OctetString = 0x04;
    private const byte Sequence = 0x30;

    public static void ImportFromPem(this RSA key, string pem)
    {
        int head = pem.IndexOf(Head, StringComparison.Ordinal);
        int tail = pem.IndexOf(Tail, StringComparison.Ordinal);
        if (head < 0 || tail < head) throw new ArgumentException("It is no private key in PEM.", nameof(pem));

        Der info = new Der(Convert.FromBase64String(pem.Substring(head + Head.Length, tail - head - Head.Length))).Open(Sequence);
        info.Read(Integer); // The version.
        info.Read(Sequence); // The algorithm.
        Der numbers = new Der(info.Read(OctetString)).Open(Sequence);
        numbers.Read(Integer); // The version.

        byte[] modulus = numbers.Number();
        int half = (modulus.Length + 1) / 2;
        key.ImportParameters(new RSAParameters
        {
            Modulus = modulus,
            Exponent = numbers.Number(),
            D = Padded(numbers.Number(), modulus.Length),
            P = Padded(numbers.Number(), half),
            Q = Padded(numbers.Number(), half),
            DP = Padded(numbers.Number(), half),
            DQ = Padded(numbers.Number(), half),
            InverseQ = Padded(numbers.Number(), half),
        });
    }

    // The framework wants the length of the modulus, or half of it; the file has no leading zeros.
    private static byte[] Padded(byte[] number, int length)
        => number.Length >= length ? number : [.. new byte[length - number.Length], .. number];

    private sealed class Der(byte[] bytes)
    {
        private int _position;

        public Der Open(byte tag) => new(Read(tag));

        public byte[] Number() => [.. Read(Integer).SkipWhile(digit => digit == 0)];

        public byte[] Read(byte tag)
        {
            if (Next() != tag) throw new FormatException("The private key is damaged.");
            int length = Next();
            if (length > 0x80)
            {
                int digits = length - 0x80;
                for (length = 0; digits > 0; digits--) length = (length << 8) | Next();
            }

            if (length < 0 || length > bytes.Length - _position) throw new FormatException("The private key is damaged.");
            byte[] content = new byte[length];
            Array.Copy(bytes, _position, content, 0, length);
            _position += length;
            return content;
        }

        private byte Next() => _position < bytes.Length ? bytes[_position++] : throw new FormatException("The private key is damaged.");
    }
}
