using System.Collections;
using VeoPS.Engine.Gateways;
using VeoPS.Engine.Profiles;
using VeoPS.Input;

namespace VeoPS.Completion;

/// <summary>The gateway that a line means, and the profile's model there: all of a profile that can be told without its key.</summary>
/// <param name="Gateway">The gateway.</param>
/// <param name="Model">The profile's model; null where it has none.</param>
internal sealed record ChosenProfile(IGateway Gateway, string? Model)
{
    /// <summary>The model where a request names none.</summary>
    public string DefaultModel => Model ?? Gateway.Table.DefaultModel;

    /// <summary>The gateway and model that a line means: by its -Provider, its -Profile or its
    /// -Name, or the default where it has none of these.</summary>
    /// <param name="bound">The parameters that are typed.</param>
    /// <returns>Null where there is no such profile or gateway.</returns>
    public static ChosenProfile? Of(IDictionary bound)
    {
        if (Text(bound, "Provider") is { } provider) return At(provider, null);
        string? name = Text(bound, "Profile") ?? Text(bound, "Name") ?? Resolver().Choose(isAttended: true)?.Name;
        return name is null ? null : Named(name);
    }

    /// <summary>The profile of a name; null where there is none that can be told without a vault.</summary>
    /// <param name="name">Any case.</param>
    public static ChosenProfile? Named(string name)
    {
        // Not by the resolver, which wants the key there.
        if (ProfileNames.Same(name, Resolver().EnvironmentName)) return At(Variable("VEOPS_PROVIDER"), Variable("VEOPS_MODEL"));
        if (ProfileNames.Same(name, ProfileResolver.Sandbox)) return At(ProfileResolver.Sandbox, null);
        return Store().Find(name) is { } registered ? At(registered.Provider, registered.Model) : null;
    }

    /// <summary>A resolver that finds profiles without asking a vault.</summary>
    public static ProfileResolver Resolver() => new(System.Environment.GetEnvironmentVariable, Store());

    /// <summary>The first text of a parameter; null where it is not typed, or cannot be told without running the line.</summary>
    public static string? Text(IDictionary bound, string parameter) => Cell.Texts(bound[parameter]) is [var first, ..] ? first : null;

    private static ChosenProfile? At(string? provider, string? model) =>
        provider is not null && GatewayCatalog.Find(provider) is { } gateway ? new ChosenProfile(gateway, model) : null;

    private static ProfileStore Store() => ProfileStore.Open(System.Environment.GetEnvironmentVariable);

    private static string? Variable(string name) => Cell.Text(System.Environment.GetEnvironmentVariable(name))?.Trim();
}
