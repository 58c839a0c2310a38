namespace VeoPS.Engine.Http;

/// <summary>A server's word led to an address that it has no business with. Nothing was sent there.</summary>
/// <param name="host">As the link has it.</param>
/// <param name="kind">What the address leads to.</param>
internal sealed class ForbiddenAddressException(string host, AddressKind kind) : Exception($"'{host}' is {Describe(kind)}.")
{
    private static string Describe(AddressKind kind) => kind switch
    {
        AddressKind.Loopback => "this very machine",
        AddressKind.Private => "an address of a private network",
        AddressKind.LinkLocal => "a link-local address, as that of a cloud's metadata",
        _ => "a reserved or multicast address",
    };
}
