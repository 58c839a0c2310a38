using System.Text.Json;
using System.Text.Json.Serialization;

namespace VeoPS.Engine.Profiles;

/// <summary>A profile's settings as they are kept, in <c>profiles.json</c> and in a vault. Never the key.</summary>
internal sealed class ProfileDocument
{
    private const JsonNumberHandling AsText = JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString;

    public string? Name { get; set; }
    public string? Provider { get; set; }
    public string? BaseUri { get; set; }
    public string? Model { get; set; }
    public Dictionary<string, string?>? Setting { get; set; }
    public string? Vault { get; set; }

    [JsonNumberHandling(AsText)]
    public decimal? PricePerSecond { get; set; }

    [JsonNumberHandling(AsText)]
    public decimal? PricePerSecondAudio { get; set; }

    [JsonNumberHandling(AsText)]
    public decimal? PricePerVideo { get; set; }

    public string? PriceUnit { get; set; }

    [JsonNumberHandling(AsText)]
    public decimal? DailyBudget { get; set; }

    [JsonNumberHandling(AsText)]
    public decimal? MonthlyBudget { get; set; }

    public string? CallbackUri { get; set; }

    /// <summary>Fields that a later build wrote.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }

    public static ProfileDocument From(VeoProfile profile, Dictionary<string, JsonElement>? extra = null) => new()
    {
        Name = profile.Name,
        Provider = profile.Provider,
        BaseUri = profile.BaseUri?.AbsoluteUri,
        Model = profile.Model,
        Setting = profile.Setting.Count == 0 ? null : profile.Setting.ToDictionary(each => each.Key, each => (string?)each.Value),
        Vault = profile.Vault,
        PricePerSecond = profile.PricePerSecond,
        PricePerSecondAudio = profile.PricePerSecondAudio,
        PricePerVideo = profile.PricePerVideo,
        PriceUnit = profile.PriceUnit,
        DailyBudget = profile.DailyBudget,
        MonthlyBudget = profile.MonthlyBudget,
        CallbackUri = profile.CallbackUri?.OriginalString,
        Extra = extra,
    };

    /// <summary>The profile; null where a name or a provider is missing, or the base address is none.</summary>
    /// <param name="isDefault">Whether it is the one that is meant where none is named.</param>
    public VeoProfile? ToProfile(bool isDefault = false)
    {
        Uri? uri = null;
        bool readable = Name is { Length: > 0 } && Provider is { Length: > 0 }
            && (BaseUri is null || Uri.TryCreate(BaseUri, UriKind.Absolute, out uri));
        return !readable ? null : new VeoProfile
        {
            Name = Name!,
            Provider = Provider!,
            BaseUri = uri,
            Model = Model,
            Setting = Known(Setting),
            Vault = Vault,
            IsDefault = isDefault,
            Source = ProfileSource.Vault,
            PricePerSecond = PricePerSecond,
            PricePerSecondAudio = PricePerSecondAudio,
            PricePerVideo = PricePerVideo,
            PriceUnit = PriceUnit,
            DailyBudget = DailyBudget,
            MonthlyBudget = MonthlyBudget,
            CallbackUri = Uri.TryCreate(CallbackUri, UriKind.Absolute, out Uri? callback) ? callback : null,
        };
    }

    // A hand may have written a name twice, or a null.
    private static Dictionary<string, string> Known(Dictionary<string, string?>? setting)
    {
        Dictionary<string, string> known = new(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, string?> each in setting ?? [])
        {
            if (each.Value is { } value) known[each.Key] = value;
        }

        return known;
    }
}
