using System.Net;
using System.Net.Sockets;

namespace VeoPS.Engine.Http;

/// <summary>
/// Tells the kind of an address, by <see href="https://www.iana.org/assignments/iana-ipv4-special-registry"/> and
/// <see href="https://www.iana.org/assignments/iana-ipv6-special-registry"/>.
/// </summary>
internal static class NetworkAddress
{
    /// <summary>Where Google's machines are told their credentials; the name is resolved inside its network only.</summary>
    public const string GoogleMetadata = "metadata.google.internal";

    private static readonly Block[] Version4 =
    [
        new("0.0.0.0", 8, AddressKind.Reserved),
        new("10.0.0.0", 8, AddressKind.Private),
        new("100.64.0.0", 10, AddressKind.Private),
        new("127.0.0.0", 8, AddressKind.Loopback),

        // Azure's own services, to each of its machines:
        // https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
        new("168.63.129.16", 32, AddressKind.LinkLocal),
        new("169.254.0.0", 16, AddressKind.LinkLocal),
        new("172.16.0.0", 12, AddressKind.Private),
        new("192.0.0.0", 24, AddressKind.Reserved),
        new("192.0.2.0", 24, AddressKind.Reserved),
        new("192.88.99.0", 24, AddressKind.Reserved),
        new("192.168.0.0", 16, AddressKind.Private),
        new("198.18.0.0", 15, AddressKind.Reserved),
        new("198.51.100.0", 24, AddressKind.Reserved),
        new("203.0.113.0", 24, AddressKind.Reserved),
        new("224.0.0.0", 3, AddressKind.Reserved),
    ];

    // The first block that contains the address counts. An address that is in none of them and not in 2000::/3 is assigned to nobody.
    private static readonly Block[] Version6 =
    [
        new("::1", 128, AddressKind.Loopback),
        new("64:ff9b:1::", 48, AddressKind.Private),
        new("fc00::", 7, AddressKind.Private),
        new("fec0::", 10, AddressKind.Private),
        new("fe80::", 10, AddressKind.LinkLocal),
        new("2001::", 23, AddressKind.Reserved),
        new("2001:db8::", 32, AddressKind.Reserved),
        new("3fff::", 20, AddressKind.Reserved),
        new("2000::", 3, AddressKind.Public),
        new("::", 0, AddressKind.Reserved),
    ];

    private static readonly Block Translated = new("64:ff9b::", 96, AddressKind.Public);
    private static readonly Block SixToFour = new("2002::", 16, AddressKind.Public);

    /// <summary>The kind of an address. An address with an IPv4 address inside has the kind of that one.</summary>
    public static AddressKind KindOf(IPAddress address)
    {
        ReadOnlySpan<byte> bytes = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetwork) return Find(Version4, bytes);
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return AddressKind.Reserved;
        if (address.IsIPv4MappedToIPv6 || Translated.Has(bytes)) return Find(Version4, bytes.Slice(12));
        return SixToFour.Has(bytes) ? Find(Version4, bytes.Slice(2, 4)) : Find(Version6, bytes);
    }

    /// <summary>The kind of a host, where nobody has to be asked for it: the host is an address, or a name with a meaning of its own.
    /// Null for any other name.</summary>
    /// <param name="host">As <see cref="Uri.IdnHost"/> has it.</param>
    public static AddressKind? KindOf(string host)
    {
        string name = host.Trim('[', ']').TrimEnd('.');
        if (IPAddress.TryParse(name, out IPAddress? address)) return KindOf(address);
        if (name.Equals(GoogleMetadata, StringComparison.OrdinalIgnoreCase)) return AddressKind.LinkLocal;

        // RFC 6761, section 6.3: the names below it, too.
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? AddressKind.Loopback : null;
    }

    private static AddressKind Find(Block[] blocks, ReadOnlySpan<byte> address)
    {
        foreach (Block block in blocks)
        {
            if (block.Has(address)) return block.Kind;
        }

        return AddressKind.Public;
    }

    private sealed class Block(string first, int length, AddressKind kind)
    {
        private readonly byte[] _first = IPAddress.Parse(first).GetAddressBytes();

        public AddressKind Kind => kind;

        public bool Has(ReadOnlySpan<byte> address)
        {
            int whole = length / 8;
            if (!address.Slice(0, whole).SequenceEqual(_first.AsSpan(0, whole))) return false;
            int mask = 0xFF00 >> (length % 8) & 0xFF;
            return mask == 0 || ((address[whole] ^ _first[whole]) & mask) == 0;
        }
    }
}
