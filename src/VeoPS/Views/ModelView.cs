using System.ComponentModel;
using System.Management.Automation;

namespace VeoPS.Views;

/// <summary>The columns of models that are more than a property. <c>VeoPS.Types.ps1xml</c> names them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ModelView
{
    /// <summary>What it makes videos from, in short.</summary>
    /// <param name="of">A model.</param>
    public static string? Input(PSObject of) => ProviderView.Short(new ViewObject(of));

    /// <summary>What 8 seconds cost at least and at most.</summary>
    /// <param name="of">A model.</param>
    public static string? EightSeconds(PSObject of)
    {
        IReadOnlyList<ViewObject> prices = new ViewObject(of).List("PriceList");
        decimal[] sums = [.. prices.Select(price => (price.Text("Per") == "second" ? 8 : 1) * price.Number("Amount")).OfType<decimal>()];
        if (sums.Length == 0) return "not published";
        if (sums.Max() == 0) return "free";
        string most = Money.Text(sums.Max(), prices[0].Text("Unit"));
        return sums.Min() == sums.Max() ? most : $"{Money.Text(sums.Min(), prices[0].Text("Unit")).Split(' ')[0]}-{most}";
    }

    /// <summary>The lengths.</summary>
    /// <param name="of">A model.</param>
    public static string? Seconds(PSObject of) => new ViewObject(of).Join("Duration", "fixed", " ");

    /// <summary>The resolutions.</summary>
    /// <param name="of">A model.</param>
    public static string? Sizes(PSObject of) => new ViewObject(of).Join("Resolution", between: " ");

    /// <summary>Since when it is not served.</summary>
    /// <param name="of">A model.</param>
    public static string? Retired(PSObject of) => ViewText.Date(new ViewObject(of)["Retired"]);

    /// <summary>When it may end.</summary>
    /// <param name="of">A model.</param>
    public static string? RetiresFrom(PSObject of) => ViewText.Date(new ViewObject(of)["RetiresFrom"]);

    /// <summary>The family whose resolution picks the model.</summary>
    /// <param name="of">A model.</param>
    public static string? Family(PSObject of) =>
        new ViewObject(of).Text("Family") is { } family ? family + ": -Resolution picks the model" : "none";

    /// <summary>What it makes videos from.</summary>
    /// <param name="of">A model.</param>
    public static string? Mode(PSObject of) => new ViewObject(of).Join("Mode", "none");

    /// <summary>Whether it always needs a prompt.</summary>
    /// <param name="of">A model.</param>
    public static string? Prompt(PSObject of) =>
        new ViewObject(of).Is("PromptAlwaysRequired") ? "always required" : "optional with an image";

    /// <summary>The forms of images that it takes.</summary>
    /// <param name="of">A model.</param>
    public static string? ImageInput(PSObject of) => new ViewObject(of).Join("ImageInput", "none");

    /// <summary>The forms of videos that it goes on with.</summary>
    /// <param name="of">A model.</param>
    public static string? SourceVideo(PSObject of) => new ViewObject(of).Join("SourceVideo", ProviderView.NoOption);

    /// <summary>The aspect ratios, and the default.</summary>
    /// <param name="of">A model.</param>
    public static string? AspectRatio(PSObject of) => WithDefault(new ViewObject(of), "AspectRatio");

    /// <summary>The resolutions, and the default.</summary>
    /// <param name="of">A model.</param>
    public static string? Resolution(PSObject of) => WithDefault(new ViewObject(of), "Resolution");

    /// <summary>The lengths, and the default.</summary>
    /// <param name="of">A model.</param>
    public static string? Duration(PSObject of) => WithDefault(new ViewObject(of), "Duration");

    /// <summary>The default of the option.</summary>
    /// <param name="of">A model.</param>
    public static string? EnhancePrompt(PSObject of) => new ViewObject(of).Text("EnhancePrompt") ?? ProviderView.NoOption;

    /// <summary>The default of the option.</summary>
    /// <param name="of">A model.</param>
    public static string? TranslatePrompt(PSObject of) => new ViewObject(of).Text("TranslatePrompt") ?? ProviderView.NoOption;

    /// <summary>The seeds that it takes.</summary>
    /// <param name="of">A model.</param>
    public static string? Seed(PSObject of) => new ViewObject(of).Text("Seed") ?? ProviderView.NoOption;

    /// <summary>What may be asked for.</summary>
    /// <param name="of">A model.</param>
    public static string? PersonGeneration(PSObject of) => new ViewObject(of).Join("PersonGeneration", ProviderView.NoOption);

    /// <summary>Its rules, one a line.</summary>
    /// <param name="of">A model.</param>
    public static string? Rule(PSObject of) => new ViewObject(of).Join("Rule", "none", "\n");

    /// <summary>The limits that are Google's.</summary>
    /// <param name="of">A model.</param>
    public static string? LimitByGoogle(PSObject of) => new ViewObject(of).Join("LimitByGoogle", "none");

    /// <summary>What a video costs where options are left out.</summary>
    /// <param name="of">A model.</param>
    public static string? Price(PSObject of) => new ViewObject(of).Of("Price") is { } price ? CostView.Line(price) : "not published";

    /// <summary>The published prices, one a line.</summary>
    /// <param name="of">A model.</param>
    public static string? PriceList(PSObject of) => new ViewObject(of).Join("PriceList", "not published", "\n");

    private static string WithDefault(ViewObject model, string option)
    {
        string values = model.Join(option, ProviderView.NoOption);
        return model.Text("Default" + option) is { } value && values != ProviderView.NoOption ? $"{values} (default: {value})" : values;
    }
}
