using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>The files come out the same on every machine, and read back as what was written.</summary>
public sealed class SnapshotTests
{
    private const string File = "src/Application/Sales/B.cs";

    private static readonly SnapshotEntry Full = new()
    {
        File = File,
        Name = "ListSql",
        Id = "0123456789abcdef0123",
        Kind = StatementKind.Rows,
        Parameters = [new("tenant", "uuid"), new("Before", "timestamp with time zone")],
        Signatures = new Dictionary<string, string?> { ["b:text"] = "no", ["a:uuid"] = null },
        Columns =
        [
            new("a", "text", IsEnum: false, IsNullable: true, "outer join of c"),
            new("b", "sales.kind", IsEnum: true, IsNullable: false, null),
        ],
        Uses = ["sales.b", "sales.a"],
        Issues = [new("SQL040", "No \"index\", é \u2028 😀.", new Span(3, 4)), new("SQL030", "No tenant.", null)],
    };

    private static readonly SnapshotEntry Refused = new()
    {
        File = File,
        Name = "ASql",
        Id = SqlText.Of("selec").Identity,
        Error = new SnapshotError("42601", "syntax error", new Span(0, 5)),
    };

    [Test]
    public void What_is_written_reads_back_the_same()
    {
        var written = new Snapshot("sales", File, [Full, Refused]).Write();

        var read = Snapshot.Read(written);

        Assert.Multiple(() =>
        {
            Assert.That(read.Write(), Is.EqualTo(written));
            Assert.That(read.Context, Is.EqualTo("sales"));
            Assert.That(read.File, Is.EqualTo(File));
            Assert.That(read.Entries.Select(e => (e.File, e.Name)), Is.EqualTo(new[] { (File, "ASql"), (File, "ListSql") }));
            Assert.That(read.Entries[1].Columns, Is.EqualTo(Full.Columns));
            Assert.That(read.Entries[1].Signatures, Is.EquivalentTo(Full.Signatures));
            Assert.That(read.Find(SqlText.Of("selec"))!.Error, Is.EqualTo(Refused.Error));
        });
    }

    [Test]
    public void The_order_of_what_is_found_does_not_show() =>
        Assert.That(new Snapshot("sales", File, [Refused, Full]).Write(), Is.EqualTo(new Snapshot("sales", File, [Full, Refused]).Write()));

    [Test]
    public void A_reviewer_can_read_it() =>
        Assert.That(
            new Snapshot("sales", File, [Full]).Write(),
            Is.EqualTo(
                """
                {
                  "v": 2,
                  "context": "sales",
                  "file": "src/Application/Sales/B.cs",
                  "statements": [
                    {
                      "name": "ListSql",
                      "id": "0123456789abcdef0123",
                      "kind": "rows",
                      "params": [
                        { "name": "tenant", "pg": "uuid" },
                        { "name": "Before", "pg": "timestamp with time zone" }
                      ],
                      "signatures": { "a:uuid": true, "b:text": "no" },
                      "columns": [
                        { "name": "a", "pg": "text", "null": true, "why": "outer join of c" },
                        { "name": "b", "pg": "sales.kind", "enum": true, "null": false }
                      ],
                      "uses": ["sales.a", "sales.b"],
                      "issues": [
                        { "id": "SQL030", "message": "No tenant." },
                        { "id": "SQL040", "message": "No \"index\", é \u2028 \ud83d\ude00.", "pos": 3, "len": 4 }
                      ]
                    }
                  ]
                }

                """
            )
        );

    [Test]
    public void One_text_stands_there_once() =>
        Assert.That(() => new Snapshot("sales", File, [Refused, Refused]), Throws.TypeOf<FormatException>());

    [TestCase("{\"a\": 1, \"a\": 2}")]
    [TestCase("{\"a\": 1} x")]
    [TestCase("{\"a\": 1.5}")]
    [TestCase("{\"a\": \"\\q\"}")]
    [TestCase("{\"a\": \"\n\"}")]
    [TestCase("[1,]")]
    [TestCase("tru")]
    public void Broken_JSON_is_not_read(string text) => Assert.That(() => Json.Read(text), Throws.TypeOf<FormatException>());

    [Test]
    public void JSON_nested_without_end_is_not_read() =>
        Assert.That(() => Json.Read(new string('[', 100_000)), Throws.TypeOf<FormatException>());

