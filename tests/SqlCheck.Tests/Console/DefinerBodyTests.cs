using NUnit.Framework;
using PosCommerce.SqlCheck.Walls;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>Functions that run with another's rights read nothing that they do not tie to the tenant they are asked about.</summary>
public sealed class DefinerBodyTests
{
    private static readonly string[] Sound =
    [
        "begin return exists (select from sales.sale as s where s.tenant_id = for_tenant and s.total > 0); end",
        "begin select s.total into t from sales.sale as s join sales.tender as p on p.tenant_id = for_tenant and p.sale_id = s.sale_id where for_tenant = s.tenant_id; end",
        "begin perform 1 from sales.sale where sale.tenant_id = for_tenant and (total > 0 or net > 0); end",
        "begin select count(*) into n from (select s.sale_id from sales.sale as s where s.tenant_id = for_tenant) as g left join sales.tender as t on t.tenant_id = for_tenant; end",
        "begin update sales.sale as s set total = 0 where s.tenant_id = for_tenant; execute format('set local app.tenant_id = %L', for_tenant); end",
        "begin for victim in select o.sale_id from sales.sale as o where o.tenant_id = for_tenant limit 9 for update skip locked loop delete from sales.sale where tenant_id = for_tenant and sale_id = victim.sale_id; end loop; end",
        "begin if x or y then perform 1 from sales.sale where tenant_id = for_tenant; else perform 1 from sales.tender as t where t.tenant_id = for_tenant; end if; end",
        "begin perform 1 from sales.sale as s where case when x then y else z end and s.tenant_id = for_tenant; end",
        // A platform table is the same everywhere.
        "begin perform 1 from identity.permission as p where p.permission = wanted; end",
        "begin -- from sales.sale\n perform 'from sales.sale'; end",
    ];

    private static readonly object[][] Unsound =
    [
        ["begin perform 1 from sales.sale as s where s.sale_id = wanted; end", "reads sales.sale without its tenant"],
        [
            "begin perform 1 from sales.sale as s join sales.tender as t on t.tenant_id = s.tenant_id where s.tenant_id = for_tenant; end",
            "reads sales.tender without its tenant",
        ],
        [
            "begin perform 1 from sales.sale as s where s.tenant_id = for_tenant and exists (select from sales.tender as t where t.sale_id = s.sale_id); end",
            "reads sales.tender without its tenant",
        ],
        [
            "begin perform 1 from sales.sale as s where s.tenant_id = for_tenant or s.sale_id = wanted; end",
            "reads sales.sale without its tenant",
        ],
        [
            "begin perform 1 from sales.sale as s where s.sale_id = wanted or s.tenant_id = for_tenant; end",
            "reads sales.sale without its tenant",
        ],
        ["begin perform 1 from sales.sale as s where not s.tenant_id = for_tenant; end", "reads sales.sale without its tenant"],
        ["begin perform 1 from sales.sale as s where s.tenant_id = for_user; end", "reads sales.sale without its tenant"],
        [
            "begin perform 1 from sales.sale as s where s.tenant_id = for_tenant union all select 1 from sales.tender as t; end",
            "reads sales.tender without its tenant",
        ],
        ["begin perform 1 from identity.permission, sales.sale as s where s.sale_id = wanted; end", "reads sales.sale without its tenant"],
        ["begin update sales.sale as s set total = 0 where s.sale_id = wanted; end", "reads sales.sale without its tenant"],
        [
            "begin for victim in select o.sale_id from sales.sale as o where o.tenant_id = for_tenant loop delete from sales.sale where sale_id = victim.sale_id; end loop; end",
            "reads sales.sale without its tenant",
        ],
        [
            "begin perform 1 from sales.sale as s where s.tenant_id = for_tenant and case when x then y else z end or true; end",
            "reads sales.sale without its tenant",
        ],
        // With two tables nobody can tell whose column it is.
        [
            "begin perform 1 from sales.sale, sales.tender as t where t.tenant_id = for_tenant and tenant_id = for_tenant; end",
            "reads sales.sale without its tenant",
        ],
        ["begin execute 'select 1 from sales.sale'; end", "runs a text"],
        ["begin execute format('delete from %I', target); end", "runs a text"],
        ["begin execute format('set local app.tenant_id = %L', for_tenant); execute target; end", "runs a text"],
    ];

    [TestCaseSource(nameof(Sound))]
    public void What_names_its_tenant_everywhere_passes(string body) => Assert.That(Problems(body), Is.Empty);

    [TestCaseSource(nameof(Unsound))]
    public void What_does_not_is_told_by_its_table(string body, string told) =>
        Assert.That(Problems(body), Has.Count.EqualTo(1).And.All.StartsWith(told));

    [Test]
    public void A_function_of_sql_reads_no_tenants_rows()
    {
        Assert.That(
            Problems("select exists (select from sales.sale as s where s.tenant_id = for_tenant)", "sql"),
            Has.Count.EqualTo(1).And.All.Contains("language sql")
        );
        Assert.That(Problems("select app.enter_user(for_tenant, for_user)", "sql"), Is.Empty);
    }

    [Test]
    public void What_is_about_all_tenants_is_listed_and_nothing_else_is()
    {
        Assert.That(Problems("begin return query select s.tenant_id from sales.sale as s limit 9; end", isTenantWide: true), Is.Empty);
        Assert.That(
            Problems("begin perform 1 from sales.sale as s where s.tenant_id = for_tenant; end", isTenantWide: true),
            Has.Count.EqualTo(1).And.All.Contains("tenant-wide")
        );
    }

    private static List<string> Problems(string body, string language = "plpgsql", bool isTenantWide = false) =>
        [.. DefinerBody.Problems(language, body, table => table.StartsWith("sales.", StringComparison.Ordinal), isTenantWide)];
}
