using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;
using VeoPS.Engine;

namespace VeoPS.Tests.Architecture;

/// <summary>The floors of CONTRIBUTING: references run one way, between projects and between the engine's folders.</summary>
public sealed class FloorsTests
{
    private const string Root = "VeoPS.Engine";

    // A folder uses those that stand before it. The engine's own namespace is the roof, where everything is put together.
    private static readonly string[] s_folders =
        ["Text", "Disk", "Ledger", "Http", "Gateways", "Purchases", "Tasks", "Downloads", "Profiles", "Reports", ""];

    private static readonly Lazy<IType[]> s_types = new(Load);

    [Fact]
    public void A_folder_of_the_engine_uses_only_the_folders_before_it()
    {
        string[] upward = [.. References(s_types.Value)
            .Where(each => Floor(each.From) < Floor(each.To))
            .Select(each => $"{each.From} uses {each.To} ({each.How}), and {Folder(each.To)} stands above {Folder(each.From)}")
            .Distinct()];

        Assert.True(upward.Length == 0, string.Join(Environment.NewLine, upward));
    }

    [Fact]
    public void Every_folder_of_the_engine_has_its_floor()
    {
        string[] unknown = [.. s_types.Value.Where(type => Floor(Outermost(type)) < 0).Select(type => type.FullName)];

        Assert.True(unknown.Length == 0, $"These types lie in a folder without a floor: {string.Join(", ", unknown)}");
    }

    [Fact]
    public void No_more_than_two_types_know_each_other_in_a_circle()
    {
        string[] circles = [.. Circles.Of(References(s_types.Value).Select(each => (each.From, each.To)))
            .Where(circle => circle.Count > 2)
            .Select(circle => string.Join(", ", circle.Order(StringComparer.Ordinal)))];

        Assert.True(circles.Length == 0, string.Join(Environment.NewLine, circles));
    }

    // Only this direction can be broken unseen: a project that referred to one above it would not build.
    [Fact]
    public void The_abstractions_use_nothing_but_the_framework()
    {
        string[] used = [.. typeof(VeoTask).Assembly.GetReferencedAssemblies()
            .Select(name => name.Name!).Where(name => !name.StartsWith("System", StringComparison.Ordinal))];

        Assert.Equal([], used);
    }

    [Fact]
    public void The_engine_does_not_know_PowerShell()
    {
        IEnumerable<string?> names = typeof(VeoEngine).Assembly.GetReferencedAssemblies().Select(name => name.Name);

        Assert.DoesNotContain("System.Management.Automation", names);
    }

    // The parts behind them are for the module and the tests. A new gateway, option or dialect is compiled in, and needs none.
    [Fact]
    public void The_engine_shows_to_others_only_its_client_and_the_request()
    {
        string[] shown = [.. typeof(VeoEngine).Assembly.GetExportedTypes().Select(type => type.Name).Order(StringComparer.Ordinal)];

        Assert.Equal(["EngineLog", "FileMedia", "InlineMedia", "LinkedMedia", "MediaInput", "TaskMedia", "VeoClient", "VeoRequest"], shown);
    }

    private static IType[] Load()
    {
        ArchUnitNET.Domain.Architecture built = new ArchLoader().LoadAssembly(typeof(VeoEngine).Assembly).Build();
        return [.. built.Types.Where(type => type.FullName.StartsWith(Root + ".", StringComparison.Ordinal))];
    }

    private static IEnumerable<(string From, string To, string How)> References(IEnumerable<IType> types) =>
        from type in types
        from dependency in type.Dependencies
        let target = dependency.Target
        where target.FullName.StartsWith(Root + ".", StringComparison.Ordinal)
        let @from = Outermost(type)
        let to = Outermost(target)
        where @from != to
        select (@from, to, How(dependency));

    private static string How(ITypeDependency dependency) => dependency switch
    {
        MemberTypeInstanceDependency member => member.OriginMember.Name,
        _ => dependency.GetType().Name,
    };

    // A file holds a type with all that is nested in it.
    private static string Outermost(IType type) => type.FullName.Split('+', '/')[0];

    private static int Floor(string type) => Array.IndexOf(s_folders, Folder(type));

    private static string Folder(string type)
    {
        string[] words = type[(Root.Length + 1)..].Split('.');
        return words.Length == 1 ? "" : words[0];
    }
}
