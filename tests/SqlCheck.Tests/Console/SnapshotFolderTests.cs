using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>What another major version of PostgreSQL has to agree with, and what it is not asked.</summary>
public sealed class SnapshotFolderTests
{
    private const string Sql = "select name from catalog.variant where tenant_id = @tenant and variant_id = @Id";

    private static readonly SnapshotEntry Known = new()
    {
        File = "src/A.cs",
        Name = "ASql",
        Sql = Sql,
        Kind = StatementKind.Rows,
        Parameters = [new SnapshotParameter("tenant", "uuid"), new SnapshotParameter("Id", "uuid")],
        Signatures = new Dictionary<string, string?> { ["Id:uuid;tenant:uuid"] = null },
        Columns = [new SnapshotColumn("name", "text", false, false, null)],
        Uses = ["catalog.variant"],
    };

    // As a version answers whose tree is not read.
    private static readonly SnapshotEntry Asked = Known with { Columns = [new SnapshotColumn("name", "text", false, true, Verifier.NotAnalysed)], Uses = [] };

    private Folder folder = null!; // Made before each test.

    [SetUp]
    public void Keep_a_snapshot()
    {
        folder = new Folder();
        folder.Write("db/snapshot/catalog.json", new Snapshot("catalog", [Known]).Write());
        folder.Write("db/snapshot/_meta.json", new SnapshotMeta("abc", Verification.SnapshotMajor).Write());
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
        Assert.That(Differences(Asked with { Signatures = new Dictionary<string, string?> { ["Id:uuid;tenant:uuid"] = "no" } }), Has.Count.EqualTo(1));
        Assert.That(Differences(Asked with { Error = new SnapshotError("42703", "gone", null) }), Has.Count.EqualTo(1));
        Assert.That(Differences(Asked with { Sql = Sql + " for update" }), Has.Count.EqualTo(2), "one statement is not in the sources, one is not in the snapshot");
    }

    [Test]
    public void Other_migrations_are_a_difference() => Assert.That(Differences(Asked, migrations: "def"), Has.Count.EqualTo(1));

    private List<FileFinding> Differences(SnapshotEntry entry, string migrations = "abc") =>
    [
        .. SnapshotFolder.Read(folder.Path).DifferencesOnOtherMajor(
            new Verified(new Dictionary<string, Snapshot> { ["catalog"] = new("catalog", [entry]) }, [], [], new SnapshotMeta(migrations, 18), 1, IsComplete: true)),
    ];
}
