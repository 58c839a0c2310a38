namespace VeoPS.Engine.Http.Credentials;

/// <summary>
/// The credentials of the machine, for a profile that has no key. They are searched in the order of
/// <see href="https://cloud.google.com/docs/authentication/application-default-credentials"/>, anew at each renewal, so that a new login
/// counts.
/// </summary>
/// <param name="environment">Reads an environment variable, null where it is not set.</param>
internal sealed class ApplicationDefault(Func<string, string?> environment) : ITokenSource
{
    private const string FileName = "application_default_credentials.json";

    public async Task<AccessToken> RequestAsync(TokenEndpoint endpoint, CancellationToken cancellationToken)
    {
        // A file that is named must be there; the one that gcloud writes may be.
        if (Read("GOOGLE_APPLICATION_CREDENTIALS") is { } named)
            return await Load(named).RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
        if (GcloudFile() is { } known && File.Exists(known))
            return await Load(known).RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
        try
        {
            return await new MetadataServer().RequestAsync(endpoint, cancellationToken).ConfigureAwait(false);
        }
        catch (TransportException exception)
        {
            throw new CredentialException(
                "No Google credentials were found. Give the profile a service account's key or an access token, set "
                    + "GOOGLE_APPLICATION_CREDENTIALS to a key file, or run 'gcloud auth application-default login'.",
                exception);
        }
    }

    private static ITokenSource Load(string path)
    {
        try
        {
            return GoogleKeyFile.Parse(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException or FormatException)
        {
            throw new CredentialException(
                $"The Google credentials in '{path}' cannot be used: {exception.Message.TrimEnd('.')}.",
                exception);
        }
    }

    private string? GcloudFile()
    {
        string? folder = Read("CLOUDSDK_CONFIG")
            ?? (Read("APPDATA") is { } roaming ? Path.Combine(roaming, "gcloud") : null) // Windows
            ?? (Read("HOME") is { } home ? Path.Combine(home, ".config", "gcloud") : null);
        return folder is null ? null : Path.Combine(folder, FileName);
    }

    private string? Read(string variable) => string.IsNullOrWhiteSpace(environment(variable)) ? null : environment(variable);
}
