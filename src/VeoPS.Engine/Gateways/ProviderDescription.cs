namespace VeoPS.Engine.Gateways;

/// <summary>Shows a gateway's table to a person.</summary>
internal static class ProviderDescription
{
    // The length that gateways are compared by: every gateway with a price can make it.
    private const int ComparedSeconds = 8;

    /// <summary>The description of the gateway's features.</summary>
    /// <param name="gateway">The gateway.</param>
    public static VeoProviderInfo Of(IGateway gateway)
    {
        GatewayTable table = gateway.Table;
        ModelTable any = table.Union("");
        return new VeoProviderInfo
        {
            Name = table.Provider,
            DefaultBaseUri = table.InProcess is not null ? null : table.DefaultBaseUri,
            NeedsBaseUri = table.DefaultBaseUri is null,
            Credential = table.Credential.IsGoogleToken ? "GoogleToken" : table.NeedsKey ? "ApiKey" : "None",
            Setting = new VeoList<VeoSettingInfo>(table.Settings.Select(Setting)),
            DefaultModel = table.DefaultModel,
            Models = new VeoList<VeoModelInfo>(table.Models.Select(model => Model(model, table))),
            Mode = Names(any.Modes),
            AspectRatio = new VeoList<string>(any.AspectRatios),
            Resolution = new VeoList<string>(any.Resolutions),
            Rendition = new VeoList<string>(gateway is IRenditionGateway upgrades ? upgrades.Renditions : []),
            Duration = new VeoList<int>(any.Durations),
            Audio = any.AudioDefault is { } isOn ? SwitchOption.Word(isOn) : "Always",
            MaxCount = any.MaxCount,
            CheapestPrice = table.Models.SelectMany(Compared).OrderBy(price => price.Amount).FirstOrDefault(),
            Money = new VeoList<string>(MoneyOf(gateway)),
            Done = new VeoList<string>(table.Callback is CallbackScheme.None ? ["Poll"] : ["Poll", "Callback"]),
            CallbackSignature = table.Callback is CallbackScheme.None ? null : table.Callback.ToString(),
            CanCancel = gateway is ICancelGateway,
            CanList = gateway is IListGateway,
            CanTellBalance = gateway is IBalanceGateway,
            CanTellPrice = gateway is IPriceGateway,
            CanUpload = gateway is IUploadGateway,
            FirstPoll = table.Cadence.First,
            PollInterval = table.Cadence.Step,
            PollFloor = table.Cadence.Floor,
            ResultLifetime = table.ResultLifetime,
            Note = new VeoList<string>(table.Notes.Select(note => note + ".")),
            Documentation = table.Documentation,
        };
    }

    private static IEnumerable<string> MoneyOf(IGateway gateway)
    {
        if (gateway.Table.Models.SelectMany(Compared).Any()) yield return "PriceList";
        if (gateway is IPriceGateway) yield return "Price";
        if (gateway.Table.TellsCost) yield return "Cost";
        if (gateway is IBalanceGateway) yield return "Balance";
    }

    private static VeoModelInfo Model(ModelTable model, GatewayTable table) => new()
    {
        Name = model.Name,
        Provider = table.Provider,
        Retired = table.Retirements.Where(end => end.Model == model.Name && end.IsDone).Select(end => (DateTime?)end.Date).FirstOrDefault(),
        RetiresFrom = table.Retirements.Where(end => end.Model == model.Name && !end.IsDone).Select(end => (DateTime?)end.Date)
            .FirstOrDefault(),
        Family = model.Family,
        Mode = Names(model.Modes),
        PromptAlwaysRequired = model.PromptAlwaysRequired,
        ImageInput = Names(model.ImageForms),
        MaxReferenceImage = model.MaxReferenceImages,
        SourceVideo = model.Modes.HasFlag(VideoModes.Extension) ? Names(model.VideoForms) : VeoList<string>.Empty,
        Rule = new VeoList<string>(model.Rules.Select(rule => $"{rule.Parameter}: {rule.Text}{(rule.IsWarning ? " (a warning)" : "")}.")),
        LimitByGoogle = new VeoList<string>(model.LimitsByGoogle),
        Options = new OptionValues(table.Options.SelectMany(option => new Dictionary<string, object?>
        {
            [option.Name] = option.Described(model),
            ["Default" + option.Name] = model.Defaults[option.Name],
        })),
        Price = model.Prices is { } prices ? prices.Of(audio: model.AudioDefault ?? true) : model.Price,
        PriceList = new VeoList<VeoPrice>(model.Prices?.All() ?? (model.Price is { } price ? [ForAny(price)] : [])),
    };

    private static VeoSettingInfo Setting(SettingRule rule) => new()
    {
        Name = rule.Name,
        Description = rule.Text,
        IsRequired = rule.Required,
        Value = new VeoList<string>(rule.Values),
    };

    private static IEnumerable<VeoCost> Compared(ModelTable model)
    {
        if (model.Prices is not { } prices) return model.Price is { } price ? [price] : [];
        return prices.All().Select(each => prices.Of(each.Resolution, ComparedSeconds, each.Audio ?? true)).OfType<VeoCost>();
    }

    private static VeoPrice ForAny(VeoCost price) => new() { Amount = price.Amount, Unit = price.Unit, AsOf = price.AsOf };

    // The names of a set of flags, as .NET writes them.
    private static VeoList<string> Names(Enum flags) => new(flags.ToString().Split(',').Select(name => name.Trim()));
}
