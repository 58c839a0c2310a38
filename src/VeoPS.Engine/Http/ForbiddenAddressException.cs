namespace VeoPS.Engine.Http;

/// <summary>A server named an address that its answers must not lead to. Nothing was sent there.</summary>
/// <param name="host">The host as the link has it.</param>
/// <param name="kind">The kind of the address.</param>
internal sealed class ForbiddenAddressException(string host, AddressKind kind) : Exception($"'{host}' is {Describe(kind)}.")
{
    private static string Describe(AddressKind kind) => kind switch
    {
        AddressKind.Loopback => "this machine",
        AddressKind.Private => "an address of a private network",
        AddressKind.LinkLocal => "a link-local address, such as a cloud's metadata service",
        _ => "a reserved or multicast address",
    };
}
