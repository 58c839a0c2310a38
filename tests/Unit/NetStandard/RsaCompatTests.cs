using System.Reflection;
using System.Security.Cryptography;
using VeoPS.Engine;

namespace VeoPS.Tests.NetStandard;

public sealed class RsaCompatTests
{
    private static readonly byte[] Content = [1, 2, 3];

    [Fact]
    public void A_key_that_was_read_signs_as_the_one_that_was_written()
    {
        using RSA written = RSA.Create(2048);
        using RSA read = RSA.FromPem("comment\n" + written.ExportPkcs8PrivateKeyPem() + "\n");
        byte[] signature = read.SignData(Content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(written.VerifyData(Content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----")]
    [InlineData("-----END PRIVATE KEY-----\nAAAA\n-----BEGIN PRIVATE KEY-----")]
    public void Other_text_is_no_key(string text) => Assert.Throws<ArgumentException>(() => RSA.FromPem(text));

    [Theory]
    [InlineData("AAAA", typeof(CryptographicException))]
    [InlineData("MIIB", typeof(CryptographicException))]
    [InlineData("?", typeof(FormatException))]
    public void A_damaged_key_is_told(string base64, Type fault) =>
        Assert.Throws(fault, () => RSA.FromPem($"-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----"));

    [Fact]
    public void The_reader_of_Windows_is_found_by_its_names()
    {
        using RSA written = RSA.Create(2048);
        byte[] key = written.ExportPkcs8PrivateKey();
        if (!OperatingSystem.IsWindows())
        {
            // Every name was found, and the last step says that this is not Windows.
            TargetInvocationException fault = Assert.Throws<TargetInvocationException>(() => RsaCompat.OfWindows(key));
            Assert.IsType<PlatformNotSupportedException>(fault.InnerException);
            return;
        }

        using RSA read = RsaCompat.OfWindows(key);
        byte[] signature = read.SignData(Content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Assert.True(written.VerifyData(Content, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }
}
