using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>What a distributed engine can send to one place although many rows are meant, and what it cannot.</summary>
public sealed class RouteProofTests
{
    private const string Tender = "insert into sales.tender (tenant_id, sale_id, tender_number, store_id, method, amount)";
    private const string Numbers = "cross join unnest(@Numbers) as n (number)";

    private static readonly object[][] Statements =
    [
        // The rows say whose they are, or the engine takes its long way knowingly.
        [
            $"{Tender} select s.tenant_id, s.sale_id, n.number, s.store_id, 'cash', 1 from sales.sale as s {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
            "",
        ],
        [
            "insert into sales.tender (sale_id, tender_number, store_id, method, amount) select @Id, number, @Id, 'cash', 1 from unnest(@Numbers) as number returning sale_id",
            "",
        ],
        [
            "insert into sales.tender (sale_id, tender_number, store_id, method, amount) select @Id, number, @Id, 'cash', 1 from unnest(@Numbers) as number on conflict (tenant_id, sale_id, tender_number) do nothing",
            "",
        ],
        [
            "insert into sales.tender (sale_id, tender_number, store_id, method, amount) values (@Id, 1, @Id, 'cash', 1), (@Id, 2, @Id, 'card', 1)",
            "",
        ],
        [
            "update sales.sale set version = version + 1, voided_at = now() where tenant_id = @tenant and sale_id = @Id and sold_at < now()",
            "",
        ],
        [
            "update sales.sale as s set version = n.number from unnest(@Numbers) as n (number) where s.tenant_id = @tenant and s.sale_id = @Id and abs(s.total) >= n.number and coalesce(s.void_reason, '') = ''",
            "",
        ],
        [
            "update sales.sale set version = version + 1 where tenant_id = @tenant and sale_id = @Id and (select app.are_all(count(*), 1, 'x') from sales.tender as t where t.tenant_id = @tenant and t.sale_id = @Id)",
            "",
        ],
        // They do not: by nothing, by a parameter, by a table that is not bound, by one that is bound to something else.
        [
            "insert into sales.tender (sale_id, tender_number, store_id, method, amount) select @Id, number, @Id, 'cash', 1 from unnest(@Numbers) as number",
            "the rows for sales.tender do not say whose they are",
        ],
        [
            $"insert into sales.tender (sale_id, tender_number, store_id, method, amount) select s.sale_id, n.number, s.store_id, 'cash', 1 from sales.sale as s {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
            "the rows for sales.tender do not say whose they are",
        ],
        [
            $"insert into sales.tender (sale_id, tender_number, store_id, method, amount) select s.sale_id, n.number, s.store_id, 'cash', 1 from (select sale_id, store_id from sales.sale where tenant_id = @tenant and sale_id = @Id) as s {Numbers}",
            "the rows for sales.tender do not say whose they are",
        ],
        [
            $"{Tender} select s.tenant_id, s.sale_id, n.number, s.store_id, 'cash', (random() * 10)::bigint + 1 from sales.sale as s {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
            "random is volatile",
        ],
        // Functions that have to be asked where the row is, or each time anew.
        [
            "update sales.sale set version = version + 1 where tenant_id = @tenant and sale_id = @Id and app.tenant_id() is not null and date_trunc('day', sold_at) < now()",
            "date_trunc is called with a column",
        ],
        [
            "update sales.sale set version = version + 1 where tenant_id = @tenant and sale_id = @Id and sold_at + interval '1 day' < now()",
            "timestamptz_pl_interval is called with a column",
        ],
        [
            "update sales.sale set void_reason = to_char(sold_at, 'YYYY') where tenant_id = @tenant and sale_id = @Id",
            "to_char is called with a column",
        ],
        ["update sales.sale set version = (random() * 10)::integer where tenant_id = @tenant and sale_id = @Id", "random is volatile"],
    ];

