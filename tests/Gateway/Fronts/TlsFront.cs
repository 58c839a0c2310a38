using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace VeoPS.TestGateway;

/// <summary>Speaks TLS before a gateway that does not.</summary>
/// <param name="certificate">What it shows.</param>
/// <param name="behind">The port of the gateway.</param>
public sealed class TlsFront(X509Certificate2 certificate, int behind) : Front
{
    private protected override async Task ServeAsync(NetworkStream client, CancellationToken stopping)
    {
        await using SslStream secure = new(client);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping);
        await using NetworkStream gateway = await ConnectAsync(behind, stopping);
        await JoinAsync(secure, gateway, stopping);
    }
}
