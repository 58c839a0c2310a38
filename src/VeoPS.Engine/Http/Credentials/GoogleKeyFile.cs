using System.Security.Cryptography;
using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>
/// A key file of Google's: <see href="https://cloud.google.com/iam/docs/keys-create-delete"/> for service accounts,
/// <see href="https://cloud.google.com/docs/authentication/application-default-credentials"/> for what gcloud leaves of a user's login.
/// </summary>
internal static class GoogleKeyFile
{
    private static readonly Uri Endpoint = new("https://oauth2.googleapis.com/token");

    /// <summary>True for what can be nothing but a key file.</summary>
    public static bool IsJson(string key) => key.TrimStart().StartsWith('{');

    /// <summary>Reads one, and hides its secrets from then on.</summary>
    /// <param name="json">The file's text.</param>
    /// <exception cref="FormatException">It is none; says why, without a full stop.</exception>
    public static ITokenSource Parse(string json)
    {
        JsonElement? file = JsonReading.Parse(json.TrimStart('\uFEFF'));
        if (!file.IsObject()) throw new FormatException("it is no JSON object");
        string type = Required(file, "type");
        return type switch
        {
            "service_account" => ServiceAccount(file),
            "authorized_user" => new AuthorizedUser(Required(file, "client_id"), Secret(file, "client_secret"), Secret(file, "refresh_token"), TokenUri(file)),
            _ => throw new FormatException($"its type is '{Redactor.Shared.Redact(type)}', and only service_account and authorized_user are known here"),
        };
    }

    private static ServiceAccount ServiceAccount(JsonElement? file)
    {
        string key = Secret(file, "private_key");
        Redactor.Shared.Register(string.Concat(key.Split('\r', '\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal))));
        ServiceAccount account = new(Required(file, "client_email"), key, file.Text("private_key_id"), TokenUri(file));
        try
        {
            account.Sign([]);
            return account;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException or FormatException)
        {
            throw new FormatException("its private_key cannot be read", exception);
        }
    }

    // The file says where its grant goes, and anybody can write a file.
    private static Uri TokenUri(JsonElement? file)
    {
        if (file.Text("token_uri") is not { } text) return Endpoint;
        bool isGoogles = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            && ((uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && uri.Host.EndsWith(".googleapis.com", StringComparison.OrdinalIgnoreCase)) || (uri.IsLoopback && uri.Scheme is "http" or "https"))
            && uri.UserInfo.Length == 0;
        return isGoogles ? uri! : throw new FormatException("its token_uri is no address of Google's (https://oauth2.googleapis.com/token)");
    }

    private static string Secret(JsonElement? file, string name)
    {
        string secret = Required(file, name);
        Redactor.Shared.Register(secret);
        return secret;
    }

    private static string Required(JsonElement? file, string name) => file.Text(name) ?? throw new FormatException($"it lacks {name}");
}
