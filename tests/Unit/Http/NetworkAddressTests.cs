using System.Net;
using VeoPS.Engine.Http;

namespace VeoPS.Tests.Http;

public sealed class NetworkAddressTests
{
    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.0.0.1")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("168.63.129.15")]
    [InlineData("168.63.129.17")]
    [InlineData("169.253.255.255")]
    [InlineData("169.255.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111")]
    [InlineData("2a00:1450:4001::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void The_internet_is_public(string address) => Assert.Equal(AddressKind.Public, KindOf(address));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    public void This_machine_is_loopback(string address) => Assert.Equal(AddressKind.Loopback, KindOf(address));

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")] // Where Alibaba's machines find their metadata.
    [InlineData("100.127.255.255")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")] // Amazon's.
    [InlineData("fec0::1")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("::ffff:192.168.1.1")]
    [InlineData("64:ff9b::10.1.2.3")]
    [InlineData("2002:a00:1::1")]
    public void A_network_of_somebodys_own_is_private(string address) => Assert.Equal(AddressKind.Private, KindOf(address));

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.0.1")]
    [InlineData("168.63.129.16")]
    [InlineData("fe80::1")]
    [InlineData("febf::1")]
    [InlineData("fe80::1%3")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::169.254.169.254")]
    public void Where_clouds_keep_their_metadata_is_link_local(string address) => Assert.Equal(AddressKind.LinkLocal, KindOf(address));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("192.0.0.192")] // Oracle's metadata.
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.7")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::8.8.8.8")]
    [InlineData("100::1")]
    [InlineData("2001::1")] // Teredo has its address inside, turned over.
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("4000::1")]
    [InlineData("ff02::1")]
    public void What_is_nobodys_is_reserved(string address) => Assert.Equal(AddressKind.Reserved, KindOf(address));

    [Theory]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.0.0.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[0:0:0:0:0:ffff:7f00:1]/")]
    [InlineData("http://\u2460\u2461\u2466.\u24EA.\u24EA.\u2460/")]
    [InlineData("http://localhost/")]
    [InlineData("http://LOCALHOST./")]
    [InlineData("http://video.localhost/")]
    public void However_a_link_writes_this_machine_it_is_loopback(string link)
        => Assert.Equal(AddressKind.Loopback, NetworkAddress.KindOf(new Uri(link).IdnHost));

    [Theory]
    [InlineData("http://2852039166/", AddressKind.LinkLocal)]
    [InlineData("http://0xA9FEA9FE/", AddressKind.LinkLocal)]
    [InlineData("http://0251.0376.0251.0376/", AddressKind.LinkLocal)]
    [InlineData("http://[fe80::1%25eth0]/", AddressKind.LinkLocal)]
    [InlineData("http://metadata.google.internal/computeMetadata/v1/", AddressKind.LinkLocal)]
    [InlineData("http://10.1/", AddressKind.Private)]
    [InlineData("http://0/", AddressKind.Reserved)]
    public void However_a_link_writes_an_address_it_is_what_it_is(string link, object kind)
        => Assert.Equal(kind, NetworkAddress.KindOf(new Uri(link).IdnHost));

    [Theory]
    [InlineData("https://cdn.example/")]
    [InlineData("https://localhost.example/")]
    [InlineData("https://127.0.0.1.nip.example/")]
    public void What_a_name_leads_to_is_not_told_by_the_name(string link) => Assert.Null(NetworkAddress.KindOf(new Uri(link).IdnHost));

    private static AddressKind KindOf(string address) => NetworkAddress.KindOf(IPAddress.Parse(address));
}
