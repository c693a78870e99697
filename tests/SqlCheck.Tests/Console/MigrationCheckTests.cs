using NUnit.Framework;
using PosCommerce.Migrator;
using PosCommerce.SqlCheck.Walls;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>What a migration may do in one statement to a table whose rows are spread over servers.</summary>
public sealed class MigrationCheckTests
{
    private static readonly Dictionary<string, string> Nothing = [];

    [TestCase("alter table sales.sale add column note text, add column more text;")]
    [TestCase("alter table sales.sale add constraint a_is_b check (a in (1, 2));")]
    [TestCase(
        "alter table sales.sale drop constraint a_is_b;\nalter table sales.sale add constraint a_is_c check (a > 0 and b = any (array[1, 2]));"
    )]
    [TestCase(
        "-- alter table x drop constraint y, add column z\ncomment on table sales.sale is 'alter table x drop constraint y, add column z';"
    )]
    [TestCase("do $$ begin execute 'merge into x'; end $$;")]
    public void One_change_of_a_constraint_at_a_time_passes(string text) => Assert.That(Problems(text), Is.Empty);

    [TestCase("alter table sales.sale add column note text, add constraint note_is_short check (length(note) < 10);", 1)]
    [TestCase("select 1;\n\nalter table only sales.sale\n    drop constraint a_is_b,\n    add constraint a_is_b check (a in (1, 2));", 3)]
    [TestCase("alter table if exists sales.sale drop constraint a_is_b, drop column a;", 1)]
    [TestCase("select 1; merge into sales.sale as s using sales.tender as t on true when matched then do nothing;", 1)]
    public void More_is_told_at_its_line(string text, int line)
    {
        var finding = Problems(text).Single();

        Assert.That(
            (finding.Code, finding.Path, finding.Line),
            Is.EqualTo((Codes.NotDistributable, "db/scripts/migrations/0099_sales_more.sql", line))
        );
    }

    [Test]
    public void What_landed_before_is_listed_and_nothing_is_listed_for_nothing()
    {
        var listed = new Dictionary<string, string> { ["0099_sales_more.sql"] = "It landed.", ["0001_gone.sql"] = "It went." };

        var findings = MigrationCheck
            .Of([new Script("migrations/0099_sales_more.sql", "alter table t drop constraint a, add column b int;")], listed)
            .ToList();

        Assert.That(findings.Select(f => (f.Code, f.Path)), Is.EqualTo(new[] { (Codes.SnapshotUnused, Exemptions.Path) }));
        Assert.That(findings[0].Message, Does.Contain("0001_gone.sql"));
    }

    private static List<FileFinding> Problems(string text) =>
        [.. MigrationCheck.Of([new Script("migrations/0099_sales_more.sql", text)], Nothing)];
}
