using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of gateways that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ProviderView
{
    /// <summary>What it makes videos from, in short.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Input(PSObject of) => Short(new ViewObject(of));

    /// <summary>What a profile must give.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Needs(PSObject of)
    {
        ViewObject gateway = new(of);
        string? credential = gateway.Text("Credential") switch { "ApiKey" => "key", "GoogleToken" => "login", _ => null };
        IEnumerable<string?> needs = new[] { credential, gateway.Is("NeedsBaseUri") ? "BaseUri" : null }
            .Concat(gateway.List("Setting").Where(setting => setting.Is("IsRequired")).Select(setting => setting.Text("Name")));
        return string.Join(" ", needs.Where(need => need is not null));
    }

    /// <summary>What 8 seconds cost at least and as of when, or how else money is told.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Money(PSObject of)
    {
        ViewObject gateway = new(of);
        if (gateway.Of("CheapestPrice") is not { } price)
        {
            string[] reported = [.. gateway.List("Money").Select(way => way.Name).Where(way => way is "Price" or "Cost")];
#pragma warning disable CA1308 // For people.
            return reported.Length switch
            {
                0 => "not published",
                1 => "reports " + reported[0].ToLowerInvariant(),
                _ => "reports both", // The column has no room for "price and cost".
            };
#pragma warning restore CA1308
        }

        if (price.Number("Amount") == 0) return "free";
        return $"{ViewText.Cost(price) ?? price.Name} {ViewText.Date(price["AsOf"], "yyyy-MM")}".TrimEnd();
    }

    /// <summary>How it tells that a task is done.</summary>
    /// <param name="of">A gateway.</param>
    public static string? DoneBy(PSObject of) => new ViewObject(of).List("Done").Count > 1 ? "callback" : "poll";

    /// <summary>The lengths, in short.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Seconds(PSObject of)
    {
        string[] seconds = [.. new ViewObject(of).List("Duration").Select(each => each.Name)];
        if (seconds.Length == 0) return "fixed";
        return seconds.Length > 3 ? $"{seconds[0]}-{seconds[seconds.Length - 1]}" : string.Join(" ", seconds);
    }

    /// <summary>The resolutions, and with a plus those that can be bought afterwards.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Sizes(PSObject of)
    {
        ViewObject gateway = new(of);
        string[] made = [.. gateway.List("Resolution").Select(each => each.Name)];
        IEnumerable<string> bought = gateway.List("Rendition").Select(each => each.Name).Except(made);
        return string.Join(" ", made.Concat(bought.Select(size => "+" + size)));
    }

    /// <summary>Where it is.</summary>
    /// <param name="of">A gateway.</param>
    public static string? DefaultBaseUri(PSObject of)
    {
        ViewObject gateway = new(of);
        return gateway.Text("DefaultBaseUri") ?? (gateway.Is("NeedsBaseUri") ? "none: -BaseUri is required" : "none: runs in this process");
    }

    /// <summary>What it takes as a key.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Credential(PSObject of) => new ViewObject(of).Text("Credential") switch
    {
        "ApiKey" => "a key",
        "GoogleToken" => "a Google key file, an access token, or application default credentials",
        _ => "none",
    };

    /// <summary>The settings of its own, one a line.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Setting(PSObject of)
    {
        string[] settings = [.. new ViewObject(of).List("Setting").Select(setting =>
            setting.Name + (setting.Is("IsRequired") ? " (needed)" : "")
            + (setting.Text("Description") is { } words ? ": " + words : ""))];
        return settings.Length == 0 ? "none" : string.Join("\n", settings);
    }

    /// <summary>The model where none is named.</summary>
    /// <param name="of">A gateway.</param>
    public static string? DefaultModel(PSObject of) => new ViewObject(of).Text("DefaultModel") ?? "none: -Model is required";

    /// <summary>Its models, one a line.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Models(PSObject of) => new ViewObject(of).Join("Models", "none", "\n");

    /// <summary>What it makes videos from.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Mode(PSObject of) => new ViewObject(of).Join("Mode", "none");

    /// <summary>The aspect ratios.</summary>
    /// <param name="of">A gateway.</param>
    public static string? AspectRatio(PSObject of) => new ViewObject(of).Join("AspectRatio", NoOption);

    /// <summary>The resolutions.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Resolution(PSObject of) => new ViewObject(of).Join("Resolution", NoOption);

    /// <summary>The resolutions that can be bought afterwards.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Rendition(PSObject of) =>
        new ViewObject(of).Join("Rendition") is { Length: > 0 } sizes ? sizes + " with Save-VeoVideo -Resolution" : "none";

    /// <summary>The lengths.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Duration(PSObject of) => new ViewObject(of).Join("Duration", "fixed");

    /// <summary>What 8 seconds cost at least.</summary>
    /// <param name="of">A gateway.</param>
    public static string? CheapestPrice(PSObject of)
    {
        if (new ViewObject(of).Of("CheapestPrice") is not { } price) return "not published";
        return CostView.Line(price) + (ViewText.Date(price["AsOf"]) is { } date ? ", as of " + date : "");
    }

    /// <summary>How it tells money.</summary>
    /// <param name="of">A gateway.</param>
    public static string? MoneyTold(PSObject of) => new ViewObject(of).Join("Money", "not published");

    /// <summary>How it tells that a task is done, each way.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Done(PSObject of) => new ViewObject(of).Join("Done");

    /// <summary>How long a result can be fetched.</summary>
    /// <param name="of">A gateway.</param>
    public static string? ResultLifetime(PSObject of) => new ViewObject(of).Text("ResultLifetime") ?? "unknown";

    /// <summary>What else is to know, one a line.</summary>
    /// <param name="of">A gateway.</param>
    public static string? Note(PSObject of) => new ViewObject(of).Join("Note", "none", "\n");

    internal const string NoOption = "not an option";

    /// <summary>What videos are made from, in short.</summary>
    internal static string Short(ViewObject of) => string.Join(" ", of.List("Mode").Select(mode => mode.Name switch
    {
        "Text" => "text",
        "FirstFrame" => "first",
        "FirstAndLastFrame" => "last",
        "Reference" => "ref",
        "Extension" => "ext",
        _ => mode.Name,
    }));
}
