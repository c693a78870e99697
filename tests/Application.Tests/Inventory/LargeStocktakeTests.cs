using System.Diagnostics;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

/// <summary>A store of its own with so many articles, each of which is one more or one less than the books say.</summary>
[NonParallelizable]
public sealed class LargeStocktakeTests : ShopTests
{
    private const int CountsOfACall = 500;
    private const double Bar = 20;

    private const string StockSql = """
        with item as (
            select n, md5('large product ' || n)::uuid as product_id, md5('large variant ' || n)::uuid as variant_id
              from generate_series(1, $3::integer) as n
        ), product as (
            insert into catalog.product (tenant_id, product_id, name)
            select $1::uuid, product_id, 'Large ' || n from item
        ), variant as (
            insert into catalog.variant (tenant_id, variant_id, product_id, sku, name)
            select $1::uuid, variant_id, product_id, 'LARGE-' || n, 'Large ' || n from item
        ), level as (
            insert into inventory.stock_level (tenant_id, store_id, variant_id, on_hand)
            select $1::uuid, $2::uuid, variant_id, 10 from item
        )
        insert into inventory.stock_movement (tenant_id, stock_movement_id, store_id, variant_id, kind, quantity, document_id, moved_at)
        select $1::uuid, overlay(md5('large opening ' || n)::uuid::text placing '00000000-0000-7' from 1)::uuid, $2::uuid, variant_id,
               'opening', 10, $2::uuid, now()
          from item
        """;

    // What nothing can be faster than: the balances alone, without a ledger, without keys, without anybody who may.
    private const string BareSql = """
        update inventory.stock_level as l
           set on_hand = l.on_hand + d.quantity
          from unnest($3::uuid[], $4::numeric[]) as d (variant_id, quantity)
         where l.tenant_id = $1
           and l.store_id = $2
           and l.variant_id = d.variant_id
        """;

    [TestCase(1_000)]
    [TestCase(20_000, Category = "Stress", Explicit = true, Reason = "Measures: alone on a machine.")]
    public async Task All_lines_are_posted_in_one_transaction_of_few_statements(int lines)
    {
        var (store, _) = await Shop.OpenStoreAsync($"LARGE{lines}");
        await Shop.ExecuteAsync(StockSql, DemoData.Tenant("demo"), store.StoreId, lines);
        await Shop.ExecuteAsync("analyze");
        var opened = await Shop.AskAsync(Shop.Admin, new OpenStocktake(store.StoreId, "Large", IsBlind: true));
        var variants = await Shop.ListAsync<Guid>(
            "select variant_id from inventory.stocktake_line where stocktake_id = $1 order by 1",
            opened.StocktakeId
        );
        foreach (var part in variants.Chunk(CountsOfACall))
            await Shop.AskAsync(
                Shop.Admin,
                new RecordCounts(
                    opened.StocktakeId,
                    [
                        .. part.Select(
                            (variant, n) =>
                                new NewCount(
                                    Ids.New(),
                                    variant,
                                    Quantity: variant == Item(60) ? 101
                                        : n % 2 == 0 ? 9
                                        : 11
                                )
                        ),
                    ]
                )
            );
        var bare = await BareAsync(store.StoreId, [.. variants]);

        var watch = Stopwatch.StartNew();
        var posted = (await Shop.SendAsync(Shop.Admin, new PostStocktake(opened.StocktakeId), Shop.NewKey())).Result;
        watch.Stop();

        var ratio = watch.Elapsed / bare;
        await TestContext.Out.WriteLineAsync(
            $"{variants.Count} lines: {watch.ElapsedMilliseconds} ms, bare update {bare.TotalMilliseconds:0} ms, {ratio:0.0} times."
        );
        Assert.That(posted.Progress.Different, Is.EqualTo(lines + 1));
        Assert.That(
            await Shop.ScalarAsync<long>("select count(*) from inventory.stock_movement where document_id = $1", opened.StocktakeId),
            Is.EqualTo(lines + 1)
        );
        if (lines >= 20_000)
            Assert.That(ratio, Is.LessThan(Bar));
    }

    private static Guid Item(int number) => DemoData.Variant("demo", number);

    // The middle one of five, each undone.
    private async Task<TimeSpan> BareAsync(Guid storeId, Guid[] variants)
    {
        await using var connection = new NpgsqlConnection(Shop.Database.Admin);
        await connection.OpenAsync();
        List<TimeSpan> took = [];
        for (var n = 0; n < 5; n++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand(BareSql, connection, transaction);
            foreach (var value in new object[] { DemoData.Tenant("demo"), storeId, variants, variants.Select(_ => 1m).ToArray() })
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            var watch = Stopwatch.StartNew();
            Assert.That(await command.ExecuteNonQueryAsync(), Is.EqualTo(variants.Length));
            took.Add(watch.Elapsed);
            await transaction.RollbackAsync();
        }

        return took.Order().ElementAt(2);
    }
}
