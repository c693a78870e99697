using NUnit.Framework;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Inventory;

public sealed class ListStockLevelsTests : ShopTests
{
    [Test]
    public async Task A_cashier_sees_what_the_other_stores_have()
    {
        await Shop.AskAsync(
            Shop.Admin,
            new ReserveStock(DemoData.Store("demo", 2), [new ReservationLine(DemoData.Variant("demo", 7), 2.5m)])
        );

        var page = await Shop.AskAsync(Shop.Cashier, new ListStockLevels(VariantId: DemoData.Variant("demo", 7)));

        Assert.That(
            page.Items,
            Is.EquivalentTo(
                new StockLevel[]
                {
                    new(DemoData.Store("demo", 1), DemoData.Variant("demo", 7), 57, 0, 57),
                    new(DemoData.Store("demo", 2), DemoData.Variant("demo", 7), 57, 2.5m, 54.5m),
                }
            )
        );
    }

    [Test]
    public async Task What_the_list_shows_of_other_stores_the_filters_and_the_variants_show_too()
    {
        await SeesAsync(Shop.Cashier, 1, 2);
        await SeesAsync(await Shop.SignInByPinAsync(await Shop.PairAsync(), Shop.Cashier.UserId), 1, 2);
        await SeesAsync(
            await MachineAsync([Permissions.Inventory.Read, Permissions.Catalog.Read, Permissions.Inventory.ReadOtherStores]),
            1,
            2
        );
    }

    [Test]
    public async Task A_limit_to_one_store_is_a_limit_for_who_may_not_see_the_others()
    {
        string[] permissions = [Permissions.Inventory.Read, Permissions.Catalog.Read];
        var role = await Shop.AskAsync(Shop.Admin, new CreateRole("Own stock", permissions, Code: "own-stock"));

        await SeesAsync(await Shop.EmployAsync(role.Code), 1);
        await SeesAsync(await Shop.EmployAsync(role.Code, store: 2), 2);
        await SeesAsync(await Shop.EmployAsync(role.Code, store: null), 1, 2);
        await SeesAsync(await MachineAsync(permissions), 1);
        await SeesAsync(await MachineAsync(permissions, store: 2), 2);
        await SeesAsync(await MachineAsync(permissions, store: null), 1, 2);
    }

    [Test]
    public async Task The_permission_counts_only_while_it_is_held()
    {
        var role = await Shop.AskAsync(
            Shop.Admin,
            new CreateRole(
                "Looks over",
                [Permissions.Inventory.Read, Permissions.Catalog.Read, Permissions.Inventory.ReadOtherStores],
                Code: "looks-over"
            )
        );
        var person = await Shop.EmployAsync(role.Code);
        await SeesAsync(person, 1, 2);

        await Shop.AskAsync(Shop.Admin, new ChangeRole(role.RoleId, role.Name, [Permissions.Inventory.Read, Permissions.Catalog.Read]));

        await SeesAsync(person, 1);
    }

    [Test]
    public async Task Who_sees_the_stock_of_another_store_moves_none_of_it()
    {
        var clerk = await Shop.EmployAsync("stock-clerk");

        var there = await RefusalOf(
            Shop.AskAsync(
                clerk,
                new AdjustStock(DemoData.Store("demo", 2), [new AdjustStockLine(DemoData.Variant("demo", 9), 1)], "Mine now")
            )
        );
        var movements = await Shop.AskAsync(clerk, new ListStockMovements(VariantId: DemoData.Variant("demo", 9)));

        Assert.That(there.Code, Is.EqualTo("core.store_not_found"));
        Assert.That(movements.Items.Select(m => m.StoreId), Is.All.EqualTo(DemoData.Store("demo")));
    }

    [Test]
    public async Task A_store_narrows_the_list_to_itself()
    {
        var page = await Shop.AskAsync(Shop.Cashier, new ListStockLevels(DemoData.Store("demo"), DemoData.Variant("demo", 8)));

        Assert.That(
            page.Items.Select(l => (l.StoreId, l.VariantId)),
            Is.EqualTo(new[] { (DemoData.Store("demo"), DemoData.Variant("demo", 8)) })
        );
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
        } while (cursor is not null);

        Assert.That(seen, Is.Unique.And.Count.EqualTo(2_002));
    }

    [Test]
    public async Task Another_merchants_ids_find_nothing()
    {
        var theirs = await Shop.AskAsync(Shop.Admin, new ListStockLevels(VariantId: DemoData.Variant("rival", 7)));
        var error = await RefusalOf(Shop.AskAsync(Shop.Admin, new ListStockLevels(DemoData.Store("rival"))));

        Assert.That(theirs.Items, Is.Empty);
        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.NotFound, "core.store_not_found")));
    }

    // The list whole, by variant and by store, the variant by itself, in a list and by its barcode: all tell of the same stores.
    private async Task SeesAsync(Caller caller, params int[] numbers)
    {
        var stores = numbers.Select(n => DemoData.Store("demo", n)).ToArray();
        var variant = DemoData.Variant("demo", 7);
        var known = await Shop.AskAsync(caller, new GetVariant(variant));

        Assert.That(known.Available.Select(a => a.StoreId), Is.EquivalentTo(stores));
        Assert.That(
            (await Shop.AskAsync(caller, new ListVariants(Search: known.Sku))).Items.Single().Available,
            Is.EqualTo(known.Available)
        );
        Assert.That(
            (await Shop.AskAsync(caller, new ListVariants(Barcode: known.Barcodes[0]))).Items.Single().Available,
            Is.EqualTo(known.Available)
        );
        Assert.That(
            (await Shop.AskAsync(caller, new ListStockLevels(VariantId: variant))).Items.Select(l => l.StoreId),
            Is.EquivalentTo(stores)
        );
        Assert.That((await AllAsync(caller)).Distinct(), Is.EquivalentTo(stores));
        foreach (var number in new[] { 1, 2 })
        {
            var narrowed = Shop.AskAsync(caller, new ListStockLevels(DemoData.Store("demo", number), variant));
            if (numbers.Contains(number))
                Assert.That((await narrowed).Items.Select(l => l.StoreId), Is.EqualTo(new[] { DemoData.Store("demo", number) }));
            else
                Assert.That((await RefusalOf(narrowed)).Code, Is.EqualTo("core.store_not_found"));
        }
    }

    private async Task<List<Guid>> AllAsync(Caller caller)
    {
        List<Guid> stores = [];
        string? cursor = null;
        do
        {
            var page = await Shop.AskAsync(caller, new ListStockLevels(Limit: 200, Cursor: cursor));
            stores.AddRange(page.Items.Select(l => l.StoreId));
            cursor = page.NextCursor;
        } while (cursor is not null);
        return stores;
    }

    private async Task<Caller> MachineAsync(string[] permissions, int? store = 1)
    {
        var issued = await Shop.AskAsync(
            Shop.Admin,
            new CreateApiKey($"Stock {Guid.NewGuid():N}", permissions, store is { } number ? [DemoData.Store("demo", number)] : null)
        );
        return Shop.MachineOf(issued.Secret);
    }
}
