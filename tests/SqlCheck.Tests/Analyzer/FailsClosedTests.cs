using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>Whatever the checker lacks, the build fails: silence would be taken for approval.</summary>
public sealed class FailsClosedTests
{
    private static readonly string SalesFile = Snapshot.PathOf("sales", Canary.File);

    private const string Handler = "public System.Threading.Tasks.Task Go() => db.ExecuteAsync(\"delete from sales.note\");";

    private static Canary Sound() => Canary.Of(Canary.NoRows("delete from sales.note"));

    [Test]
    public async Task With_all_it_needs_it_is_content() => Assert.That(await Codes(Sound()), Is.Empty);

    [Test]
    public async Task Without_any_file_it_fails() =>
        Assert.That(await Codes(Canary.Bare()), Is.EqualTo(new[] { "SQL000", "SQL000", "SQL000" }));

    [Test]
    public async Task Without_a_single_source_it_fails_still() =>
        Assert.That((await Canary.Bare().FindsAsync()).Select(d => d.Id), Is.EqualTo(new[] { "SQL000", "SQL000" }));

    [Test]
    public async Task Without_migrations_it_fails() =>
        Assert.That(
            await Codes(
                Sound().Without("db/scripts/migrations/0001_sales_first.sql").Without("db/scripts/migrations/0002_sales_second.sql")
            ),
            Is.EqualTo(new[] { "SQL000" })
        );

    [Test]
    public async Task Without_the_snapshots_description_it_fails() =>
        Assert.That(await Codes(Sound().Without(SnapshotMeta.Path)), Is.EqualTo(new[] { "SQL000" }));

    [Test]
    public async Task Without_the_contexts_snapshot_it_fails() =>
        Assert.That(await Codes(Sound().Without(SalesFile)), Is.EqualTo(new[] { "SQL000" }));

    [TestCase("")]
    [TestCase("{")]
    [TestCase("[]")]
    [TestCase("{ \"v\": 1, \"context\": \"sales\", \"file\": \"src/Application/Sales/Canary.cs\", \"statements\": [] }")]
    [TestCase("{ \"v\": 2, \"context\": \"catalog\", \"file\": \"src/Application/Sales/Canary.cs\", \"statements\": [] }")]
    [TestCase("{ \"v\": 2, \"context\": \"sales\", \"file\": \"src/Application/Sales/Other.cs\", \"statements\": [] }")]
    [TestCase("<<<<<<< ours")]
    public async Task A_snapshot_that_cannot_be_read_fails(string text) =>
        Assert.That(await Codes(Sound().With(SalesFile, text)), Is.EqualTo(new[] { "SQL000" }));

    [Test]
    public async Task A_new_source_file_is_not_verified_by_those_beside_it() =>
        Assert.That(
            await Codes(
                Sound()
                    .Without(SalesFile)
                    .With("db/snapshot/sales/Other.json", new Snapshot("sales", "src/Application/Sales/Other.cs", []).Write())
            ),
            Is.EqualTo(new[] { "SQL001", "SQL061" })
        );

    [Test]
    public async Task A_snapshot_of_a_source_file_that_is_gone_is_SQL061() =>
        Assert.That(
            await Codes(Sound().With("db/snapshot/sales/Gone.json", new Snapshot("sales", "src/Application/Sales/Gone.cs", []).Write())),
            Is.EqualTo(new[] { "SQL061" })
        );

    [Test]
    public async Task A_statement_that_another_file_verified_is_not_verified_here()
    {
        var elsewhere = Canary.NoRows("delete from sales.note") with { File = "src/Application/Sales/Other.cs" };
        var canary = Canary
            .Of()
            .Knowing("sales", elsewhere)
            .Source(
                "internal sealed class Other(IDb db) { public Task Go() => db.ExecuteAsync(\"delete from sales.note\"); }",
                "src/Application/Sales/Other.cs"
            );

        Assert.That(await Codes(canary), Is.EqualTo(new[] { "SQL001" }));
    }

    [Test]
    public async Task A_snapshot_whose_identity_was_edited_by_hand_verifies_nothing()
    {
        var sound = Canary.NoRows("delete from sales.note");
        var edited = new Snapshot("sales", Canary.File, [sound])
            .Write()
            .Replace(sound.Id, SqlText.Of("delete from sales.note where true").Identity, StringComparison.Ordinal);

        Assert.That(await Codes(Sound().With(SalesFile, edited)), Is.EqualTo(new[] { "SQL001" }));
    }

