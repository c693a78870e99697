using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>Which conditions an index of the product can serve, and which only look as if.</summary>
public sealed class IndexProofTests
{
    private const string Args = "Id = Guid.Empty, Store = Guid.Empty, Ids = Array.Empty<Guid>(), At = DateTimeOffset.UnixEpoch, Limit = 1";

    // Where it is served, nothing; else the table that is not.
    private static readonly object[][] Statements =
    [
        ["select sale_id from sales.sale where tenant_id = @tenant and sale_id = @Id", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and sale_id = any(@Ids)", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and store_id = @Id and sold_at >= @At", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and sold_at >= @At", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and terminal_id = @Id", ""],
        ["select sale_id from sales.sale where tenant_id = @tenant and (sale_id = @Id or terminal_id = @Id)", ""],
        [
            "select s.sale_id from sales.sale as s join sales.sale_line as l using (tenant_id, sale_id) where s.tenant_id = @tenant and l.tenant_id = @tenant and s.sale_id = @Id",
            "",
        ],
        [
            "select s.sale_id from sales.sale as s join sales.tender as t using (tenant_id, sale_id) where s.tenant_id = @tenant and t.tenant_id = @tenant and s.sold_at > @At",
            "",
        ],
        // A list page by page, in the order of an index: of one store, of all stores in scope, of one document.
        [
            "select sale_id from sales.sale where tenant_id = @tenant and store_id = @Store and (@At::timestamptz is null or (sold_at, sale_id) < (@At, @Id)) order by sold_at desc, sale_id desc limit @Limit",
            "",
        ],
        [
            "select s.sale_id from unnest((select app.store_scope())::uuid[]) as mine (store_id) cross join lateral (select sale_id, sold_at from sales.sale where tenant_id = @tenant and store_id = mine.store_id and (sold_at, sale_id) < (@At, @Id) order by sold_at desc, sale_id desc limit @Limit) as s order by s.sold_at desc, s.sale_id desc limit @Limit",
            "",
        ],
        [
            "select line_number from sales.sale_line where tenant_id = @tenant and sale_id = @Id and line_number > @Limit order by line_number limit @Limit",
            "",
        ],
        // A column that no index has, or has behind one that is not bound.
        ["select sale_id from sales.sale where tenant_id = @tenant", "sales.sale"],
        ["select sale_id from sales.sale where tenant_id = @tenant and voided_by = @Id", "sales.sale"],
        ["select sale_id from sales.sale_line where tenant_id = @tenant and variant_id = @Id", "sales.sale_line"],
        ["select sale_id from sales.sale_line where tenant_id = @tenant and line_number = @Limit", "sales.sale_line"],
        ["select sale_id from sales.sale where tenant_id = @tenant and (sale_id = @Id or voided_by = @Id)", "sales.sale"],
        ["select sale_id from sales.sale where tenant_id = @tenant and sale_id::text = @Id::text", "sales.sale"],
        // The store's wall is not a condition of the statement.
        ["select sale_id from sales.sale where tenant_id = @tenant and total > @Limit", "sales.sale"],
        [
            "select l.sale_id from sales.sale as s join sales.sale_line as l on l.variant_id = s.sold_by where s.tenant_id = @tenant and l.tenant_id = @tenant and s.sale_id = @Id",
            "sales.sale_line",
        ],
        // Cut off, but not continued from a place.
        ["select sale_id from sales.sale where tenant_id = @tenant and voided_by = @Id order by sold_at desc limit @Limit", "sales.sale"],
        // Other stores' rows are looked at and thrown away: by the wall, by a range, behind a sort, for several stores at once.
        [
            "select sale_id from sales.sale where tenant_id = @tenant and (@At::timestamptz is null or (sold_at, sale_id) < (@At, @Id)) order by sold_at desc, sale_id desc limit @Limit",
            "sales.sale",
        ],
        [
            "select sale_id from sales.sale where tenant_id = @tenant and sold_at >= @At and (sold_at, sale_id) < (@At, @Id) order by sold_at desc, sale_id desc limit @Limit",
            "sales.sale",
        ],
        [
            "select sale_id from sales.sale where tenant_id = @tenant and (@Store::uuid is null or store_id = @Store) and sold_at >= @At order by total limit @Limit",
            "sales.sale",
        ],
        [
            "select sale_id from sales.sale where tenant_id = @tenant and store_id = any ((select app.store_scope())::uuid[]) and (sold_at, sale_id) < (@At, @Id) order by sold_at desc, sale_id desc limit @Limit",
            "sales.sale",
        ],
        [
            "select sale_id from (select sale_id, sold_at from sales.sale where tenant_id = @tenant and (sold_at, sale_id) < (@At, @Id) order by sold_at desc, sale_id desc limit @Limit) as s order by sold_at limit @Limit",
            "sales.sale",
        ],
        // From a place, but in an order that no index has.
        [
            "select sale_id from sales.sale where tenant_id = @tenant and (total, sale_id) > (@Limit, @Id) order by total, sale_id limit @Limit",
            "sales.sale",
        ],
    ];

    private Snapshot snapshot = null!; // Made before the first test.

    [OneTimeSetUp]
    public async Task Ask_about_all_of_them() =>
        snapshot = (
            await Sample.VerifyAsync([
                .. Statements.SelectMany(s => Sample.Call("sales", $"db.QueryAsync<Guid>(\"{s[0]}\", new {{ {Args} }})")),
            ])
        ).Snapshots.Values.Single();

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
