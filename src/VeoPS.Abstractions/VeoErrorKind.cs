namespace VeoPS;

/// <summary>The values of <see cref="VeoError.Kind"/>: kinds of errors, in words that mean the same at every gateway.</summary>
public static class VeoErrorKind
{
    /// <summary>The gateway refused the request's parameters.</summary>
    public const string InvalidRequest = nameof(InvalidRequest);

    /// <summary>The key is missing, wrong or banned.</summary>
    public const string Unauthorized = nameof(Unauthorized);

    /// <summary>The key may not do this.</summary>
    public const string Forbidden = nameof(Forbidden);

    /// <summary>The account has not enough credits or quota.</summary>
    public const string InsufficientCredits = nameof(InsufficientCredits);

    /// <summary>The gateway knows no such task or route.</summary>
    public const string NotFound = nameof(NotFound);

    /// <summary>Too many requests; later ones will pass.</summary>
    public const string RateLimited = nameof(RateLimited);

    /// <summary>The prompt or an image was refused by a content policy.</summary>
    public const string ContentRejected = nameof(ContentRejected);

    /// <summary>The gateway could not fetch an image or a video that the request links to.</summary>
    public const string InputFetchFailed = nameof(InputFetchFailed);

    /// <summary>The model is no longer offered.</summary>
    public const string ModelRetired = nameof(ModelRetired);

    /// <summary>The gateway has switched the feature off.</summary>
    public const string FeatureDisabled = nameof(FeatureDisabled);

    /// <summary>The gateway is under maintenance.</summary>
    public const string Maintenance = nameof(Maintenance);

    /// <summary>The gateway has no free upstream for now.</summary>
    public const string ProviderUnavailable = nameof(ProviderUnavailable);

    /// <summary>The gateway, or the model behind it, failed.</summary>
    public const string UpstreamFailed = nameof(UpstreamFailed);

    /// <summary>The task ended well and has no video.</summary>
    public const string EmptyResult = nameof(EmptyResult);

    /// <summary>The answer could not be read.</summary>
    public const string Protocol = nameof(Protocol);

    /// <summary>No connection, or it broke.</summary>
    public const string Network = nameof(Network);
}
