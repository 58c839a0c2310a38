namespace VeoPS;

/// <summary>Which gateway, with which settings. Never the key.</summary>
public sealed class VeoProfile
{
    internal VeoProfile() { }

    // A copy, whose initializer changes it.
    internal VeoProfile(VeoProfile other)
    {
        Name = other.Name;
        Provider = other.Provider;
        BaseUri = other.BaseUri;
        Model = other.Model;
        Setting = other.Setting;
        Vault = other.Vault;
        IsDefault = other.IsDefault;
        Source = other.Source;
        PricePerSecond = other.PricePerSecond;
        PricePerSecondAudio = other.PricePerSecondAudio;
        PricePerVideo = other.PricePerVideo;
        PriceUnit = other.PriceUnit;
        DailyBudget = other.DailyBudget;
        MonthlyBudget = other.MonthlyBudget;
        CallbackUri = other.CallbackUri;
    }

    /// <summary>Its name, as <c>Profile</c> takes it.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>The kind of gateway.</summary>
    public string Provider { get; internal init; } = "";

    /// <summary>The address that the paths on the gateway's page are appended to.</summary>
    public Uri? BaseUri { get; internal init; }

    /// <summary>The model where a request names none; null for the gateway's default.</summary>
    public string? Model { get; internal init; }

    /// <summary>Settings that only this kind of gateway needs.</summary>
    public IReadOnlyDictionary<string, string> Setting { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The vault that holds the key, null where there is no key or none in a vault.</summary>
    public string? Vault { get; internal init; }

    /// <summary>True for the one that is meant where <c>Profile</c> is left out.</summary>
    public bool IsDefault { get; internal init; }

    /// <summary><c>Vault</c> (registered), <c>Environment</c> or <c>BuiltIn</c>.</summary>
    public string Source { get; internal init; } = "";

    /// <summary>The price of a second of video here, in <see cref="PriceUnit"/>. It replaces the gateway's published price. Null:
    /// not given.</summary>
    public decimal? PricePerSecond { get; internal init; }

    /// <summary>The price of a second of video with sound here, in <see cref="PriceUnit"/>. Null: the same as without sound, see
    /// <see cref="PricePerSecond"/>.</summary>
    public decimal? PricePerSecondAudio { get; internal init; }

    /// <summary>The price of a video here, in <see cref="PriceUnit"/>. It replaces the gateway's
    /// published price. Null: not given.</summary>
    public decimal? PricePerVideo { get; internal init; }

    /// <summary><c>USD</c>, <c>credits</c> or a currency's three letters: the unit of the prices and budgets given here.
    /// Null: the gateway's.</summary>
    public string? PriceUnit { get; internal init; }

    /// <summary>The most that a day (UTC) may cost. Null: no limit.</summary>
    public decimal? DailyBudget { get; internal init; }

    /// <summary>The most that a calendar month (UTC) may cost. Null: no limit.</summary>
    public decimal? MonthlyBudget { get; internal init; }

    /// <summary>The address that the gateway is to call when a task ends, where a request names none and the model can call.
    /// Null: none.</summary>
    public Uri? CallbackUri { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
