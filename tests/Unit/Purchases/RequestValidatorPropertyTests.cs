using CsCheck;
using VeoPS.Engine.Gateways;

namespace VeoPS.Tests.Purchases;

/// <summary>Every gateway's every model, and one that its catalogue does not know.</summary>
public sealed class RequestValidatorPropertyTests
{
    private const int Rounds = 200;

    public static TheoryData<string, string> Models =>
    [
        .. GatewayCatalog.All.SelectMany(gateway => gateway.Table.Models.Select(model => model.Name).Append("veo-of-tomorrow")
            .Select(model => new TheoryDataRow<string, string>(gateway.Table.Provider, model))),
    ];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_request_of_the_tables_own_values_passes(string provider, string model) => Try(provider, model, (profile, requests) =>
    {
        VeoRequest request = requests.Valid();
        Assert.DoesNotContain(RequestValidator.Validate(request, profile), fault => !fault.IsWarning);
    });

    [Theory]
    [MemberData(nameof(Models))]
    public void One_value_outside_is_told_with_that_parameter_alone_and_a_remedy(
        string provider,
        string model) => Try(provider, model, (profile, requests) =>
    {
        foreach ((string parameter, VeoRequest request) in requests.Spoiled(requests.Valid()))
        {
            VeoFault[] faults = [.. RequestValidator.Validate(request, profile).Where(fault => !fault.IsWarning)];
            Assert.True(
                faults.Length > 0 && faults.All(fault => fault.Option == parameter),
                $"{parameter}: {string.Join(" | ", (object[])faults)} of {request}");
            Assert.All(faults, fault => Assert.False(string.IsNullOrWhiteSpace(fault.Remedy) && fault.Action is null));
        }
    });

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_called_nearest_passes_beside_the_rest(string provider, string model) => Try(provider, model, (profile, requests) =>
    {
        foreach ((string parameter, VeoRequest request) in requests.Spoiled(requests.Valid())
            .Where(each => each.Parameter is "Duration" or "Seed" or "Count"))
        {
            VeoFault fault = RequestValidator.Validate(request, profile).First(fault => fault.Option == parameter);
            if (fault.Remedy?.StartsWith("Nearest: ", StringComparison.Ordinal) is not true) continue;

            VeoRequest mended = Requests.Mend(request, parameter, fault.Remedy["Nearest: ".Length..].Split('.')[0]);
            Assert.DoesNotContain(RequestValidator.Validate(mended, profile), each => !each.IsWarning);
        }
    });

    [Theory]
    [MemberData(nameof(Models))]
    public void What_is_wrong_in_several_places_is_told_together(
        string provider,
        string model) => Try(provider, model, (profile, requests) =>
    {
        VeoRequest good = requests.Valid();
        VeoRequest bad = good with { AspectRatio = "21:9", Resolution = "8k", Duration = -1, PersonGeneration = "Nobody", Count
            = 0, CallbackUri = new Uri("ftp://a.example") };

        string[] told = [.. RequestValidator.Validate(bad, profile).Where(fault => !fault.IsWarning).Select(fault => fault.Option)];

        Assert.Equal(["AspectRatio", "CallbackUri", "Count", "Duration", "PersonGeneration", "Resolution"], told.Distinct().Order());
    });

    private static void Try(string provider, string model, Action<GatewayProfile, Requests> round)
    {
        IGateway gateway = GatewayCatalog.Find(provider)!;
        GatewayProfile profile = Profiles.Any(gateway);
        Requests.Dice.Sample(dice => round(profile, new Requests(gateway.Table.Find(model), dice)), iter: Rounds, threads: 1);
    }
}
