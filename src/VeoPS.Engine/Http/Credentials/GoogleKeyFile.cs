using System.Security.Cryptography;
using System.Text.Json;
using VeoPS.Engine.Ledger;
using VeoPS.Engine.Text;

namespace VeoPS.Engine.Http.Credentials;

/// <summary>
/// A key file of Google's: <see href="https://cloud.google.com/iam/docs/keys-create-delete"/> for service accounts,
/// <see href="https://cloud.google.com/docs/authentication/application-default-credentials"/> for the file that gcloud leaves of a
/// user's login.
/// </summary>
internal static class GoogleKeyFile
{
    private static readonly Uri Endpoint = new("https://oauth2.googleapis.com/token");
    private static readonly Uri Exchange = new("https://sts.googleapis.com/v1/token");

    /// <summary>True for a text that can only be a key file.</summary>
    public static bool IsJson(string key) => key.TrimStart().StartsWith('{');

    /// <summary>Reads one, and hides its secrets from then on.</summary>
    /// <param name="json">The file's text.</param>
    /// <exception cref="FormatException">It is none; says why, without a full stop.</exception>
    public static ITokenSource Parse(string json)
    {
        // A text with line ends in it that was put inside quotes by hand is JSON once they are blanks, which a key does not mind.
        string text = json.TrimStart('\uFEFF');
        JsonElement? file = JsonReading.Parse(text) ?? JsonReading.Parse(text.Replace('\r', ' ').Replace('\n', ' '));
        return Parse(file, nested: false);
    }

    private static ITokenSource Parse(JsonElement? file, bool nested)
    {
        if (!file.IsObject()) throw new FormatException("it is not a JSON object");
        string type = Required(file, "type");
        return type switch
        {
            "service_account" => ServiceAccount(file),
            "authorized_user" => new AuthorizedUser(
                Required(file, "client_id"),
                Secret(file, "client_secret"),
                Secret(file, "refresh_token"),
                TokenUri(file)),
            "external_account" => ExternalAccount(file),
            "impersonated_service_account" when !nested => new ImpersonatedAccount(
                Parse(file.Member("source_credentials"), nested: true),
                Impersonation(file) ?? throw new FormatException("it lacks service_account_impersonation_url"),
                [.. file.Member("delegates").Items().Select(each => each.Text() ?? "").Where(each => each.Length > 0)]),
            _ => throw new FormatException(
                $"its type is '{Redactor.Shared.Redact(type, 50)}', but only service_account, authorized_user, "
                    + "external_account and impersonated_service_account are supported"),
        };
    }

    private static ServiceAccount ServiceAccount(JsonElement? file)
    {
        // On the way through an environment variable, line ends are often escaped once more. Inside a PEM they mean nothing else.
        string key = Secret(file, "private_key").Replace("\\r", "").Replace("\\n", "\n");
        Redactor.Shared.Register(key);
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

    private static ITokenSource ExternalAccount(JsonElement? file)
    {
        JsonElement? source = file.Member("credential_source");
        JsonElement? format = source.Member("format");
        string? member = format.Text("type") == "json" ? Required(format, "subject_token_field_name") : null;
        string? path = source.Text("file");
        Uri? address = path is null ? SourceAddress(source) : null;
        ExternalAccount account = new(
            Required(file, "audience"),
            Required(file, "subject_token_type"),
            GoogleAddress(file, "token_url") ?? Exchange,
            new SubjectToken(path, address, Headers(source), member));
        return Impersonation(file) is { } impersonation ? new ImpersonatedAccount(account, impersonation, []) : account;
    }

    // No key of Google's goes there, but its own headers do: to https, or no further than this machine's own link.
    private static Uri SourceAddress(JsonElement? source)
    {
        if (source.Text("url") is not { } text)
            throw new FormatException(
                "its credential_source has neither a file nor a url, and others (executable, aws) are not supported");
        bool isKnown = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp
                && NetworkAddress.KindOf(uri.IdnHost) is AddressKind.Loopback or AddressKind.LinkLocal));
        return isKnown ? uri! : throw new FormatException("the url of its credential_source is not an https address");
    }

    private static Dictionary<string, string> Headers(JsonElement? source)
    {
        Dictionary<string, string> headers = [];
        if (source.Member("headers") is not { ValueKind: JsonValueKind.Object } given) return headers;
        foreach (JsonProperty header in given.EnumerateObject())
        {
            if (header.Value.Text() is not { } value) continue;
            Redactor.Shared.Register(value);
            headers[header.Name] = value;
        }

        return headers;
    }

    private static Uri? Impersonation(JsonElement? file) => GoogleAddress(file, "service_account_impersonation_url");

    private static Uri TokenUri(JsonElement? file) => GoogleAddress(file, "token_uri") ?? Endpoint;

    // The file says where its grant goes, and anybody can write a file.
    private static Uri? GoogleAddress(JsonElement? file, string name)
    {
        if (file.Text(name) is not { } text) return null;
        bool isGoogles = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri)
            && ((uri.Scheme == Uri.UriSchemeHttps && uri.IsDefaultPort && uri.Host
                .EndsWith(".googleapis.com", StringComparison.OrdinalIgnoreCase)) || (uri.IsLoopback && uri.Scheme is "http" or "https"))
            && uri.UserInfo.Length == 0;
        return isGoogles ? uri! : throw new FormatException($"its {name} is not a Google address (such as {Endpoint})");
    }

    private static string Secret(JsonElement? file, string name)
    {
        string secret = Required(file, name);
        Redactor.Shared.Register(secret);
        return secret;
    }

    private static string Required(JsonElement? file, string name) => file.Text(name) ?? throw new FormatException($"it lacks {name}");
}
