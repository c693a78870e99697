using System.Text.RegularExpressions;
using NUnit.Framework;
using PosCommerce.Infrastructure;
using PosCommerce.Local;
using PosCommerce.Migrator;

namespace PosCommerce.Application.Tests.Walls;

/// <summary>
/// A context is found, not listed: whatever has to know all of them reads the folders of Application or <c>db/tables.json</c>.
/// What does list them is named here, each with its reason, and README says what a new context costs.
/// </summary>
public sealed partial class FoundContextsTests
{
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["PosCommerce.sln"] = "A solution lists its projects.",
        ["tests/Application.Tests/Walls/FoundContextsTests.cs"] = "Shows below what a list looks like.",
    };

    private static readonly string[] Folders =
    [
        .. Directory
            .GetDirectories(Path.Combine(Repository.Root, "src/Application"))
            .Select(folder => Path.GetFileName(folder))
            .Where(name => name != "Common")
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Found => [.. ContextAssemblies.Descriptions.Keys];

    [Test]
    public void Every_folder_of_the_application_is_a_context_of_the_binary() => Assert.That(Found, Is.EqualTo(Folders));

    [Test]
    public void Every_schema_has_its_role_and_every_context_with_tables_has_a_schema()
    {
        var schemas = Table.All.Select(t => t.Name.Split('.')[0]).Distinct().Except(["public"]).ToArray();

        Assert.That(Roles.Contexts, Is.EquivalentTo(schemas.Select(schema => schema + "_sql")));
        Assert.That(schemas.Except(["app"]), Is.SubsetOf(Folders.Select(folder => folder.ToLowerInvariant())));
    }

    [Test]
    public void No_file_lists_them_by_hand()
    {
        var names = Folders.Where(folder => Roles.Contexts.Contains(folder.ToLowerInvariant() + "_sql")).ToArray();
        var files = Directory
            .EnumerateFiles(Repository.Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => IsByHand().IsMatch(file));

        var listing = files.Where(file => IsList(File.ReadAllText(Path.Combine(Repository.Root, file)), names));

        Assert.That(listing, Is.SubsetOf(Lists.Keys));
    }

    [TestCase("[\"identity_sql\", \"core_sql\", \"catalog_sql\", \"inventory_sql\", \"sales_sql\", \"platform_sql\"]", true)]
    [TestCase(
        "Project = PosCommerce.Application.Catalog, PosCommerce.Application.Core, PosCommerce.Application.Identity, PosCommerce.Application.Inventory, PosCommerce.Application.Platform, PosCommerce.Application.Sales",
        true
    )]
    [TestCase("[\"Catalog\"] = 1, [\"Core\"] = 1, [\"Identity\"] = 1, [\"Inventory\"] = 1, [\"Platform\"] = 1, [\"Sales\"] = 1", true)]
    [TestCase("[typeof(SignIn).Assembly, typeof(ListStores).Assembly, typeof(CompleteSale).Assembly]", true)]
    [TestCase("[typeof(SignIn).Assembly, typeof(Own).Assembly]", false)]
    [TestCase("using PosCommerce.Application.Catalog; using PosCommerce.Application.Core;", false)]
    [TestCase("the core of sales", false)]
    public void A_list_is_recognised(string text, bool isList) =>
        Assert.That(IsList(text, ["Catalog", "Core", "Identity", "Inventory", "Platform", "Sales"]), Is.EqualTo(isList));

    // All of them, as roles, as projects or as names in quotes; namespaces that are used are no list. Or one type of each of many.
    private static bool IsList(string text, IEnumerable<string> names) =>
        AnAssembly().Count(text) > 2
        || names.All(name =>
            Regex.IsMatch(
                text,
                $"\\b{name.ToLowerInvariant()}_sql\\b|\"{name}\"|(?<!using )PosCommerce\\.Application\\.{name}\\b(?!;)",
                RegexOptions.CultureInvariant
            )
        );

    [GeneratedRegex(@"typeof\(\w+\)\.Assembly\b")]
    private static partial Regex AnAssembly();

    [GeneratedRegex(
        @"^(src|db|tests|tools|bench)/(?!.*/(bin|obj)/)(?!snapshot/|scripts/)[^ ]*\.(cs|csproj|json|targets|props)$|^[^/]+\.(sln|props|targets|cake|sh|yml)$|^Dockerfile$"
    )]
    private static partial Regex IsByHand();
}