    // Who writes the tenant itself writes somebody's: only a bound table may say it.
    private static readonly string[] Written =
    [
        $"{Tender} select @tenant, s.sale_id, n.number, s.store_id, 'cash', 1 from sales.sale as s {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
        $"{Tender} select @Id, s.sale_id, n.number, s.store_id, 'cash', 1 from sales.sale as s {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
        $"{Tender} select s.store_id, s.sale_id, n.number, s.store_id, 'cash', 1 from sales.sale as s {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
        $"{Tender} select l.tenant_id, s.sale_id, n.number, s.store_id, 'cash', 1 from sales.sale as s join sales.sale_line as l using (sale_id) {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
        $"{Tender} select coalesce(s.tenant_id, @tenant), s.sale_id, n.number, s.store_id, 'cash', 1 from sales.sale as s {Numbers} where s.tenant_id = @tenant and s.sale_id = @Id",
    ];

    private Snapshot snapshot = null!; // Made before the first test.

    [OneTimeSetUp]
    public async Task Ask_about_all_of_them() =>
        snapshot = (
            await Sample.VerifyAsync([.. Statements.Select(s => (string)s[0]).Concat(Written).SelectMany(Call)])
        ).Snapshots.Values.Single();

    [TestCaseSource(nameof(Statements))]
    public void A_statement_can_be_sent_to_one_place_or_says_why_not(string sql, string told)
    {
        var issues = IssuesOf(sql, Codes.NotRoutable);

        if (told.Length == 0)
            Assert.That(issues, Is.Empty);
        else
            Assert.That(issues, Has.Count.EqualTo(1).And.All.Property(nameof(SnapshotIssue.Message)).Contains(told));
    }

    [TestCaseSource(nameof(Written))]
    public void The_tenant_comes_from_a_bound_table_or_from_nowhere(string sql) =>
        Assert.That(IssuesOf(sql, Codes.TenantMissing).Select(i => i.Message), Has.Some.Contains("tenant_id"));

    [TestCase("select sale_id from sales.sale where sold_at > @At", "sales.sale is read for all tenants at once")]
    [TestCase(
        "select s.sale_id from sales.sale as s join sales.tender as t using (tenant_id, sale_id) where s.tenant_id = @Id",
        "sales.tender is read for all tenants at once"
    )]
    [TestCase("select sale_id from sales.sale where tenant_id = @Id", "")]
    [TestCase("select tenant_id from identity.tenant where slug = 'demo'", "")]
    public async Task What_concerns_all_tenants_is_told_unless_it_is_listed(string sql, string told)
    {
        var calls = Sample.Call(
            "dispatcher",
            $"db.QueryAsync<Guid>(\"{sql}\", new {{ {(sql.Contains("@Id", StringComparison.Ordinal) ? "Id = Guid.Empty" : "")}{(sql.Contains("@At", StringComparison.Ordinal) ? "At = DateTimeOffset.UnixEpoch" : "")} }})"
        );
        var listed = Sample.Exemptions with
        {
            Statements = [new AllowedIssue("src/Application/Dispatcher/Sample.cs", "Run", Codes.TenantWide, "For this test.")],
        };

        var issues = (await Sample.VerifyAsync(calls))
            .Snapshots.Values.Single()
            .Entries.Single()
            .Issues.Where(i => i.Id == Codes.TenantWide)
            .ToList();
        var passed = (await Sample.VerifyAsync(calls, exemptions: listed))
            .Snapshots.Values.Single()
            .Entries.Single()
            .Issues.Where(i => i.Id == Codes.TenantWide);

        Assert.That(issues.Select(i => i.Message), told.Length == 0 ? Is.Empty : Has.All.StartsWith(told).And.Not.Empty);
        Assert.That(passed, Is.Empty);
    }

    private static IReadOnlyList<SqlCall> Call(string sql)
    {
        var args = $"Id = Guid.Empty{(sql.Contains("@Numbers", StringComparison.Ordinal) ? ", Numbers = Array.Empty<int>()" : "")}";
        return Sample.Call(
            "sales",
            sql.Contains("returning", StringComparison.Ordinal)
                ? $"db.QueryAsync<Guid>(\"{sql}\", new {{ {args} }})"
                : $"db.ExecuteAsync(\"{sql}\", new {{ {args} }})"
        );
    }

    private List<SnapshotIssue> IssuesOf(string sql, string code)
    {
        var entry = snapshot.Find(SqlText.Of(sql))!; // Asked about above.
        Assert.That(entry.Error, Is.Null, entry.Error?.Message);
        return [.. entry.Issues.Where(issue => issue.Id == code)];
    }
}
