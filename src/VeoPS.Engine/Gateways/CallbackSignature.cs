using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VeoPS.Engine.Gateways;

/// <summary>The result of the check of a call's signature.</summary>
internal enum CallbackProof
{
    /// <summary>There is nothing to check it by: the call is a hint to ask the gateway.</summary>
    Unproven,

    /// <summary>It is good, and not older than <see cref="CallbackSignature.Tolerance"/>.</summary>
    Good,

    /// <summary>It is missing, wrong or old. Nothing is done because of such a call.</summary>
    Bad,
}

/// <summary>Checks the signatures of calls. Pure: the time is given, and nothing is remembered.</summary>
internal static class CallbackSignature
{
    /// <summary>By how much the time of a call may differ from ours, to both sides.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string SecretPrefix = "whsec_";

    /// <summary>True where a call of this scheme can be checked with a secret.</summary>
    /// <param name="scheme">How the gateway signs.</param>
    public static bool IsCheckable(CallbackScheme scheme)
        => scheme is CallbackScheme.TimedHmac or CallbackScheme.StandardWebhooks or CallbackScheme.WithoutBody;

    /// <summary>Why a secret cannot be one of this scheme, as the end of a sentence; null where it can.</summary>
    /// <param name="scheme">How the gateway signs.</param>
    /// <param name="secret">As it is to be kept.</param>
    public static string? FaultOf(CallbackScheme scheme, string secret) => scheme switch
    {
        CallbackScheme.StandardWebhooks => KeyOf(secret) is null ? "is not base64 text, with or without the prefix 'whsec_'" : null,
        _ => IsCheckable(scheme) ? null : "has no effect: this gateway's callbacks cannot be verified with a secret, so VeoPS "
            + "asks the gateway for the task's status after each one",
    };

    /// <summary>Checks a call.</summary>
    /// <param name="scheme">How the gateway signs.</param>
    /// <param name="secret">The secret that it signs with; null or blank where none is known.</param>
    /// <param name="message">The call.</param>
    /// <param name="taskId">The id that its body names.</param>
    /// <param name="now">UTC.</param>
    public static CallbackProof Check(CallbackScheme scheme, string? secret, CallbackMessage message, string? taskId, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(secret) || !IsCheckable(scheme)) return CallbackProof.Unproven;
        bool isGood = scheme switch
        {
            CallbackScheme.TimedHmac => IsTimedHmac(secret!, message, now),
            CallbackScheme.StandardWebhooks => IsStandardWebhook(secret!, message, now),
            _ => IsWithoutBody(secret!, message, taskId, now),
        };
        return isGood ? CallbackProof.Good : CallbackProof.Bad;
    }

    /// <summary>Identifies a call when it comes again. The signature covers the identifier, so that nobody else can change it.</summary>
    /// <param name="scheme">How the gateway signs.</param>
    /// <param name="message">A call whose signature is good.</param>
    /// <param name="taskId">The id that its body names.</param>
    public static string IdOf(CallbackScheme scheme, CallbackMessage message, string? taskId) => scheme switch
    {
        CallbackScheme.StandardWebhooks => (message.Header("webhook-id") ?? message.Header("svix-id"))!,
        CallbackScheme.WithoutBody => $"{taskId}.{message.Header("X-Webhook-Timestamp")}",
        _ => Convert.ToHexString(SHA256.HashData(message.Body)),
    };

    // "t=time,v1=hex" over "time,body": https://openrouter.ai/docs/guides/overview/multimodal/video-generation
    private static bool IsTimedHmac(string secret, CallbackMessage message, DateTimeOffset now)
    {
        string? time = null;
        List<string> signatures = [];
        foreach (string part in (message.Header("X-OpenRouter-Signature") ?? "").Split(','))
        {
            string item = part.Trim();
            if (item.StartsWith("t=", StringComparison.Ordinal)) time ??= item.Substring(2);
            else if (item.StartsWith("v1=", StringComparison.Ordinal)) signatures.Add(item.Substring(3));
        }

        if (!IsNow(time, now)) return false;
        byte[] expected = Hmac(Encoding.UTF8.GetBytes(secret), time + ",", message.Body);
        return signatures.Any(each => IsSame(expected, FromHex(each)));
    }

    // "v1,base64" entries over "id.time.body": https://www.standardwebhooks.com. Unknown versions are passed over; one good
    // entry is enough.
    private static bool IsStandardWebhook(string secret, CallbackMessage message, DateTimeOffset now)
    {
        string? id = message.Header("webhook-id") ?? message.Header("svix-id");
        string? time = message.Header("webhook-timestamp") ?? message.Header("svix-timestamp");
        string entries = message.Header("webhook-signature") ?? message.Header("svix-signature") ?? "";
        if (id is null || !IsNow(time, now) || KeyOf(secret) is not { } key) return false;
        byte[] expected = Hmac(key, $"{id}.{time}.", message.Body);
        return entries.Split(' ')
            .Any(entry => entry.StartsWith("v1,", StringComparison.Ordinal) && IsSame(expected, FromBase64(entry.Substring(3))));
    }

    // base64 over "taskId.time". The body is not covered: https://docs.kie.ai/common-api/webhook-verification
    private static bool IsWithoutBody(string secret, CallbackMessage message, string? taskId, DateTimeOffset now)
    {
        string? time = message.Header("X-Webhook-Timestamp");
        if (taskId is null || !IsNow(time, now)) return false;
        return IsSame(
            Hmac(Encoding.UTF8.GetBytes(secret), $"{taskId}.{time}", []),
            FromBase64(message.Header("X-Webhook-Signature") ?? ""));
    }

    private static bool IsNow(string? time, DateTimeOffset now) =>
        long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
        && Math.Abs(now.ToUnixTimeSeconds() - (decimal)seconds) <= (decimal)Tolerance.TotalSeconds;

    private static byte[] Hmac(byte[] key, string before, byte[] body)
    {
        using HMACSHA256 hmac = new(key);
        return hmac.ComputeHash([.. Encoding.UTF8.GetBytes(before), .. body]);
    }

    private static byte[]? KeyOf(string secret)
    {
        string text = secret.Trim();
        if (text.StartsWith(SecretPrefix, StringComparison.Ordinal)) text = text.Substring(SecretPrefix.Length);
        return FromBase64(text) is { Length: > 0 } key ? key : null;
    }

    // A sender may leave the padding out.
    private static byte[]? FromBase64(string text)
    {
        try
        {
            string digits = text.TrimEnd('=');
            return Convert.FromBase64String(digits + new string('=', (4 - (digits.Length % 4)) % 4));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static byte[]? FromHex(string text)
    {
        if (text.Length % 2 != 0) return null;
        byte[] bytes = new byte[text.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            int high = Digit(text[i * 2]), low = Digit(text[(i * 2) + 1]);
            if (high < 0 || low < 0) return null;
            bytes[i] = (byte)((high << 4) | low);
        }

        return bytes;

        static int Digit(char digit) => digit switch
        {
            >= '0' and <= '9' => digit - '0',
            >= 'a' and <= 'f' => digit - 'a' + 10,
            >= 'A' and <= 'F' => digit - 'A' + 10,
            _ => -1,
        };
    }

    /// <summary>Compares in a time that tells nothing of where two differ.</summary>
    internal static bool IsSame(byte[] expected, byte[]? given)
    {
        if (given is null || given.Length != expected.Length) return false;
        int difference = 0;
        for (int i = 0; i < expected.Length; i++) difference |= expected[i] ^ given[i];
        return difference == 0;
    }
}
