namespace VeoPS.Engine.Gateways;

/// <summary>
/// Whether a gateway calls an address that a request names when the task ends, and how it signs such a call. A call that is not
/// signed over
/// its body is a hint to ask the gateway, and nothing more.
/// </summary>
internal enum CallbackScheme
{
    /// <summary>It calls no address of a request.</summary>
    None,

    /// <summary>It calls, and signs nothing.</summary>
    NotSigned,

    /// <summary>
    /// HMAC-SHA256 in lower-case hexadecimal over <c>time,body</c>, with the secret's text as the key, in the form
    /// <c>t=time,v1=signature</c>.
    /// </summary>
    TimedHmac,

    /// <summary>Standard Webhooks (<see href="https://www.standardwebhooks.com"/>): <c>id.time.body</c>.</summary>
    StandardWebhooks,

    /// <summary>Ed25519 with public keys that the gateway publishes, over a digest of the body.</summary>
    PublishedKey,

    /// <summary>It signs something else than the body.</summary>
    WithoutBody,

    /// <summary>In a way that cannot be checked here.</summary>
    Uncheckable,
}
