using Npgsql;

namespace PosCommerce.Testing;

/// <summary>
/// Whether tills hear of what was written of articles. Each row knows by which transaction it was last written; what that transaction has
/// noted must name its article.
/// </summary>
public static class NotesForTills
{
    private const string MissingSql = """
        with noted as (
            select changed_in, kind, subject_id from catalog.till_change
        )
        select 'catalog.variant ' || v.sku
          from catalog.variant as v
         where v.xmin::text::bigint >= $1
           and not exists (select from noted as n where n.changed_in = v.xmin::text::bigint and n.subject_id = v.variant_id)
         union all
        select 'catalog.barcode ' || b.barcode
          from catalog.barcode as b
         where b.xmin::text::bigint >= $1
           and b.variant_id is not null
           and not exists (select from noted as n where n.changed_in = b.xmin::text::bigint and n.subject_id = b.variant_id)
         union all
        select 'catalog.' || written.what || ' of ' || written.product_id
          from (
                select 'product' as what, xmin::text::bigint as written_in, product_id from catalog.product
                 union all
                select 'bundle_component', xmin::text::bigint, product_id from catalog.bundle_component
                 union all
                select 'product_category', xmin::text::bigint, product_id from catalog.product_category
               ) as written
         where written.written_in >= $1
           and not exists (select
                             from noted as n
                             join catalog.variant as v on v.variant_id = n.subject_id
                            where n.changed_in = written.written_in
                              and v.product_id = written.product_id)
         union all
        select 'catalog.category ' || c.name
          from catalog.category as c
         where c.xmin::text::bigint >= $1
           and not exists (select from noted as n where n.changed_in = c.xmin::text::bigint and n.kind = 'categories')
         union all
        select 'pricing.' || written.what || ' of ' || written.variant_id
          from (
                select 'article_tax' as what, xmin::text::bigint as written_in, variant_id from pricing.article_tax
                 union all
                select 'price', xmin::text::bigint, variant_id from pricing.price
               ) as written
         where written.written_in >= $1
           and not exists (select
                             from pricing.till_change as n
                            where n.changed_in = written.written_in
                              and n.variant_id = written.variant_id)
        """;

    /// <summary>The next transaction: what is written from here on can be told from what was there.</summary>
    public static async Task<long> NowAsync(string admin)
    {
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand("select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
        return (long)(await command.ExecuteScalarAsync())!; // There always is one.
    }

    /// <summary>What was written since, and not noted.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(string admin, long since)
    {
        await using var source = NpgsqlDataSource.Create(admin);
        await using var command = source.CreateCommand(MissingSql);
        command.Parameters.Add(new NpgsqlParameter { Value = since });
        await using var reader = await command.ExecuteReaderAsync();
        List<string> missing = [];
        while (await reader.ReadAsync())
            missing.Add(reader.GetString(0));
        return missing;
    }
}
