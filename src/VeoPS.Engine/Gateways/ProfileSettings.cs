namespace VeoPS.Engine.Gateways;

/// <summary>The settings of a profile, and its key: as much of a profile as a table's rules may depend on.</summary>
internal sealed class ProfileSettings
{
    private readonly IReadOnlyDictionary<string, string> _values;

    internal ProfileSettings(IReadOnlyDictionary<string, string> values, string? apiKey)
    {
        _values = values;
        ApiKey = apiKey;
    }

    /// <summary>A setting; null where it is not set.</summary>
    /// <param name="name">Any case.</param>
    public string? this[string name] =>
        _values.FirstOrDefault(each => string.Equals(each.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    internal string? ApiKey { get; }
}
