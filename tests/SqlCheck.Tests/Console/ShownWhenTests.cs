using NUnit.Framework;
using PosCommerce.SqlCheck.Sources;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>The product's own statements on a schema that changed under them.</summary>
public sealed class ShownWhenTests
{
    // Of each kind one, far enough from the others that none hides another.
    private const string Changes = """
        alter table sales.sale rename column number to receipt_number;
        alter table identity.role alter column name drop not null;
        revoke update on catalog.category from catalog_sql;
        drop index catalog.barcode_of_variant;
        """;

    private IReadOnlyList<SqlCall> calls = null!; // Read before the first test.
    private ILookup<string, Finding> changed = null!; // By their codes; found before the first test.

    [OneTimeSetUp]
    public async Task Read_the_product_and_change_the_schema_under_it()
    {
        var projects = await SourceTree.CompileAsync(Sample.Root, CancellationToken.None);
        Assert.That(projects.SelectMany(project => project.Errors(CancellationToken.None)), Is.Empty);
        calls = [.. SourceTree.CallsOf(projects, Sample.Root, CancellationToken.None)];
        var verified = await Sample.VerifyAsync(calls, Sample.Scripts.With("9999_canary.sql", Changes), Sample.Exemptions);
        changed = verified.Findings.ToLookup(finding => finding.Code);
    }

    [Test]
    public async Task The_product_is_sound()
    {
        var verified = await Sample.VerifyAsync(calls, exemptions: Sample.Exemptions);

        Assert.That(verified.Findings, Is.Empty, string.Join('\n', verified.Findings));
        Assert.That(verified.FileFindings, Is.Empty, string.Join('\n', verified.FileFindings));
        Assert.That(verified.Statements, Is.GreaterThan(50));
    }

    [Test]
    public void Nothing_but_the_changes_is_shown() =>
        Assert.That(
            changed.Select(found => found.Key),
            Is.EquivalentTo(new[] { Codes.Rejected, Codes.ColumnNull, Codes.NotGranted, Codes.NoIndex })
        );

    [Test]
    public void A_renamed_column_is_shown_at_every_word_that_uses_it()
    {
        var inSale = changed[Codes.Rejected]
            .Where(f => f.Location.SourceTree!.FilePath.EndsWith("CompleteSale.cs", StringComparison.Ordinal))
            .ToList(); // A statement stands in a source.
        Assert.That(inSale.Select(f => f.Shown()).Distinct(), Is.EqualTo(new[] { "SQL003 number" }));
        Assert.That(
            inSale[0].ToString(),
            Does.Match(@"CompleteSale\.cs\(\d+,\d+,\d+,\d+\): error SQL003: column ""number"" .*does not exist")
        );
    }

    [Test]
    public void A_column_that_may_now_be_null_is_shown_where_it_is_read() =>
        Assert.That(changed[Codes.ColumnNull].Select(f => f.Message), Is.Not.Empty.And.All.Contains("identity.role.name may be null"));

    [Test]
    public void A_revoked_grant_is_shown_at_the_table() =>
        Assert.That(changed[Codes.NotGranted].Select(f => f.Shown()).Distinct(), Is.EqualTo(new[] { "SQL032 catalog.category" }));

    [Test]
    public void A_dropped_index_is_shown_at_the_table_it_served() =>
        Assert.That(changed[Codes.NoIndex].Select(f => f.Shown()).Distinct(), Is.EqualTo(new[] { "SQL040 catalog.barcode" }));
}
