using PosCommerce.Migrator;

namespace PosCommerce.SqlCheck;

/// <summary>The migrations and seeds of a source tree, as they lie there: not those that some build once carried.</summary>
internal sealed class Scripts : IScriptSource
{
    public const string MigrationsFolder = "db/scripts/migrations";
    public const string SeedsFolder = "db/scripts/seed";

    private Scripts(IReadOnlyList<Script> migrations, IReadOnlyList<Script> seeds)
    {
        Migrations = migrations;
        Seeds = seeds;
    }

    public IReadOnlyList<Script> Migrations { get; }

    public IReadOnlyList<Script> Seeds { get; }

    /// <summary>The demo shops prove nothing here.</summary>
    public IReadOnlyList<Script> DemoSeeds => [];

    /// <summary>What snapshots remember of the schema.</summary>
    public IReadOnlyList<VerifiedMigration> Verified =>
        [.. Migrations.Select(script => VerifiedMigration.Of(Path.GetFileName(script.Name), script.Text))];

    /// <exception cref="CheckFailure">There are none.</exception>
    public static Scripts Read(string root)
    {
        var migrations = Of(root, MigrationsFolder, "migrations");
        return migrations.Count == 0
            ? throw new CheckFailure($"There are no migrations in {MigrationsFolder}.")
            : new Scripts(migrations, Of(root, SeedsFolder, "seed"));
    }

    /// <summary>The first migrations only, to see what the schema was like then.</summary>
    public Scripts UpTo(int count) => new([.. Migrations.Take(count)], []);

    /// <summary>The same with a further migration.</summary>
    public Scripts With(string file, string text) => new([.. Migrations, new Script($"migrations/{file}", text)], Seeds);

    /// <summary>The same with a further seed.</summary>
    public Scripts WithSeed(string file, string text) => new(Migrations, [.. Seeds, new Script($"seed/{file}", text)]);

    /// <summary>The same with one text changed in every migration.</summary>
    public Scripts Replacing(string before, string after) =>
        new([.. Migrations.Select(script => script with { Text = script.Text.Replace(before, after, StringComparison.Ordinal) })], Seeds);

    /// <summary>Where a script lies, by the name under which the journal knows it.</summary>
    public static string PathOf(string scriptName) => $"db/scripts/{scriptName}";

    private static List<Script> Of(string root, string folder, string prefix)
    {
        var path = Path.Combine(root, folder);
        return Directory.Exists(path)
            ?
            [
                .. Directory
                    .GetFiles(path, "*.sql")
                    .Select(file => new Script($"{prefix}/{Path.GetFileName(file)}", File.ReadAllText(file)))
                    .OrderBy(script => script.Name, StringComparer.Ordinal),
            ]
            : [];
    }
}
