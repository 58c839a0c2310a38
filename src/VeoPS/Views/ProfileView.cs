using System.ComponentModel;
using System.Management.Automation;
using VeoPS.Engine.Gateways;

namespace VeoPS.Views;

/// <summary>The columns of profiles that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProfileView
{
    /// <summary>Its name, in colour where it is the default.</summary>
    /// <param name="of">A profile.</param>
    public static string? Name(PSObject of) =>
        new ViewObject(of) is var profile && profile.Is("IsDefault") ? ViewText.Paint(profile.Name, "Green") : profile.Name;

    /// <summary>A star where it is the default.</summary>
    /// <param name="of">A profile.</param>
    public static string? Mark(PSObject of) => new ViewObject(of).Is("IsDefault") ? "*" : null;

    /// <summary>Where its key is.</summary>
    /// <param name="of">A profile.</param>
    public static string? Key(PSObject of)
    {
        ViewObject profile = new(of);
        return profile.Text("Vault") ?? (profile.Text("Source") == "Environment" ? "VEOPS_API_KEY" : "none");
    }

    /// <summary>What is set, in one line.</summary>
    /// <param name="of">A profile.</param>
    public static string? Settings(PSObject of)
    {
        ViewObject profile = new(of);
        IEnumerable<string?> settings =
            [profile.Text("Model"), profile.Text("BaseUri"), .. profile.Pairs("Setting", " "), .. Prices(profile)];
        return string.Join(", ", settings.Where(setting => setting is not null));
    }

    /// <summary>Where its gateway is.</summary>
    /// <param name="of">A profile.</param>
    public static string? BaseUri(PSObject of) => new ViewObject(of).Text("BaseUri") ?? Default;

    /// <summary>The model where none is named.</summary>
    /// <param name="of">A profile.</param>
    public static string? Model(PSObject of) => new ViewObject(of).Text("Model") ?? Default;

    /// <summary>The settings of its gateway, one a line.</summary>
    /// <param name="of">A profile.</param>
    public static string? Setting(PSObject of) => string.Join("\n", new ViewObject(of).Pairs("Setting", " = "));

    /// <summary>The vault that holds its key.</summary>
    /// <param name="of">A profile.</param>
    public static string? Vault(PSObject of) => new ViewObject(of).Text("Vault") ?? "none";

    /// <summary>The price of a second.</summary>
    /// <param name="of">A profile.</param>
    public static string? PricePerSecond(PSObject of) => Price(new ViewObject(of), "PricePerSecond");

    /// <summary>The price of a second with sound.</summary>
    /// <param name="of">A profile.</param>
    public static string? PricePerSecondAudio(PSObject of) => Price(new ViewObject(of), "PricePerSecondAudio");

    /// <summary>The price of a video.</summary>
    /// <param name="of">A profile.</param>
    public static string? PricePerVideo(PSObject of) => Price(new ViewObject(of), "PricePerVideo");

    /// <summary>The most that a day may cost.</summary>
    /// <param name="of">A profile.</param>
    public static string? DailyBudget(PSObject of) => Price(new ViewObject(of), "DailyBudget");

    /// <summary>The most that a month may cost.</summary>
    /// <param name="of">A profile.</param>
    public static string? MonthlyBudget(PSObject of) => Price(new ViewObject(of), "MonthlyBudget");

    private const string Default = "the gateway's";

    private static readonly (string Property, string Per)[] PricesOf =
    [
        ("PricePerSecond", "a second"), ("PricePerSecondAudio", "a second with sound"), ("PricePerVideo", "a video"),
        ("DailyBudget", "a day"), ("MonthlyBudget", "a month"),
    ];

    private static IEnumerable<string> Prices(ViewObject profile) => PricesOf
        .Select(each => Price(profile, each.Property) is { } price ? $"{price} {each.Per}" : null).OfType<string>();

    // 0 is a price like any other.
    private static string? Price(ViewObject profile, string property) =>
        profile.Number(property) is { } amount ? Money.Text(amount, UnitOf(profile)) : null;

    private static string? UnitOf(ViewObject profile) =>
        profile.Text("PriceUnit") ?? GatewayCatalog.Find(profile.Text("Provider") ?? "")?.Table.PriceUnit;
}
