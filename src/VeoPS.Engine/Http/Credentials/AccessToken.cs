namespace VeoPS.Engine.Http.Credentials;

/// <summary>An OAuth access token. A class and no record, so that its text never shows the token.</summary>
internal sealed class AccessToken(string value, DateTimeOffset expires)
{
    public string Value => value;

    public DateTimeOffset Expires => expires;
}
