using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VeoPS.TestGateway;

/// <summary>An authority that nobody trusts unless told to, and the certificates that it signs.</summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan s_valid = TimeSpan.FromDays(1);

    // Servers share one: to make an RSA key takes long. RSA, because TLS under Wine knows no other.
    private static readonly RSA s_serverKey = RSA.Create(2048);

    private readonly X509Certificate2 _certificate;

    /// <summary>Makes a new one.</summary>
    public TestAuthority()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = NewRequest("An authority of the tests", key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(
            certificateAuthority: true,
            hasPathLengthConstraint: false,
            pathLengthConstraint: 0,
            critical: true));
        request.CertificateExtensions
            .Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow - s_valid - s_valid, DateTimeOffset.UtcNow + s_valid + s_valid);
    }

    /// <summary>Its certificate, as a file of trusted authorities has it.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Signs a certificate for a server.</summary>
    /// <param name="host">A name, or an address.</param>
    /// <param name="expired">Whether it is valid no more.</param>
    public X509Certificate2 Sign(string host, bool expired = false)
    {
        CertificateRequest request = NewRequest(host, s_serverKey);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        DateTimeOffset end = DateTimeOffset.UtcNow + (expired ? TimeSpan.FromMinutes(-1) : s_valid);
        using X509Certificate2 signed = request.Create(_certificate, end - s_valid, end, Guid.NewGuid().ToByteArray());
        using X509Certificate2 whole = signed.CopyWithPrivateKey(s_serverKey);

        // Windows serves none whose key was never in a store.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), password: null);
    }

    /// <summary>Whether a certificate is one of its own.</summary>
    /// <param name="certificate">As a server showed it.</param>
    public bool Trusts(X509Certificate2 certificate)
    {
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_certificate);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    private static CertificateRequest NewRequest(string name, RSA key) =>
        new("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
