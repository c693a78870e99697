using System.Reflection;
using System.Text.Json;

namespace PosCommerce.Migrator;

/// <summary>Where scripts come from, each list in the order in which it runs.</summary>
public interface IScriptSource
{
    /// <summary>Run once each, journalled as <c>NNNN_context_what.sql</c>.</summary>
    IReadOnlyList<Script> Migrations { get; }

    /// <summary>Run every time; idempotent.</summary>
    IReadOnlyList<Script> Seeds { get; }

    /// <summary>Run every time in Development, after the seeds; idempotent.</summary>
    IReadOnlyList<Script> DemoSeeds { get; }
}

/// <summary>The scripts that this build carries. Migrations go by their file name, as DbUp names the scripts of a folder.</summary>
public sealed class EmbeddedScripts : IScriptSource
{
    private static readonly Assembly Carrier = typeof(EmbeddedScripts).Assembly;

    public static EmbeddedScripts Instance { get; } = new();

    /// <summary>
    /// The schemas of the product, one a context with tables: those that <c>db/tables.json</c> names, but for the journal's.
    /// </summary>
    public static IReadOnlyList<string> Schemas { get; } =
    [
        .. JsonDocument
            .Parse(Text("tables.json"))
            .RootElement.EnumerateObject()
            .Select(table => table.Name.Split('.')[0])
            .Where(schema => schema != "public")
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    private EmbeddedScripts() { }

    public IReadOnlyList<Script> Migrations { get; } =
    [.. Read("migrations/").Select(script => script with { Name = script.Name["migrations/".Length..] })];

    public IReadOnlyList<Script> Seeds { get; } = Read("seed/");

    public IReadOnlyList<Script> DemoSeeds { get; } = Read("demo/");

    private static Script[] Read(string prefix) =>
        [
            .. Carrier
                .GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new Script(name, Text(name))),
        ];

    private static string Text(string name)
    {
        using var stream =
            Carrier.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The script {name} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>Scripts given as they are; sorted here, so that their order is always that of their names.</summary>
public sealed class GivenScripts(IEnumerable<Script> migrations, IEnumerable<Script>? seeds = null, IEnumerable<Script>? demoSeeds = null)
    : IScriptSource
{
    public IReadOnlyList<Script> Migrations { get; } = Sorted(migrations);

    public IReadOnlyList<Script> Seeds { get; } = Sorted(seeds ?? []);

    public IReadOnlyList<Script> DemoSeeds { get; } = Sorted(demoSeeds ?? []);

    private static Script[] Sorted(IEnumerable<Script> scripts) => [.. scripts.OrderBy(script => script.Name, StringComparer.Ordinal)];
}
