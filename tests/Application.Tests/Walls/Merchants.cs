using System.Text;
using System.Text.Json;
using PosCommerce.Application.Catalog;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Customers;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
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
                var shift = await shop.AskAsync(caller, new OpenShift(DemoData.Terminal(tenant, store), 100));
                var sold = await shop.AskAsync(caller, await shop.BasketAsync(caller, tenant, [(10, 1), (11, 2)], store));
                var back = await shop.AskAsync(caller, await shop.BasketAsync(caller, tenant, [(12, 1)], store));
                await shop.AskAsync(
                    caller,
                    new ReturnGoods(
                        back.SaleId,
                        back.StoreId,
                        back.TerminalId,
                        [new ReturnedItem(1, 1)],
                        Shop.Cash(back.Total + back.Rounding),
                        $"Brought back to {tenant}"
                    )
                );
                await shop.AskAsync(caller, new PrintReceipt(sold.SaleId));
                await shop.AskAsync(caller, new VoidSale(sold.SaleId, $"Voided by {tenant}"));
                await shop.AskAsync(caller, new MoveCash(shift.ShiftId, CashMovementKind.In, $"Put in by {tenant}", 5));
                await shop.AskAsync(caller, new CloseShift(shift.ShiftId, 100, Reason: $"Closed by {tenant}"));
                await shop.AskAsync(
                    caller,
                    new ParkSale(
                        DemoData.Store(tenant, store),
                        DemoData.Terminal(tenant, store),
                        $"Put aside by {tenant}",
                        Shop.Lines(tenant, (10, 1))
                    )
                );
                await shop.AskAsync(
                    caller,
                    new AdjustStock(
                        DemoData.Store(tenant, store),
                        [new AdjustStockLine(DemoData.Variant(tenant, 13), 1)],
                        $"Counted by {tenant}"
                    )
                );
                await shop.AskAsync(
                    caller,
                    new SetReorderPoints(DemoData.Store(tenant, store), [new ReorderPointToSet(DemoData.Variant(tenant, 13), 1_000, 2_000)])
                );
                await shop.AskAsync(
                    caller,
                    new RevalueStock(
                        DemoData.Store(tenant, store),
                        $"Revalued by {tenant}",
                        [new UnitCost(DemoData.Variant(tenant, 13), 5)]
                    )
                );
                await shop.AskAsync(
                    caller,
                    new AdjustStock(
                        DemoData.Store(tenant, store),
                        [new AdjustStockLine(DemoData.Variant(tenant, 13), -1)],
                        ReasonCode: "internal-use",
                        Note: $"Used by {tenant}",
                        Status: WantedStatus.Draft
                    )
                );
                var front = DemoData.Store(tenant, store);
                var cellar = await shop.AskAsync(caller, new CreateStockLocation(front, "cellar", $"Cellar of {tenant}"));
                await shop.AskAsync(
                    caller,
                    new MoveStock(
                        front,
                        front,
                        cellar.StockLocationId,
                        [new MoveStockLine(DemoData.Variant(tenant, 15), 2)],
                        $"Moved by {tenant}"
                    )
                );
                await shop.AskAsync(
                    caller,
                    new ReserveStock(
                        front,
                        [new ReservationLine(DemoData.Variant(tenant, 19), 1)],
                        Reference: new ReservationReference(ReservationKind.Customer, Label: $"Kept by {tenant}")
                    )
                );
                var counted = await shop.AskAsync(
                    caller,
                    new OpenStocktake(
                        front,
                        $"Stocktake of {tenant}",
                        StocktakeScope.Variants,
                        VariantIds: [DemoData.Variant(tenant, 17), DemoData.Variant(tenant, 18)]
                    )
                );
                await shop.AskAsync(
                    caller,
                    new RecordCounts(counted.StocktakeId, [new NewCount(Ids.New(), DemoData.Variant(tenant, 17), Quantity: 3)])
                );
            }

            // Sold in the first store, and brought to the second.
            var brought = await shop.AskAsync(caller, await shop.BasketAsync(caller, tenant, [(16, 2)]));
            await shop.AskAsync(
                caller,
                new ReturnGoods(
                    brought.SaleId,
                    DemoData.Store(tenant, 2),
                    DemoData.Terminal(tenant, 2),
                    [new ReturnedItem(1, 2)],
                    Shop.Cash(brought.Total + brought.Rounding),
                    $"Brought to {tenant}"
                )
            );
            await shop.AskAsync(
                caller,
                new RequestTransfer(
                    DemoData.Store(tenant, 1),
                    DemoData.Store(tenant, 2),
                    [new TransferQuantity(DemoData.Variant(tenant, 15), 2)],
                    $"Wanted by {tenant}"
                )
            );
            await shop.AskAsync(
                caller,
                new CreateProduct(
                    $"Hamper of {tenant}",
                    ProductKind.Bundle,
                    [new NewVariant($"HAMPER-{tenant}", 1_000, tenant == "rival" ? "USD" : "EUR", DemoData.TaxClass(tenant))],
                    Tags: [$"Gifts of {tenant}"],
                    Components: [new BundleComponent(DemoData.Variant(tenant, 14), 2)]
                )
            );
            await shop.AskAsync(
                caller,
                new CreateImport(new Upload(Encoding.UTF8.GetBytes($"sku,brand\nHAMPER-{tenant},Brand of {tenant}\n")), ImportKind.Products)
            );
            var customer = await shop.AskAsync(
                caller,
                new CreateCustomer(new CustomerDetails(CustomerKind.Person, $"Customer of {tenant}", CardNumber: $"WALL-{tenant}"))
            );
            await shop.AskAsync(caller, new RecordConsent(customer.CustomerId, "newsletter", true, tenant));
            await shop.AskAsync(caller, new CreateExport(ExportKind.Products, Brand: $"Brand of {tenant}"));
            await shop.UseCases.WorkAsync();
            await FillAsync(shop, tenant);
            await SealAsync(shop, caller);
        }
    }

    // Two days later all of it is final.
    private static async Task SealAsync(Shop shop, Caller caller)
    {
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromDays(2));
        await using var later = new UseCases(shop.Database.App, clock);
        await later.SealBooksAsync(caller, Shop.AccessOf(typeof(GetIntegrity)));
    }

    // What takes a device, an authenticator or a refused colleague to come about by commands.
    private static async Task FillAsync(Shop shop, string tenant)
    {
        var (id, user, store, terminal) = (
            DemoData.Tenant(tenant),
            DemoData.User(tenant, "admin"),
            DemoData.Store(tenant),
            DemoData.Terminal(tenant)
        );
        var key = Ids.New();
        foreach (
            var (columns, values) in new (string, object[])[]
            {
                (
                    "sales.business_day (tenant_id, store_id, business_date, revision) select $1, store_id, '2020-01-01', 2 from core.store where tenant_id = $1",
                    [id]
                ),
                (
                    "sales.day_figure (tenant_id, store_id, business_date, revision, kind, key, act, currency, code, name, documents, units, net, tax, gross, discount, change, rounding) select $1, store_id, '2020-01-01', 1, 'product', code, 'sale', currency, code, name, 1, 1, 1, 1, 2, 0, 0, 0 from core.store where tenant_id = $1",
                    [id]
                ),
                (
                    "identity.password_link (tenant_id, password_link_id, user_id, token_hash, made_at, made_by, expires_at) values ($1, $2, $3, '\\x01', now(), $3, now())",
                    [id, Ids.New(), user]
                ),
                (
                    "identity.pin (tenant_id, user_id, pin_hash, set_at, set_by) select $1, $2, password_hash, now(), $2 from identity.user_account where user_id = $2",
                    [id, user]
                ),
                ("identity.totp (tenant_id, user_id, enrolled_at) values ($1, $2, now())", [id, user]),
                (
                    "identity.recovery_code (tenant_id, recovery_code_id, user_id, code_hash, made_at) values ($1, $2, $3, '\\x01', now())",
                    [id, Ids.New(), user]
                ),
                (
                    "identity.sign_in_attempts (tenant_id, kind, subject, failures, last_attempt_at) values ($1, 'account', '\\x01', 1, now())",
                    [id]
                ),
                (
                    "identity.api_key (tenant_id, api_key_id, name, secret_hash, created_at, created_by) values ($1, $2, 'Web shop', '\\x01', now(), $3)",
                    [id, key, user]
                ),
                ("identity.api_key_permission (tenant_id, api_key_id, permission) values ($1, $2, 'sales.create')", [id, key]),
                ("identity.api_key_store (tenant_id, api_key_id, store_id) values ($1, $2, $3)", [id, key, store]),
                (
                    "core.pairing_code (tenant_id, pairing_code_id, terminal_id, store_id, code_hash, made_at, made_by, expires_at) values ($1, $2, $3, $4, '\\x01', now(), $5, now())",
                    [id, Ids.New(), terminal, store, user]
                ),
                (
                    "core.terminal_credential (tenant_id, terminal_credential_id, terminal_id, store_id, secret_hash, paired_at) values ($1, $2, $3, $4, '\\x01', now())",
                    [id, Ids.New(), terminal, store]
                ),
                (
                    "core.settings (tenant_id, version, settings, changed_at, changed_by) values ($1, 2, $3::text::jsonb, now(), $2)",
                    [id, user, JsonSerializer.Serialize(Settings.Default, Json.Options)]
                ),
                (
                    "app.job (tenant_id, job_id, kind, payload, state, requested_at, run_at) values ($1, $2, 'wall.job', '{}', 'parked', now(), now())",
                    [id, Ids.New()]
                ),
                (
                    "app.approval (tenant_id, approval_id, operation, permission, store_id, requested_by, requested_at, expires_at) values ($1, $2, 'POST /v1/anything', 'sales.void', $3, $4, now(), now())",
                    [id, Ids.New(), store, user]
                ),
            }
        )
            await shop.ExecuteAsync($"insert into {columns}", values);
    }
}