    [Test]
    public void A_signature_is_written_in_one_way() =>
        Assert.That(Signature.Of([("tenant", "uuid"), ("Limit", "integer")]), Is.EqualTo("Limit:integer;tenant:uuid"));

    [Test]
    public void A_signature_reads_back() =>
        Assert.That(
            Signature.Types("Limit:integer;tenant:uuid"),
            Is.EquivalentTo(new Dictionary<string, string> { ["Limit"] = "integer", ["tenant"] = "uuid" })
        );

    [Test]
    public void The_digest_tells_texts_apart()
    {
        Assert.That(Digest.Of("ab"), Is.Not.EqualTo(Digest.Of("a")));
        Assert.That(Digest.Of("a\r\nb"), Is.EqualTo(Digest.Of("a\nb")));
        Assert.That(Digest.Of("\uFEFFa"), Is.EqualTo(Digest.Of("a")));
    }

    [Test]
    public void Migrations_are_told_apart_one_by_one()
    {
        VerifiedMigration[] verified = [VerifiedMigration.Of("0001_a.sql", "a"), VerifiedMigration.Of("0002_b.sql", "b")];

        Assert.That(VerifiedMigration.Difference(verified, verified.Reverse()), Is.Null);
        Assert.That(
            VerifiedMigration.Difference(verified, [VerifiedMigration.Of("0002_b.sql", "c"), VerifiedMigration.Of("0003_c.sql", "c")]),
            Is.EqualTo("0001_a.sql is gone, 0002_b.sql was changed, 0003_c.sql is new")
        );
    }

    [Test]
    public void A_migrations_line_is_read_where_it_belongs_only()
    {
        var written = VerifiedMigration.Of("0001_a.sql", "a");

        Assert.That(VerifiedMigration.Read("db/snapshot/_migrations/0001_a.json", written.Write()), Is.EqualTo(written));
        Assert.That(() => VerifiedMigration.Read("db/snapshot/_migrations/0002_b.json", written.Write()), Throws.TypeOf<FormatException>());
    }

    [TestCase("sales", "src/Application/Sales/ListSales.cs", "db/snapshot/sales/ListSales.json")]
    [TestCase("sales", "src/Application/Sales/Published/Sold.cs", "db/snapshot/sales/Published/Sold.json")]
    [TestCase("app", "src/Infrastructure/Database/Gate.cs", "db/snapshot/app/Database/Gate.json")]
    [TestCase("migrator", "db/Migrator/Seeds.cs", "db/snapshot/migrator/Seeds.json")]
    [TestCase(
        "dispatcher",
        "src/Infrastructure/Database/OutboxReader.cs",
        "db/snapshot/dispatcher/src/Infrastructure/Database/OutboxReader.json"
    )]
    [TestCase("sales", "src/Application/Catalog/ListSales.cs", "db/snapshot/sales/src/Application/Catalog/ListSales.json")]
    public void A_source_file_has_one_place(string context, string file, string path)
    {
        Assert.That(Snapshot.PathOf(context, file), Is.EqualTo(path));
        Assert.That(Snapshot.IsSnapshot(path), Is.True);
    }

    [TestCase("db/snapshot/_meta.json")]
    [TestCase("db/snapshot/_migrations/0001_a.json")]
    [TestCase("db/sqlcheck.json")]
    public void What_describes_no_statements_is_no_snapshot(string path) => Assert.That(Snapshot.IsSnapshot(path), Is.False);

    [TestCase("src/Application/Sales", "sales")]
    [TestCase("src/Infrastructure", "app")]
    [TestCase("db/Migrator/", "migrator")]
    [TestCase("src/Application/Common", null)]
    [TestCase("src/WebApi", null)]
    [TestCase("src/Domain/Sales", null)]
    [TestCase("tools/SqlCheck/Console", null)]
    public void A_projects_folder_says_its_context(string folder, string? context) =>
        Assert.That(Contexts.OfProject(folder), Is.EqualTo(context));

    [TestCase("sales", "sales_sql")]
    [TestCase("app", "app_sql")]
    [TestCase("migrator", "poscommerce_migrator")]
    [TestCase("dispatcher", "poscommerce_dispatcher")]
    public void A_context_says_its_role(string context, string role) => Assert.That(Contexts.RoleOf(context), Is.EqualTo(role));
}
