using NUnit.Framework;
using PosCommerce.SqlCheck.Sources;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>The product's own statements on a schema that changed under them.</summary>
public sealed class ShownWhenTests
{
    private const string Next = "9999_canary.sql";

    private IReadOnlyList<SqlCall> calls = null!; // Read before the first test.

    [OneTimeSetUp]
    public async Task Read_the_product()
    {
        var projects = await SourceTree.CompileAsync(Sample.Root, CancellationToken.None);
        Assert.That(projects.SelectMany(project => project.Errors(CancellationToken.None)), Is.Empty);
        calls = [.. SourceTree.CallsOf(projects, Sample.Root, CancellationToken.None)];
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
    public async Task A_renamed_column_is_shown_at_every_word_that_uses_it()
    {
        var verified = await Sample.VerifyAsync(
            calls,
            Sample.Scripts.With(Next, "alter table sales.sale rename column number to receipt_number;"),
            Sample.Exemptions
        );

        var inSale = verified
            .Findings.Where(f => f.Location.SourceTree!.FilePath.EndsWith("CompleteSale.cs", StringComparison.Ordinal))
            .ToList(); // A statement stands in a source.
        Assert.That(inSale.Select(f => f.Shown()).Distinct(), Is.EqualTo(new[] { "SQL003 number" }));
        Assert.That(
            inSale[0].ToString(),
            Does.Match(@"CompleteSale\.cs\(\d+,\d+,\d+,\d+\): error SQL003: column ""number"" .*does not exist")
        );
    }

    [Test]
    public async Task A_column_that_may_now_be_null_is_shown_where_it_is_read()
    {
        var verified = await Sample.VerifyAsync(
            calls,
            Sample.Scripts.With(Next, "alter table sales.sale alter column currency drop not null;"),
            Sample.Exemptions
        );

        Assert.That(verified.Findings.Select(f => f.Code).Distinct(), Is.EqualTo(new[] { Codes.ColumnNull }));
        Assert.That(verified.Findings.Select(f => f.Message), Has.Some.Contains("sales.sale.currency may be null"));
    }

    [Test]
    public async Task A_revoked_grant_is_shown_at_the_table()
    {
        var verified = await Sample.VerifyAsync(
            calls,
            Sample.Scripts.With(Next, "revoke update on sales.sale from sales_sql;"),
            Sample.Exemptions
        );

        Assert.That(verified.Findings.Select(f => f.Shown()).Distinct(), Is.EqualTo(new[] { "SQL032 sales.sale" }));
    }

    [Test]
    public async Task A_dropped_index_is_shown_at_the_table_it_served()
    {
        var verified = await Sample.VerifyAsync(
            calls,
            Sample.Scripts.With(Next, "drop index catalog.barcode_of_variant;"),
            Sample.Exemptions
        );

        Assert.That(verified.Findings.Select(f => f.Shown()).Distinct(), Is.EqualTo(new[] { "SQL040 catalog.barcode" }));
    }
}
