namespace VeoPS.Engine.Gateways;

/// <summary>Shows a gateway's table to a person.</summary>
public static class ProviderDescription
{
    /// <summary>What the gateway can do.</summary>
    /// <param name="gateway">The gateway.</param>
    public static VeoProviderInfo Of(IGateway gateway)
    {
        GatewayTable table = gateway.Table;
        return new VeoProviderInfo
        {
            Name = table.Provider,
            DefaultBaseUri = gateway is IInProcessGateway ? null : table.DefaultBaseUri,
            DefaultModel = table.DefaultModel,
            Models = new VeoList<VeoModelInfo>(table.Models.Select(Model)),
            FirstPoll = table.Cadence.First,
            PollInterval = table.Cadence.Step,
            PollFloor = table.Cadence.Floor,
            ResultLifetime = table.ResultLifetime,
            Documentation = table.Documentation,
        };
    }

    private static VeoModelInfo Model(ModelTable model) => new()
    {
        Name = model.Name,
        Mode = Names(model.Modes),
        ImageInput = Names(model.ImageForms),
        MaxReferenceImage = model.MaxReferenceImages,
        AspectRatio = new VeoList<string>(model.AspectRatios),
        Resolution = new VeoList<string>(model.Resolutions),
        Duration = new VeoList<int>(model.Durations),
        Audio = model.AudioDefault switch { null => "Always", true => "On", false => "Off" },
        NegativePrompt = model.NegativePrompt,
        Seed = model.Seed?.ToString(),
        MaxCount = model.MaxCount,
        Price = model.PricePerSecond?.Of() ?? model.Price,
    };

    // The names of a set of flags, as .NET writes them.
    private static VeoList<string> Names(Enum flags) => new(flags.ToString().Split(',').Select(name => name.Trim()));
}
