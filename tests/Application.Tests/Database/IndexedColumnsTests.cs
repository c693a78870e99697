using System.Text.Json;
using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Application.Tests.Walls;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Database;

/// <summary>
/// No index may name a column that selling changes: each such update would write a new entry into every index of the
/// table, where otherwise it stays within the page of its row.
/// </summary>
public sealed class IndexedColumnsTests : ShopTests
{
    // Written and filled in within one transaction: no comparison from outside can see them change.
    private static readonly string[] KeyColumns = ["status", "location", "etag", "body"];

    [Test]
    public async Task No_index_names_a_column_that_selling_changes()
    {
        var earlier = await Shop.SellAsync((10, 1));
        var before = await RowsAsync();
        await Shop.SellAsync((10, 2));
        await Shop.AskAsync(Shop.Manager, new VoidSale(earlier.SaleId, "Wrong basket"));
        await Shop.AskAsync(
            Shop.Manager,
            new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 11), 1)], "Count")
        );

        var changed = Changes(before, await RowsAsync()).Distinct().ToList();
        // Those of expressions and conditions are known as dependencies only.
        var indexed = await Shop.ListAsync<string>(
            """
            select i.indrelid::regclass || '.' || a.attname
              from pg_index as i
              join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
             union
            select i.indrelid::regclass || '.' || a.attname
              from pg_index as i
              join pg_depend as d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid
              join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = d.refobjsubid
            """
        );

        Assert.That(
            changed,
            Does.Contain("inventory.stock_level.on_hand").And.Contain("core.document_number.last_number").And.Contain("sales.sale.status")
        );
        Assert.That(indexed, Does.Contain("inventory.stock_level.variant_id").And.Contain("sales.sale.sold_at"));
        Assert.That(changed.Concat(KeyColumns.Select(c => $"app.idempotency_key.{c}")).Intersect(indexed), Is.Empty);
    }

    private static IEnumerable<string> Changes(Dictionary<string, JsonElement> before, Dictionary<string, JsonElement> after) =>
        from row in after
        where before.ContainsKey(row.Key)
        from column in row.Value.EnumerateObject()
        where column.Value.GetRawText() != before[row.Key].GetProperty(column.Name).GetRawText()
        select $"{row.Key.Split(' ')[0]}.{column.Name}";

    /// <summary>Every row of the merchant, by table and key.</summary>
    private async Task<Dictionary<string, JsonElement>> RowsAsync()
    {
        Dictionary<string, JsonElement> rows = [];
        foreach (var table in Table.Walled)
        {
            var key = await Shop.ScalarAsync<string>(
                "select string_agg(quote_ident(a.attname), ', ') from pg_index as i join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indisprimary and i.indrelid = $1::text::regclass",
                table.Name
            );
            foreach (
                var row in await Shop.ListAsync<string>(
                    $"select jsonb_build_array(concat_ws(' ', {key}), to_jsonb(t))::text from {table} as t where tenant_id = $1",
                    DemoData.Tenant("demo")
                )
            )
            {
                using var pair = JsonDocument.Parse(row);
                rows.Add($"{table} {pair.RootElement[0].GetString()}", pair.RootElement[1].Clone());
            }
        }

        return rows;
    }
}
