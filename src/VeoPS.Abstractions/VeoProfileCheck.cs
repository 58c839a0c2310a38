namespace VeoPS;

/// <summary>The result of one check of a profile, with its remedy.</summary>
public sealed class VeoProfileCheck
{
    internal VeoProfileCheck() { }

    // A copy, whose initializer changes it.
    internal VeoProfileCheck(VeoProfileCheck other)
    {
        Profile = other.Profile;
        Check = other.Check;
        Ok = other.Ok;
        Detail = other.Detail;
        Remedy = other.Remedy;
        Action = other.Action;
    }

    /// <summary>The profile.</summary>
    public string Profile { get; internal init; } = "";

    /// <summary><c>Profile</c>, <c>Ledger</c>, <c>Vault</c>, <c>Settings</c>, <c>Address</c>, <c>Tls</c>, <c>Clock</c>,
    /// <c>Key</c> or <c>Balance</c>.</summary>
    public string Check { get; internal init; } = "";

    /// <summary>Null where it was not checked.</summary>
    public bool? Ok { get; internal init; }

    /// <summary>The finding, or the reason why it was not checked.</summary>
    public string Detail { get; internal init; } = "";

    /// <summary>The remedy; null where none is needed.</summary>
    public string? Remedy { get; internal init; }

    /// <summary>The remedy as data, where it names an option: the shell puts it into the words of <see cref="Remedy"/>.</summary>
    internal VeoRemedy? Action { get; init; }

    /// <inheritdoc/>
    public override string ToString()
        => $"{Profile} {Check}: {(Ok switch { true => "OK", false => "not OK", null => "not checked" })}. {Detail}";
}
