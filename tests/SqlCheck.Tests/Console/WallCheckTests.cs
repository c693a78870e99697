using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>A migration that leaves a hole in a wall is refused, although no statement goes through it.</summary>
public sealed class WallCheckTests
{
    private const string Next = "9999_canary.sql";

    // All in one migration, each with objects of its own: what a hole is reported for tells which it is.
    private static readonly (string Sql, string Told)[] Holes =
    [
        (
            "create table sales.unlisted (tenant_id uuid not null default app.tenant_id(), note_id uuid not null, primary key (tenant_id, note_id))",
            "sales.unlisted is not listed"
        ),
        (Table("t1"), "sales.t1 is not behind row security"),
        (Table("t2") + "; alter table sales.t2 enable row level security", "sales.t2 does not force row security"),
        (Walled("t3") + "; create policy more on sales.t3 using (true)", "sales.t3 has the policy more"),
        (Walled("t4") + "; drop policy migrator on sales.t4", "sales.t4 lacks the policy \"migrator\""),
        (
            Walled("t5")
                + "; drop policy tenant_wall on sales.t5; create policy tenant_wall on sales.t5 using (tenant_id = app.tenant_id() or true) with check (true)",
            "sales.t5 has the policy tenant_wall"
        ),
        (Walled("t6") + "; alter table sales.t6 alter column tenant_id drop default", "sales.t6 needs tenant_id uuid not null default"),
        (Walled("t7") + "; create unique index code_key on sales.t7 (note_id)", "sales.t7 has the unique key code_key"),
        (
            Walled("t8")
                + "; alter table sales.t8 add column sale_id uuid, add constraint t8_sale foreign key (tenant_id, sale_id) references sales.sale (tenant_id, sale_id) on delete set null",
            "sales.t8 has the foreign key t8_sale with on delete set null"
        ),
        (
            Walled("t9")
                + "; alter table sales.t9 add column variant uuid, add constraint t9_level foreign key (tenant_id, note_id, variant) references inventory.stock_level (tenant_id, store_id, variant_id)",
            "sales.t9 has the foreign key t9_level into another context"
        ),
        (
            Walled("t10")
                + "; create function sales.noted() returns trigger language plpgsql as 'begin return null; end'; create trigger noted after insert on sales.t10 for each row execute function sales.noted()",
            "sales.t10 has the trigger noted"
        ),
        (Walled("t11") + "; grant select on sales.t11 to inventory_sql", "sales.t11 is granted to inventory_sql"),
        (Walled("t12") + "; grant select on sales.t12 to public", "sales.t12 is granted to public"),
        ("create view sales.totals as select tenant_id, sum(total) as total from sales.sale group by tenant_id", "sales.totals is a view"),
        ("create view sales.blind as select sum(total) as total from sales.sale", "sales.blind does not show tenant_id"),
        (
            "create materialized view sales.kept as select tenant_id, sum(total) as total from sales.sale group by tenant_id",
            "sales.kept is a materialized view"
        ),
        (
            "create function sales.all_totals() returns bigint language sql security definer set search_path = '' as 'select sum(total)::bigint from sales.sale'",
            "sales.all_totals is SECURITY DEFINER, so"
        ),
        (
            "create function sales.opened() returns bigint language sql security definer as 'select 1::bigint'",
            "sales.opened is SECURITY DEFINER without `set search_path = ''`"
        ),
        (
            "create function sales.everyones() returns bigint language sql security definer set search_path = '' as 'select 1::bigint'",
            "sales.everyones is SECURITY DEFINER and everyone may call it"
        ),
        (
            "create function sales.their_totals(for_tenant uuid) returns bigint language plpgsql security definer set search_path = '' as 'begin return (select sum(s.total) from sales.sale as s); end'",
            "sales.their_totals reads sales.sale without its tenant"
        ),
        (
            "create function sales.its_totals(for_tenant uuid) returns bigint language sql security definer set search_path = '' as 'select sum(s.total)::bigint from sales.sale as s where s.tenant_id = for_tenant'",
            "sales.its_totals reads sales.sale in a function of language sql"
        ),
        (
            Walled("t13") + "; create policy more on sales.t13 using (note_id = (select app.tenant_id()))",
            "sales.t13 has a sub-select in the policy more"
        ),
        ("alter table sales.tender disable row level security", "sales.tender is not behind row security"),
        ("drop policy tenant_wall on catalog.barcode", "catalog.barcode lacks the policy \"tenant wall\""),
    ];

    private Verified verified = null!; // Made before the first test.

