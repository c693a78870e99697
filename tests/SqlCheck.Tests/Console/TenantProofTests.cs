using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>Where <c>tenant_id = @tenant</c> stands at every query level, and where something else only looks like it.</summary>
public sealed class TenantProofTests
{
    private static readonly object[][] Statements =
    [
        // Sound.
        [
            "select s.sale_id from sales.sale as s join sales.sale_line as l using (tenant_id, sale_id) where s.tenant_id = @tenant and l.tenant_id = @tenant and s.sale_id = @Id",
            "",
        ],
        [
            "select s.sale_id from sales.sale as s join sales.sale_line as l on l.tenant_id = @tenant and l.sale_id = s.sale_id where @tenant = s.tenant_id and s.sale_id = @Id",
            "",
        ],
        [
            "select s.sale_id from sales.sale as s left join sales.tender as t on t.tenant_id = @tenant and t.sale_id = s.sale_id where s.tenant_id = @tenant and s.sale_id = @Id",
            "",
        ],
        ["with s as (select sale_id from sales.sale where tenant_id = @tenant and sale_id = @Id) select sale_id from s", ""],
        ["select l.sale_id from (select sale_id from sales.sale_line where tenant_id = @tenant and sale_id = @Id) as l", ""],
        [
            "insert into sales.tender (sale_id, tender_number, store_id, method, amount) select @Id, 1, store_id, 'cash', 1 from sales.sale where tenant_id = @tenant and sale_id = @Id returning sale_id",
            "",
        ],
        [
            "insert into sales.sale as s (sale_id, store_id, terminal_id, number, currency, net, tax, total, paid, change, business_date, sold_at, sold_by) values (@Id, @Id, @Id, 'x', 'EUR', 0, 0, 0, 0, 0, '2025-01-01', now(), @Id) on conflict (tenant_id, sale_id) do update set version = s.version + 1 returning s.sale_id",
            "",
        ],
        [
            "update sales.sale as s set version = s.version + 1 from sales.sale_line as l where s.tenant_id = @tenant and l.tenant_id = @tenant and l.sale_id = s.sale_id and s.sale_id = @Id returning s.sale_id",
            "",
        ],
        // Not at all, or at one level only.
        ["select sale_id from sales.sale where sale_id = @Id", "sale"],
        [
            "select s.sale_id from sales.sale as s join sales.sale_line as l using (sale_id) where s.tenant_id = @tenant and s.sale_id = @Id",
            "l",
        ],
        // Joined to a named tenant it is the same rows, but not the same route.
        [
            "select s.sale_id from sales.sale as s join sales.sale_line as l using (tenant_id, sale_id) where s.tenant_id = @tenant and s.sale_id = @Id",
            "l",
        ],
        [
            "select s.sale_id from sales.sale as s where s.tenant_id = @tenant and s.sale_id = @Id and exists (select from sales.tender as t where t.sale_id = s.sale_id)",
            "t",
        ],
        [
            "select s.sale_id from sales.sale as s where s.tenant_id = @tenant and s.sale_id = @Id and exists (select from sales.tender as t where t.tenant_id = s.tenant_id and t.sale_id = s.sale_id)",
            "t",
        ],
        [
            "with l as (select sale_id from sales.sale_line where sale_id = @Id) select s.sale_id from sales.sale as s join l using (sale_id) where s.tenant_id = @tenant and s.sale_id = @Id",
            "sale_line",
        ],
        [
            "update sales.sale as s set version = 1 from sales.sale_line as l where s.tenant_id = @tenant and l.sale_id = s.sale_id and s.sale_id = @Id returning s.sale_id",
            "l",
        ],
        // Only looks like it.
        ["select sale_id from sales.sale where @tenant = @tenant and sale_id = @Id", "sale"],
        ["select sale_id from sales.sale where (tenant_id = @tenant or sale_id = @Id)", "sale"],
        ["select sale_id from sales.sale where not (tenant_id = @tenant) and sale_id = @Id", "sale"],
        ["select sale_id from sales.sale where tenant_id = any(array[@tenant::uuid]) and sale_id = @Id", "sale"],
        ["select sale_id from sales.sale where tenant_id = coalesce(@tenant, tenant_id) and sale_id = @Id", "sale"],
        ["select sale_id from sales.sale where tenant_id >= @tenant and sale_id = @Id", "sale"],
        ["select sale_id from sales.sale where tenant_id = @Id and sale_id = @Id", "sale"],
        [
            "select s.sale_id from sales.sale as s left join sales.tender as t on t.sale_id = s.sale_id and s.tenant_id = @tenant and t.tenant_id = @tenant where s.sale_id = @Id",
            "s",
        ],
        [
            "select t.sale_id from sales.sale as s right join sales.tender as t on t.tenant_id = @tenant and s.tenant_id = @tenant and t.sale_id = s.sale_id where t.sale_id = @Id",
            "t",
        ],
        // The tenant is entered, never written.
        [
            "insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount) values (@tenant, @Id, 1, @Id, 'cash', 1) returning sale_id",
            "tender",
        ],
        ["update sales.sale set tenant_id = @tenant where tenant_id = @tenant and sale_id = @Id returning sale_id", "sale"],
    ];

    private Snapshot snapshot = null!; // Made before the first test.

    [OneTimeSetUp]
    public async Task Ask_about_all_of_them() =>
        snapshot = (
            await Sample.VerifyAsync([
                .. Statements.SelectMany(s => Sample.Call("sales", $"db.QueryAsync<Guid>(\"{s[0]}\", new {{ Id = Guid.Empty }})")),
            ])
        ).Snapshots.Values.Single();

    [TestCaseSource(nameof(Statements))]
    public void Every_level_names_the_tenant_itself(string sql, string missing)
    {
        var found = snapshot.Find(SqlText.Of(sql))!; // Asked about above.
        Assert.That(found.Error, Is.Null, found.Error?.Message);
        var gaps = found.Issues.Where(issue => issue.Id == Codes.TenantMissing).ToList();
        if (missing.Length == 0)
            Assert.That(gaps, Is.Empty);
        else
            Assert.That(gaps, Has.Count.EqualTo(1).And.All.Property(nameof(SnapshotIssue.Message)).Contains(missing));
    }

    [Test]
    public async Task Of_two_levels_over_one_table_the_guilty_one_is_shown()
    {
        const string sql =
            "select s.sale_id from sales.sale as s where s.tenant_id = @tenant and s.sale_id = @Id and s.net > (select max(net) from sales.sale where store_id = @Id)";
        var issue = (await Sample.VerifyAsync(Sample.Call("sales", $"db.QueryAsync<Guid>(\"{sql}\", new {{ Id = Guid.Empty }})")))
            .Snapshots.Values.Single()
            .Entries.Single()
            .Issues.Single(i => i.Id == Codes.TenantMissing);

        Assert.That(issue.At?.Start, Is.EqualTo(sql.LastIndexOf("sales.sale", StringComparison.Ordinal)));
    }
}
