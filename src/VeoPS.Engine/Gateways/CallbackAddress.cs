using System.Security.Cryptography;
using VeoPS.Engine.Ledger;

namespace VeoPS.Engine.Gateways;

/// <summary>
/// The address that a gateway calls when a task ends. It carries our name for the submission and a token that nobody guesses,
/// so that a call
/// finds its submission also where the gateway's answer, and the id in it, was lost.
/// </summary>
internal static class CallbackAddress
{
    // The redactor hides a member of a query by the second of these names.
    private const string SubmissionName = "veo";
    private const string TokenName = "token";
    private const int TokenBytes = 32;

    /// <summary>The address that the gateway is asked to call: the request's own, or else the profile's where the model can call;
    /// null where there is none.</summary>
    public static Uri? For(VeoRequest request, GatewayProfile profile) =>
        request.CallbackUri
        ?? (profile.Gateway.Table.Find(profile.ModelFor(request)).Callback ? profile.Profile.CallbackUri : null);

    /// <summary>A new token: 32 random bytes, in the digits that an address takes as they are.</summary>
    public static string NewToken()
    {
        byte[] bytes = new byte[TokenBytes];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <summary>The address that goes out. The rest of it stays as it was spelt.</summary>
    public static Uri With(Uri address, string submissionId, string token)
    {
        string text = address.OriginalString;
        int fragment = text.IndexOf('#');
        if (fragment >= 0) text = text.Substring(0, fragment);
        string between = text.IndexOf('?') < 0 ? "?" : text.EndsWith('?') || text.EndsWith('&') ? "" : "&";
        return new Uri($"{text}{between}{SubmissionName}={submissionId}&{TokenName}={token}");
    }

    /// <summary>The submission and the token that an address carries; null where it carries none.</summary>
    public static (string SubmissionId, string Token)? Read(string? query)
    {
        string? submissionId = null, token = null;
        foreach (string part in (query ?? "").TrimStart('?').Split('&'))
        {
            if (part.StartsWith(SubmissionName + "=", StringComparison.Ordinal)) submissionId = part.Substring(SubmissionName.Length + 1);
            else if (part.StartsWith(TokenName + "=", StringComparison.Ordinal)) token = part.Substring(TokenName.Length + 1);
        }

        return SubmissionId.TryParse(submissionId, out _) && token is { Length: > 0 } ? (submissionId!, token) : null;
    }
}
