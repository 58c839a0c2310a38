using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace VeoPS.Tests.Http.Credentials;

/// <summary>A service account made for a test, and the key file that Google would give for it.</summary>
internal sealed class GoogleKey : IDisposable
{
    private readonly RSA _key = RSA.Create(2048);

    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem();

    public string PrivateKey => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>The file, with its grant going to <c>/token</c> of a server.</summary>
    public string FileFor(Uri server) => File(new Uri(server, "/token").AbsoluteUri);

    public string File(string? tokenUri = "https://oauth2.googleapis.com/token", Action<JsonObject>? change = null)
    {
        JsonObject file = new()
        {
            ["type"] = "service_account",
            ["project_id"] = "p1",
            ["private_key_id"] = "key-1",
            ["private_key"] = PrivateKey,
            ["client_email"] = "veo@p1.iam.gserviceaccount.com",
        };
        if (tokenUri is not null) file["token_uri"] = tokenUri;
        change?.Invoke(file);
        return file.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
    }

    public bool Verifies(byte[] data, byte[] signature)
        => _key.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public void Dispose() => _key.Dispose();
}
