using Npgsql;
using VeoPS.Engine.Ledger;

namespace VeoPS.Tests.Ledger;

public sealed class PostgresAddressTests
{
    [Fact]
    public void An_address_is_read_as_libpq_reads_it()
    {
        NpgsqlConnectionStringBuilder settings = Read(
            "postgresql://us%65r:p%40ss%2Fword@db.example.com:6432/ve%6Fps?connect_timeout=7&application_name=a%26b");
        Assert.Equal("user", settings.Username);
        Assert.Equal("p@ss/word", settings.Password);
        Assert.Equal("db.example.com", settings.Host);
        Assert.Equal(6432, settings.Port);
        Assert.Equal("veops", settings.Database);
        Assert.Equal(7, settings.Timeout);
        Assert.Equal("a&b", settings.ApplicationName);
    }

    [Fact]
    public void An_IPv6_address_stands_in_brackets()
    {
        NpgsqlConnectionStringBuilder settings = Read("postgres://u@[2001:db8::1]:5433/d");
        Assert.Equal("2001:db8::1", settings.Host);
        Assert.Equal(5433, settings.Port);
    }

    [Theory]
    [InlineData("postgres://u@db.example.com/d", SslMode.VerifyFull)]
    [InlineData("postgres://u@db.example.com/d?sslmode=require", SslMode.VerifyFull)]
    [InlineData("postgres://u@db.example.com/d?sslmode=prefer", SslMode.VerifyFull)]
    [InlineData("postgres://u@db.example.com/d?sslmode=disable", SslMode.Disable)]
    [InlineData("postgres://u@127.0.0.1/d", SslMode.Prefer)]
    [InlineData("postgres://u@localhost/d", SslMode.Prefer)]
    [InlineData("postgres://u@[::1]/d", SslMode.Prefer)]
    [InlineData("postgres://u@%2Fvar%2Frun%2Fpostgresql/d", SslMode.Prefer)]
    [InlineData("postgres://u@localhost/d?sslmode=verify-full", SslMode.VerifyFull)]
    public void TLS_is_verified_in_full_but_to_this_machine(string address, object mode)
        => Assert.Equal((SslMode)mode, Read(address).SslMode);

    [Theory]
    [InlineData("postgres://u@h/d?chanel_binding=require", "chanel_binding")]
    [InlineData("postgres://u@h/d?sslmode=maybe", "maybe")]
    [InlineData("postgres://u@h:port/d", "port")]
    [InlineData("postgres://u@one,two/d", "several hosts")]
    public void What_is_not_understood_is_refused_by_its_name(string address, string named)
    {
        VeoException refused = Assert.Throws<VeoException>(() => Read(address));
        Assert.Equal(VeoErrorId.LedgerUnavailable, refused.ErrorId);
        Assert.Contains(named, refused.Message);
    }

    [Fact]
    public void Variables_fill_in_what_the_address_leaves_out()
    {
        Dictionary<string, string> variables = new() { ["PGPASSWORD"] = "secret", ["PGUSER"] = "me", ["PGDATABASE"] = "ours" };
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse("postgres://h", name => variables.GetValueOrDefault(name)).Settings;
        Assert.Equal(("me", "ours", "secret"), (settings.Username, settings.Database, settings.Password));
    }

    [Fact]
    public void The_password_is_not_shown() =>
        Assert.Equal("postgres://u@h:5432/d", PostgresAddress.Parse("postgres://u:secret@h/d", _ => null).Shown);

    private static NpgsqlConnectionStringBuilder Read(string address) => PostgresAddress.Parse(address, _ => null).Settings;
}
