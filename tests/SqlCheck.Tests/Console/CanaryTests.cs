using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>One bad statement for every code, and every code fires, at the word that is wrong.</summary>
public sealed class CanaryTests
{
    // The rest of the statement is sound, so that nothing else fires.
    private static readonly object[][] Bad =
    [
        [
            "catalog",
            "SQL003 v.nome",
            "db.QueryAsync<string>(\"select v.nome from catalog.variant as v where v.tenant_id = @tenant and v.variant_id = @Id\", new { Id = Guid.Empty })",
        ],
        ["catalog", "SQL003 catalog.varient", "db.QueryAsync<string>(\"select name from catalog.varient where tenant_id = @tenant\")"],
        [
            "catalog",
            "SQL003 @Name",
            "db.QueryAsync<Guid>(\"select product_id from catalog.product where tenant_id = @tenant and (@Name is null or product_id = @Id)\", new { Id = Guid.Empty, Name = \"x\" })",
        ],
        [
            "catalog",
            "SQL004 order",
            "db.QueryAsync<string>(\"select name from catalog.variant where tenant_id = @tenant order by \" + order)",
        ],
        [
            "catalog",
            "SQL010 new { Id = Guid.Empty }",
            "db.QueryAsync<string>(\"select name from catalog.variant where tenant_id = @tenant and variant_id = @Id and sku = @Sku\", new { Id = Guid.Empty })",
        ],
        [
            "catalog",
            "SQL011 Other = 1",
            "db.QueryAsync<string>(\"select name from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = Guid.Empty, Other = 1 })",
        ],
        [
            "catalog",
            "SQL012 new { Id = \"x\" }",
            "db.QueryAsync<string>(\"select name from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = \"x\" })",
        ],
        [
            "catalog",
            "SQL020 Pair",
            "db.QueryAsync<Pair>(\"select name from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = Guid.Empty })",
        ],
        [
            "catalog",
            "SQL021 int",
            "db.QueryAsync<int>(\"select price from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = Guid.Empty })",
        ],
        [
            "catalog",
            "SQL022 DateTimeOffset",
            "db.QueryAsync<DateTimeOffset>(\"select archived_at from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = Guid.Empty })",
        ],
        [
            "catalog",
            "SQL023 Pair",
            "db.QueryAsync<Pair>(\"select sku, name from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = Guid.Empty })",
        ],
        [
            "catalog",
            "SQL024 db.ExecuteAsync(\"select name from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = Guid.Empty })",
            "db.ExecuteAsync(\"select name from catalog.variant where tenant_id = @tenant and variant_id = @Id\", new { Id = Guid.Empty })",
        ],
        [
            "catalog",
            "SQL030 catalog.barcode",
            "db.QueryAsync<string>(\"select v.name from catalog.variant as v where v.tenant_id = @tenant and v.variant_id = @Id and exists (select from catalog.barcode as b where b.variant_id = v.variant_id)\", new { Id = Guid.Empty })",
        ],
        [
            "sales",
            "SQL032 sales.sale_line",
            "db.ExecuteAsync(\"delete from sales.sale_line where tenant_id = @tenant and sale_id = @Id\", new { Id = Guid.Empty })",
        ],
        [
            "sales",
            "SQL033 inventory.stock_level",
            "db.ExecuteAsync(\"update inventory.stock_level set on_hand = 0 where tenant_id = @tenant and store_id = @Id\", new { Id = Guid.Empty })",
        ],
        [
            "sales",
            "SQL035 sales.tender",
            "db.ExecuteAsync(\"insert into sales.tender (sale_id, tender_number, store_id, method, amount) select @Id, number, @Id, 'cash', 1 from unnest(@Numbers) as number\", new { Id = Guid.Empty, Numbers = new[] { 1 } })",
        ],
        [
            "sales",
            "SQL040 sales.sale",
            "db.QueryAsync<Guid>(\"select sale_id from sales.sale where tenant_id = @tenant and void_reason = @Reason\", new { Reason = \"x\" })",
        ],
        ["sales", "SQL090 set_config", "db.QueryAsync<string>(\"select coalesce(set_config('app.tenant_id', '', true), '')\")"],
    ];

