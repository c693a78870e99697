using PosCommerce.Application.Inventory;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Walls;

/// <summary>Two merchants with rows in every table, so that no wall is tested against nothing.</summary>
internal static class Merchants
{
    public static async Task TradeAsync(Shop shop)
    {
        foreach (var (caller, tenant) in new[] { (shop.Admin, "demo"), (shop.Rival, "rival") })
        {
            foreach (var store in new[] { 1, 2 })
            {
                var sold = await shop.AskAsync(caller, await shop.BasketAsync(caller, tenant, [(10, 1), (11, 2)], store));
                await shop.AskAsync(caller, await shop.BasketAsync(caller, tenant, [(12, 1)], store));
                await shop.AskAsync(caller, new VoidSale(sold.SaleId, $"Voided by {tenant}"));
                await shop.AskAsync(caller, new AdjustStock(DemoData.Store(tenant, store), $"Counted by {tenant}", [new AdjustStockLine(DemoData.Variant(tenant, 13), 1)]));
            }
        }
    }
}
