using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>The files come out the same on every machine, and read back as what was written.</summary>
public sealed class SnapshotTests
{
    private static readonly SnapshotEntry Full = new()
    {
        File = "src/Application/Sales/B.cs",
        Name = "ListSql",
        Sql = "select \"a\",\n\t'\\' -- é \u2028 😀\n  from t",
        Kind = StatementKind.Rows,
        Parameters = [new("tenant", "uuid"), new("Before", "timestamp with time zone")],
        Signatures = new Dictionary<string, string?> { ["b:text"] = "no", ["a:uuid"] = null },
        Columns = [new("a", "text", IsEnum: false, IsNullable: true, "outer join of c"), new("b", "sales.kind", IsEnum: true, IsNullable: false, null)],
        Uses = ["sales.b", "sales.a"],
        Issues = [new("SQL040", "No index.", new Span(3, 4)), new("SQL030", "No tenant.", null)],
    };

    private static readonly SnapshotEntry Refused = new()
    {
        File = "src/Application/Sales/A.cs",
        Name = "Sql",
        Sql = "selec",
        Error = new SnapshotError("42601", "syntax error", new Span(0, 5)),
    };

    [Test]
    public void What_is_written_reads_back_the_same()
    {
        var written = new Snapshot("sales", [Full, Refused]).Write();

        var read = Snapshot.Read(written);

        Assert.Multiple(() =>
        {
            Assert.That(read.Write(), Is.EqualTo(written));
            Assert.That(read.Context, Is.EqualTo("sales"));
            Assert.That(read.Entries.Select(e => e.Name), Is.EqualTo(new[] { "Sql", "ListSql" }));
            Assert.That(read.Find(SqlText.Of(Full.Sql))!.Columns, Is.EqualTo(Full.Columns));
            Assert.That(read.Find(SqlText.Of(Full.Sql))!.Signatures, Is.EquivalentTo(Full.Signatures));
            Assert.That(read.Find(SqlText.Of("selec"))!.Error, Is.EqualTo(Refused.Error));
        });
    }

    [Test]
    public void The_order_of_what_is_found_does_not_show() =>
        Assert.That(new Snapshot("sales", [Refused, Full]).Write(), Is.EqualTo(new Snapshot("sales", [Full, Refused]).Write()));

    [Test]
    public void A_reviewer_can_read_it() =>
        Assert.That(new Snapshot("sales", [Full]).Write(), Is.EqualTo(
            """
            {
              "v": 1,
              "context": "sales",
              "role": "sales_sql",
              "statements": [
                {
                  "file": "src/Application/Sales/B.cs",
                  "name": "ListSql",
                  "id": "ID",
                  "sql": [
                    "select \"a\",",
                    "\t'\\' -- é \u2028 \ud83d\ude00",
                    "  from t"
                  ],
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
                    { "id": "SQL040", "message": "No index.", "pos": 3, "len": 4 }
                  ]
                }
              ]
            }

            """.Replace("ID", SqlText.IdentityOf(Full.Sql), StringComparison.Ordinal)));

    [Test]
    public void One_text_stands_there_once() =>
        Assert.That(() => new Snapshot("sales", [Refused, Refused]), Throws.TypeOf<FormatException>());

    [TestCase("{\"a\": 1, \"a\": 2}")]
    [TestCase("{\"a\": 1} x")]
    [TestCase("{\"a\": 1.5}")]
    [TestCase("{\"a\": \"\\q\"}")]
    [TestCase("{\"a\": \"\n\"}")]
    [TestCase("[1,]")]
    [TestCase("tru")]
    public void Broken_JSON_is_not_read(string text) =>
        Assert.That(() => Json.Read(text), Throws.TypeOf<FormatException>());

    [Test]
    public void JSON_nested_without_end_is_not_read() =>
        Assert.That(() => Json.Read(new string('[', 100_000)), Throws.TypeOf<FormatException>());

    [Test]
    public void A_signature_is_written_in_one_way() =>
        Assert.That(Signature.Of([("tenant", "uuid"), ("Limit", "integer")]), Is.EqualTo("Limit:integer;tenant:uuid"));

    [Test]
    public void A_signature_reads_back() =>
        Assert.That(Signature.Types("Limit:integer;tenant:uuid"), Is.EquivalentTo(new Dictionary<string, string> { ["Limit"] = "integer", ["tenant"] = "uuid" }));

    [Test]
    public void The_digest_tells_names_and_texts_apart()
    {
        var one = Digest.Of([("0001.sql", "ab"), ("0002.sql", "c")]);

        Assert.Multiple(() =>
        {
            Assert.That(Digest.Of([("0002.sql", "c"), ("0001.sql", "ab")]), Is.EqualTo(one));
            Assert.That(Digest.Of([("0001.sql", "a"), ("0002.sql", "bc")]), Is.Not.EqualTo(one));
            Assert.That(Digest.Of([("0001.sql", "ab"), ("0003.sql", "c")]), Is.Not.EqualTo(one));
            Assert.That(Digest.Of([("0001.sql", "ab")]), Is.Not.EqualTo(one));
        });
    }

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
    public void A_context_says_its_role(string context, string role) =>
        Assert.That(Contexts.RoleOf(context), Is.EqualTo(role));
}