    [Test]
    public async Task A_code_of_another_version_fails() =>
        Assert.That(
            await Codes(
                Canary.Of(Canary.NoRows("delete from sales.note") with { Issues = [new SnapshotIssue("SQL999", "Something new.", null)] })
            ),
            Is.EqualTo(new[] { "SQL000" })
        );

    [Test]
    public async Task A_checker_that_breaks_fails() =>
        Assert.That(await Codes(Sound().WithUnreadable(SalesFile)), Is.EqualTo(new[] { "SQL000" }));

    [TestCase("RepositoryRoot")]
    [TestCase("ProjectDir")]
    public async Task Without_knowing_where_it_is_it_fails(string property) =>
        Assert.That(await Codes(Sound().WithoutProperty(property)), Is.EqualTo(new[] { "SQL000" }));

    [Test]
    public async Task Another_migration_is_SQL002() =>
        Assert.That(await Codes(Sound().With("db/scripts/migrations/0003_sales_third.sql", "select 1;")), Is.EqualTo(new[] { "SQL002" }));

    [Test]
    public async Task A_migration_that_is_gone_is_SQL002() =>
        Assert.That(await Codes(Sound().Without("db/scripts/migrations/0002_sales_second.sql")), Is.EqualTo(new[] { "SQL002" }));

    [Test]
    public async Task A_migration_that_was_never_verified_is_SQL002() =>
        Assert.That(await Codes(Sound().Without("db/snapshot/_migrations/0002_sales_second.json")), Is.EqualTo(new[] { "SQL002" }));

    [Test]
    public async Task A_migrations_line_that_cannot_be_read_fails() =>
        Assert.That(
            await Codes(Sound().With("db/snapshot/_migrations/0002_sales_second.json", "<<<<<<< ours")),
            Is.EqualTo(new[] { "SQL000" })
        );

    [Test]
    public async Task An_edited_migration_is_SQL002() =>
        Assert.That(
            await Codes(Sound().With("db/scripts/migrations/0001_sales_first.sql", "create table sales.sale (sale_id uuid);\n")),
            Is.EqualTo(new[] { "SQL002" })
        );

    [Test]
    public async Task Other_line_ends_are_the_same_migration() =>
        Assert.That(await Codes(Sound().With("db/scripts/migrations/0001_sales_first.sql", "create table sales.sale ();\r\n")), Is.Empty);

    [Test]
    public async Task A_project_without_context_and_SQL_needs_nothing() =>
        Assert.That(
            (await Canary.Bare().InProject("src/Domain/Sales").Source("internal sealed class Plain;").FindsAsync()).Select(d => d.Id),
            Is.Empty
        );

    [Test]
    public async Task The_command_line_cannot_switch_it_off() =>
        Assert.That(await Codes(Canary.Of().Suppressing("SQL001")), Is.EqualTo(new[] { "SQL001" }));

    [TestCase("#pragma warning disable SQL001")]
    [TestCase("#pragma warning disable")]
    public Task The_source_cannot_switch_it_off(string directive) =>
        Canary
            .Of()
            .Source(
                $$"""
                using PosCommerce.Application.Common;
                {{directive}}
                internal sealed class Handler(IDb db)
                {
                    public System.Threading.Tasks.Task Go() => db.ExecuteAsync({|SQL001:"delete from sales.sale"|});
                }
                """
            )
            .FindsWhatIsMarkedAsync();

    [TestCase("SQL001", "SQL004")]
    [TestCase("SQL004:with a title", "SQL090")]
    public async Task An_attribute_that_silences_it_is_an_error_itself(string silenced, string code)
    {
        var found = await Canary
            .Of()
            .Handler(
                $"[System.Diagnostics.CodeAnalysis.SuppressMessage(\"Sql\", \"{silenced}\")] public Task Go() => db.ExecuteAsync(\"delete from sales.sale\");"
            )
            .FindsAsync();

        Assert.That(found.Select(d => d.Id), Does.Contain(code));
    }

    private static async Task<IEnumerable<string>> Codes(Canary canary) => (await canary.Handler(Handler).FindsAsync()).Select(d => d.Id);
}
