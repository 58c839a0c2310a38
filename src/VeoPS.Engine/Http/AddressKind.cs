namespace VeoPS.Engine.Http;

/// <summary>Who can be reached at an address, by the IANA special-purpose registries.</summary>
internal enum AddressKind
{
    /// <summary>Anybody on the internet.</summary>
    Public,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>A network of somebody's own: RFC 1918, unique local, site-local, or shared by a carrier's customers.</summary>
    Private,

    /// <summary>The link itself, where clouds have the service that tells a machine its credentials.</summary>
    LinkLocal,

    /// <summary>Nobody in particular: multicast, documentation, tests, reserved blocks.</summary>
    Reserved,
}
