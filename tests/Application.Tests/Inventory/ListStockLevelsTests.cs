using NUnit.Framework;
using PosCommerce.Application.Inventory;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class ListStockLevelsTests : ShopTests
{
    [Test]
    public async Task A_cashier_sees_what_the_other_stores_have()
    {
        await Shop.ExecuteAsync("update inventory.stock_level set reserved = 2.5 where store_id = $1 and variant_id = $2", DemoData.Store("demo", 2), DemoData.Variant("demo", 7));

        var page = await Shop.AskAsync(Shop.Cashier, new ListStockLevels(VariantId: DemoData.Variant("demo", 7)));

        Assert.That(page.Items, Is.EquivalentTo(new StockLevel[]
        {
            new(DemoData.Store("demo", 1), DemoData.Variant("demo", 7), 57, 0, 57),
            new(DemoData.Store("demo", 2), DemoData.Variant("demo", 7), 57, 2.5m, 54.5m),
        }));
    }

    [Test]
    public async Task A_store_narrows_the_list_to_itself()
    {
        var page = await Shop.AskAsync(Shop.Cashier, new ListStockLevels(DemoData.Store("demo"), DemoData.Variant("demo", 8)));

        Assert.That(page.Items.Select(l => (l.StoreId, l.VariantId)), Is.EqualTo(new[] { (DemoData.Store("demo"), DemoData.Variant("demo", 8)) }));
    }

    [Test]
    public async Task Every_level_is_on_exactly_one_page()
    {
        List<(Guid, Guid)> seen = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(Shop.Admin, new ListStockLevels(Limit: 190, Cursor: cursor));
            seen.AddRange(page.Items.Select(l => (l.StoreId, l.VariantId)));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.That(seen, Is.Unique.And.Count.EqualTo(2_000));
    }

    [Test]
    public async Task Another_merchants_ids_find_nothing()
    {
        var theirs = await Shop.AskAsync(Shop.Admin, new ListStockLevels(VariantId: DemoData.Variant("rival", 7)));
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListStockLevels(DemoData.Store("rival"))));

        Assert.That(theirs.Items, Is.Empty);
        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.NotFound, "core.store_not_found")));
    }
}
