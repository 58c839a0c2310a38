using System.Text.Json;
using VeoPS.Engine.Profiles;
using VeoPS.Tests.Support;

namespace VeoPS.Tests.Profiles;

public sealed class ProfileStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static readonly VeoProfile Full = new()
    {
        Name = "prod",
        Provider = "Vertex",
        BaseUri = new Uri("https://gateway.example/veo"),
        Model = "veo-next",
        Setting = new Dictionary<string, string> { ["Project"] = "p-1", ["Location"] = "europe-west4" },
        Vault = "store",
        Source = ProfileSource.Vault,
        PricePerSecond = 0.15m,
        PriceUnit = "USD",
        DailyBudget = 12.50m,
        MonthlyBudget = 100m,
    };

    private string Home => _folder.PathOf("home");

    private string File => Path.Combine(Home, "profiles.json");

    private ProfileStore Store => new(Home);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_is_there_before_the_first_profile_and_reading_makes_nothing()
    {
        Assert.Empty(Store.All());
        Assert.Null(Store.Find("prod"));
        Store.Remove("prod");
        Assert.False(Directory.Exists(Home));
    }

    [Fact]
    public void A_profile_comes_back_as_it_was_written_down()
    {
        Store.Save(Full);

        VeoProfile found = Store.Find("PROD")!;

        ValueAssert.Equal(new VeoProfile(Full) { Setting = found.Setting }, found);
        Assert.Equal(Full.Setting, found.Setting);
        Assert.Equal("europe-west4", found.Setting["LOCATION"]);
    }

    [Fact]
    public void Money_is_text_and_keeps_its_digits()
    {
        Store.Save(Full);

        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        Assert.Equal("12.50", document.RootElement.GetProperty("profiles")[0].GetProperty("dailyBudget").GetString());
        Assert.Equal("12.50", Store.Find("prod")!.DailyBudget!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Profiles_are_listed_by_name_and_a_name_stands_once()
    {
        foreach (string name in new[] { "b", "C", "a", "B" }) Store.Save(new VeoProfile(Full) { Name = name });

        Assert.Equal(["a", "B", "C"], Store.All().Select(each => each.Name));
    }

    [Fact]
    public void One_profile_is_the_default_and_the_latest_that_was_made_so()
    {
        Assert.True(Store.Save(new VeoProfile(Full) { Name = "a" }, isDefault: true).IsDefault);
        Store.Save(new VeoProfile(Full) { Name = "b" }, isDefault: true);
        Assert.False(Store.Save(new VeoProfile(Full) { Name = "a" }).IsDefault);

        Assert.Equal(["b"], Store.All().Where(each => each.IsDefault).Select(each => each.Name));
        Assert.True(Store.Save(new VeoProfile(Full) { Name = "B" }).IsDefault);
        Assert.False(Store.Save(new VeoProfile(Full) { Name = "b" }, isDefault: false).IsDefault);
        Assert.DoesNotContain(Store.All(), each => each.IsDefault);
    }

    [Fact]
    public void A_profile_that_is_removed_is_no_default_when_it_comes_again()
    {
        Store.Save(Full, isDefault: true);

        Store.Remove("Prod");
        Assert.Empty(Store.All());

        Store.Save(Full);
        Assert.False(Store.Find("prod")!.IsDefault);
    }

    [Fact]
    public void What_several_write_at_once_is_all_there()
    {
        Race.Run(8, racer =>
        {
            foreach (int each in Enumerable.Range(0, 5)) Store.Save(new VeoProfile(Full) { Name = $"p{racer}-{each}" });
        });

        Assert.Equal(40, Store.All().Count);
    }

    [Fact]
    public void A_private_file_is_for_this_account_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has lists of rights and no modes.");

        Store.Save(Full);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(File));
    }

    [Fact]
    public void What_a_later_build_wrote_stays()
    {
        Directory.CreateDirectory(Home);
        System.IO.File
            .WriteAllText(File, """{"version":1,"later":[1],"profiles":[{"name":"prod","provider":"Apikley","color":"blue"},null]}""");

        Store.Save(Full, isDefault: true);

        string text = System.IO.File.ReadAllText(File);
        Assert.Contains("\"later\"", text, StringComparison.Ordinal);
        Assert.Contains("\"color\": \"blue\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"profiles":"none"}""")]
    public void A_torn_file_is_said_to_be_so_and_is_not_written_over(string content)
    {
        Directory.CreateDirectory(Home);
        System.IO.File.WriteAllText(File, content);

        foreach (Action action in new Action[] { () => Store.All(), () => Store.Save(Full), () => Store.Remove("prod") })
        {
            VeoException error = Assert.Throws<VeoException>(action);
            Assert.Equal(VeoErrorId.ProfileNotFound, error.ErrorId);
            Assert.Contains("profiles.json", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_read_and_not_changed()
    {
        Directory.CreateDirectory(Home);
        System.IO.File.WriteAllText(File, """{"version":2,"profiles":[{"name":"prod","provider":"Apikley"}]}""");

        Assert.NotNull(Store.Find("prod"));
        Assert.Contains("Update VeoPS", Assert.Throws<VeoException>(() => Store.Save(Full)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_hand_spoiled_is_passed_over()
    {
        Directory.CreateDirectory(Home);
        System.IO.File.WriteAllText(File, """
            {"version":1,"profiles":[{"name":"a"},{"provider":"Apikley"},{"name":"b","provider":"Apikley",
            "baseUri":"here"},{"name":"c","provider":"Apikley","setting":{"x":null,"Y":"1","y":"2"}}]}
            """);

        VeoProfile found = Assert.Single(Store.All());

        Assert.Equal(("c", "2"), (found.Name, found.Setting["Y"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        System.IO.File.WriteAllText(Home, "");

        VeoException error = Assert.Throws<VeoException>(() => Store.Save(Full));

        Assert.Equal(VeoErrorId.LedgerUnavailable, error.ErrorId);
        Assert.Contains("VEOPS_HOME", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_names_its_folder()
    {
        ProfileStore.Open(name => name == "VEOPS_HOME" ? Home : null).Save(Full);

        Assert.NotNull(Store.Find("prod"));
        Assert.Equal(VeoErrorId.LedgerUnavailable, Assert.Throws<VeoException>(() => ProfileStore.Open(_ => null)).ErrorId);
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : System.IO.File.GetUnixFileMode(path);
}