    private Verified verified = null!; // Made before the first test.

    private static IEnumerable<TestCaseData> Numbered => Bad.Select((bad, i) => new TestCaseData(i, bad[1]));

    [OneTimeSetUp]
    public async Task Ask_about_all_of_them() =>
        verified = await Sample.VerifyAsync([
            .. Bad.SelectMany(
                (bad, i) =>
                    Sample.Call(
                        (string)bad[0],
                        (string)bad[2],
                        "private readonly string order = DateTime.Now.ToString();\n    internal sealed record Pair(string Name, string Sku);",
                        $"Bad{i}.cs"
                    )
            ),
        ]);

    [TestCaseSource(nameof(Numbered))]
    public void Each_code_fires_at_the_word_that_is_wrong(int number, string shown)
    {
        var own = verified
            .Findings.Where(f => f.Location.SourceTree?.FilePath.EndsWith($"/Bad{number}.cs", StringComparison.Ordinal) == true)
            .ToList();

        Assert.That(own.Select(f => f.Shown()), Does.Contain(shown), string.Join('\n', own));
        Assert.That(own.Select(f => f.Code).Distinct(), Has.Exactly(1).Items, string.Join('\n', own));
    }

    [Test]
    public void What_is_wrong_with_statements_is_told_and_nothing_else_is_wrong()
    {
        Assert.That(verified.FileFindings, Is.Empty);
        Assert.That(verified.IsGood, Is.False);
    }

    [Test]
    public async Task Sound_statements_pass()
    {
        var sound = await Sample.VerifyAsync(
            Sample.Call(
                "catalog",
                "db.QueryAsync<Pair>(\"select v.name, v.sku from catalog.variant as v where v.tenant_id = @tenant and v.variant_id = any(@Ids)\", new { Ids = Array.Empty<Guid>() })",
                "internal sealed record Pair(string Name, string Sku);"
            )
        );

        Assert.That(sound.Findings, Is.Empty);
        Assert.That(sound.IsGood, Is.True);
    }

    [Test]
    public async Task A_refused_statement_is_remembered_with_the_place_of_its_word()
    {
        var refused = await Sample.VerifyAsync(
            Sample.Call("catalog", "db.QueryAsync<string>(\"select nome from catalog.variant where tenant_id = @tenant\")")
        );

        var entry = Snapshot.Read(refused.Snapshots.Values.Single().Write()).Entries.Single();
        Assert.That(entry.Error?.Code, Is.EqualTo("42703"));
        Assert.That(entry.Error?.At, Is.EqualTo(new Span(7, 4)));
    }

    [Test]
    public async Task The_same_text_in_two_places_is_asked_about_once_with_both_signatures()
    {
        const string sql =
            "\"select name from catalog.variant where tenant_id = @tenant and variant_id = @Id and (@Limit > 0 or name > '')\"";
        var calls = Sample.Calls(
            "catalog",
            $$"""
            internal sealed class A(IDb db) { private const string ByIdSql = {{sql}}; public object Run() => db.QueryAsync<string>(ByIdSql, new { Id = Guid.Empty, Limit = 1 }); }
            internal sealed class B(IDb db) { private const string AlsoSql = {{sql}}; public object Run() => db.QueryAsync<string>(AlsoSql, new { Id = Guid.Empty, Limit = 1L }); }
            """
        );

        var entry = (await Sample.VerifyAsync(calls)).Snapshots.Values.Single().Entries.Single();

        Assert.That(entry.Name, Is.EqualTo("AlsoSql"));
        Assert.That(entry.Signatures.Keys, Is.EqualTo(new[] { "Id:uuid;Limit:bigint;tenant:uuid", "Id:uuid;Limit:integer;tenant:uuid" }));
    }
}
