using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>What another major version of PostgreSQL has to agree with, and what it is not asked.</summary>
public sealed class SnapshotFolderTests
{
    private const string File = "src/Application/Catalog/A.cs";
    private const string Sql = "select name from catalog.variant where tenant_id = @tenant and variant_id = @Id";

    private static readonly SnapshotEntry Known = new()
    {
        File = File,
        Name = "ASql",
        Id = SqlText.Of(Sql).Identity,
        Kind = StatementKind.Rows,
        Parameters = [new SnapshotParameter("tenant", "uuid"), new SnapshotParameter("Id", "uuid")],
        Signatures = new Dictionary<string, string?> { ["Id:uuid;tenant:uuid"] = null },
        Columns = [new SnapshotColumn("name", "text", false, false, null)],
        Uses = ["catalog.variant"],
    };

    // As a version answers whose tree is not read.
    private static readonly SnapshotEntry Asked = Known with
    {
        Columns = [new SnapshotColumn("name", "text", false, true, Verifier.NotAnalysed)],
        Uses = [],
    };

    private Folder folder = null!; // Made before each test.

    [SetUp]
    public void Keep_a_snapshot()
    {
        folder = new Folder();
        folder.Write(Snapshot.PathOf("catalog", File), new Snapshot("catalog", File, [Known]).Write());
        folder.Write(VerifiedMigration.PathOf("0001_a.sql"), VerifiedMigration.Of("0001_a.sql", "abc").Write());
        folder.Write(SnapshotMeta.Path, new SnapshotMeta(Verification.SnapshotMajor).Write());
    }

    [TearDown]
    public void Remove_it() => folder.Dispose();

    [Test]
    public void What_is_read_from_the_tree_may_be_missing() => Assert.That(Differences(Asked), Is.Empty);

    [Test]
    public void Another_type_name_or_refusal_is_a_difference()
    {
        Assert.That(Differences(Asked with { Columns = [new SnapshotColumn("name", "citext", false, true, null)] }), Has.Count.EqualTo(1));
        Assert.That(Differences(Asked with { Columns = [new SnapshotColumn("title", "text", false, true, null)] }), Has.Count.EqualTo(1));
        Assert.That(
            Differences(Asked with { Signatures = new Dictionary<string, string?> { ["Id:uuid;tenant:uuid"] = "no" } }),
            Has.Count.EqualTo(1)
        );
        Assert.That(Differences(Asked with { Error = new SnapshotError("42703", "gone", null) }), Has.Count.EqualTo(1));
        Assert.That(
            Differences(Asked with { Id = SqlText.Of(Sql + " for update").Identity }),
            Has.Count.EqualTo(2),
            "one statement is not in the sources, one is not in the snapshot"
        );
    }

    [Test]
    public void A_file_to_which_nothing_belongs_is_a_difference()
    {
        folder.Write("db/snapshot/catalog/Gone.json", new Snapshot("catalog", "src/Application/Catalog/Gone.cs", []).Write());

        Assert.That(
            Differences(Asked).Select(f => (f.Code, f.Path)),
            Is.EqualTo(new[] { (Codes.SnapshotUnused, "db/snapshot/catalog/Gone.json") })
        );
    }

    [Test]
    public void Other_migrations_are_a_difference() => Assert.That(Differences(Asked, migrations: "def"), Has.Count.EqualTo(1));

    private List<FileFinding> Differences(SnapshotEntry entry, string migrations = "abc") =>
        [
            .. SnapshotFolder
                .Read(folder.Path)
                .DifferencesOnOtherMajor(
                    new Verified(
                        new Dictionary<string, Snapshot> { [Snapshot.PathOf("catalog", File)] = new("catalog", File, [entry]) },
                        [],
                        [],
                        [VerifiedMigration.Of("0001_a.sql", migrations)],
                        18,
                        IsComplete: true
                    )
                ),
        ];
}
