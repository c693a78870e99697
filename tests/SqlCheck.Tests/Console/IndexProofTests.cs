using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>Which conditions an index of the product can serve, and which only look as if.</summary>
public sealed class IndexProofTests
{
    private const string Args = "Id = Guid.Empty, Ids = Array.Empty<Guid>(), At = DateTimeOffset.UnixEpoch, Limit = 1";

    // Where it is served, nothing; else the table that is not.
    private static readonly object[][] Statements =
    [
        ["select sale_id from sales.sale where tenant_id = @tenant and sale_id = @Id", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and sale_id = any(@Ids)", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and store_id = @Id and sold_at >= @At", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and sold_at >= @At", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and terminal_id = @Id", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and (sale_id = @Id or terminal_id = @Id)", ""],
        ["select s.sale_id from sales.sale as s join sales.sale_line as l using (tenant_id, sale_id) where s.tenant_id = @tenant and l.tenant_id = @tenant and s.sale_id = @Id", ""],
        ["select s.sale_id from sales.sale as s join sales.tender as t using (tenant_id, sale_id) where s.tenant_id = @tenant and t.tenant_id = @tenant and s.sold_at > @At", ""],
        // A list page by page, in the order of an index.
        ["select sale_id from sales.sale where tenant_id = @tenant and (@At::timestamptz is null or (sold_at, sale_id) < (@At, @Id)) order by sold_at desc, sale_id desc limit @Limit", ""],

        // A column that no index has, or has behind one that is not bound.
        ["select sale_id from sales.sale where tenant_id = @tenant", "sales.sale"],
        ["select sale_id from sales.sale where tenant_id = @tenant and voided_by = @Id", "sales.sale"],
        ["select sale_id from sales.sale_line where tenant_id = @tenant and variant_id = @Id", "sales.sale_line"],
        ["select sale_id from sales.sale_line where tenant_id = @tenant and line_number = @Limit", "sales.sale_line"],
        ["select sale_id from sales.sale where tenant_id = @tenant and (sale_id = @Id or voided_by = @Id)", "sales.sale"],
        ["select sale_id from sales.sale where tenant_id = @tenant and sale_id::text = @Id::text", "sales.sale"],
        // The store's wall is not a condition of the statement.
        ["select sale_id from sales.sale where tenant_id = @tenant and total > @Limit", "sales.sale"],
        ["select l.sale_id from sales.sale as s join sales.sale_line as l on l.variant_id = s.sold_by where s.tenant_id = @tenant and l.tenant_id = @tenant and s.sale_id = @Id", "sales.sale_line"],
        // Cut off, but not continued from a place.
        ["select sale_id from sales.sale where tenant_id = @tenant and voided_by = @Id order by sold_at desc limit @Limit", "sales.sale"],
        // From a place, but in an order that no index has.
        ["select sale_id from sales.sale where tenant_id = @tenant and (total, sale_id) > (@Limit, @Id) order by total, sale_id limit @Limit", "sales.sale"],
    ];

    private Snapshot snapshot = null!; // Made before the first test.

    [OneTimeSetUp]
    public async Task Ask_about_all_of_them() =>
        snapshot = (await Sample.VerifyAsync([.. Statements.SelectMany(s => Sample.Call("sales", $"db.QueryAsync<Guid>(\"{s[0]}\", new {{ {Args} }})"))])).Snapshots.Values.Single();

    [TestCaseSource(nameof(Statements))]
    public void An_index_serves_or_the_table_is_named(string sql, string unserved)
    {
        var entry = snapshot.Find(SqlText.Of(sql))!; // Asked about above.

        Assert.That(entry.Error, Is.Null, entry.Error?.Message);
        var issues = entry.Issues.Where(issue => issue.Id == Codes.NoIndex).ToList();
        if (unserved.Length == 0)
            Assert.That(issues, Is.Empty);
        else
            Assert.That(issues.Select(issue => issue.Message), Has.All.Contains($"No index serves {unserved}:").And.Not.Empty);
    }
}