    private static IEnumerable<string> Told => Holes.Select(hole => hole.Told);

    [OneTimeSetUp]
    public async Task Make_all_the_holes()
    {
        var listed = Sample.Exemptions with
        {
            Statements = [],
            Tables = Sample
                .Exemptions.Tables.Concat(Enumerable.Range(1, 13).Select(n => KeyValuePair.Create($"sales.t{n}", new TableKind("tenant"))))
                .ToDictionary(),
        };
        verified = await Sample.VerifyAsync(
            [],
            Sample.Scripts.With(Next, string.Join(";\n", Holes.Select(hole => hole.Sql)) + ";\n"),
            listed
        );
    }

    [TestCaseSource(nameof(Told))]
    public void A_hole_is_reported_at_the_migration_that_made_it(string told)
    {
        var finding = verified.FileFindings.FirstOrDefault(f => f.Message.StartsWith(told, StringComparison.Ordinal));

        Assert.That(finding, Is.Not.Null, string.Join('\n', verified.FileFindings));
        Assert.That((finding!.Code, finding.Path), Is.EqualTo((Codes.NotWalled, $"db/scripts/migrations/{Next}"))); // Asserted above.
        var line = Array.FindIndex(Holes, hole => hole.Told == told) + 1;
        Assert.That(finding.Line, Is.EqualTo(line));
    }

    [Test]
    public async Task The_product_has_no_hole()
    {
        var product = await Sample.VerifyAsync([]);
        Assert.That(product.FileFindings, Is.Empty, string.Join('\n', product.FileFindings));
    }

    [Test]
    public async Task A_listed_thing_that_is_not_there_is_an_error_too()
    {
        var stale = Sample.Exemptions with
        {
            SmallPerTenant = new Dictionary<string, string> { ["core.gone"] = "It went." },
            Views = new Dictionary<string, string> { ["core.gone_view"] = "It went." },
            Statements = [new AllowedIssue("src/Gone.cs", "GoneSql", "SQL040", "It went.")],
        };

        var found = (await Sample.VerifyAsync([], exemptions: stale)).FileFindings;

        Assert.That(found, Has.Count.EqualTo(3).And.All.Property(nameof(FileFinding.Path)).EqualTo(Exemptions.Path));
    }

    [Test]
    public async Task A_migration_that_fails_is_named_with_its_line()
    {
        var failed = await Sample.VerifyAsync([], Sample.Scripts.With(Next, "select 1;\nselect nothing from nowhere;"));

        var finding = failed.FileFindings.Single();
        Assert.That((finding.Code, finding.Path, finding.Line), Is.EqualTo((Codes.MigrationFails, $"db/scripts/migrations/{Next}", 2)));
        Assert.That(failed.IsGood, Is.False);
    }

    [Test]
    public async Task A_seed_that_writes_again_is_named_with_its_table()
    {
        var scripts = Sample.Scripts.WithSeed("9999_canary.sql", "-- Again and again.\nupdate identity.permission set area = area;");

        var finding = (await Sample.VerifyAsync([], scripts)).FileFindings.Single();

        Assert.That(
            (finding.Code, finding.Path, finding.Line),
            Is.EqualTo((Codes.SeedNotIdempotent, "db/scripts/seed/9999_canary.sql", 2))
        );
        Assert.That(finding.Message, Does.StartWith("identity.permission"));
    }

    [Test]
    public void Nothing_passes_without_a_reason()
    {
        using var folder = new Folder();
        folder.Write("db/tables.json", """{ "core.store": { "kind": "platform" } }""");
        folder.Write("db/sqlcheck.json", "{}");
        Assert.That(() => Exemptions.Read(folder.Path), Throws.TypeOf<CheckFailure>().With.Message.Contains("without a reason"));

        folder.Write("db/tables.json", "{}");
        folder.Write("db/sqlcheck.json", """{ "smallPerTenant": { "core.store": " " } }""");
        Assert.That(() => Exemptions.Read(folder.Path), Throws.TypeOf<CheckFailure>().With.Message.Contains("without a reason"));

        folder.Write("db/sqlcheck.json", """{ "smalPerTenant": {} }""");
        Assert.That(() => Exemptions.Read(folder.Path), Throws.TypeOf<CheckFailure>());
    }

    private static string Table(string name) =>
        $"create table sales.{name} (tenant_id uuid not null default app.tenant_id(), note_id uuid not null, primary key (tenant_id, note_id))";

    private static string Walled(string name) => $"{Table(name)}; call app.protect('sales.{name}', 'tenant')";
}
