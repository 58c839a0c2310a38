namespace VeoPS.Engine.Gateways;

/// <summary>The words that gateways have for <see cref="VeoRequest.PersonGeneration"/>.</summary>
internal static class PersonPolicy
{
    /// <summary>The word on the wire. One that is none of ours goes out as it is; validation has judged it.</summary>
    /// <param name="policy">The policy of a request, null where it names none.</param>
    /// <param name="disallow">The gateway's word for no people. Google's is <c>dont_allow</c>.</param>
    public static string? ToWire(string? policy, string disallow = "dont_allow") => policy switch
    {
        "AllowAll" => "allow_all",
        "AllowAdult" => "allow_adult",
        "Disallow" => disallow,
        _ => policy,
    };
}
