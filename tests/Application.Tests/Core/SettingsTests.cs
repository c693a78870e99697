using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Identity;
using PosCommerce.Application.Inventory;
using PosCommerce.Application.Operations;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Core;

public sealed class SettingsTests : ShopTests
{
    [Test]
    public async Task A_change_is_in_force_at_once_and_what_was_before_stays_on_record()
    {
        var before = await Shop.AskAsync(Shop.Cashier, new GetSettings());
        var changed = await ChangeAsync(before, before.Settings with { DiscountLimits = [new DiscountLimit("cashier", 10.5m)] });

        Assert.That(changed.Version, Is.EqualTo(before.Version + 1));
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new GetSettings())).Settings.DiscountLimits,
            Is.EqualTo(new[] { new DiscountLimit("cashier", 10.5m) })
        );
        var history = await Shop.AskAsync(Shop.Admin, new ListSettingsHistory());
        Assert.That((history.Items[0].Version, history.Items[0].ChangedBy), Is.EqualTo((changed.Version, (Guid?)Shop.Admin.UserId)));
        Assert.That((await RefusalOf(ChangeAsync(before, before.Settings))).Kind, Is.EqualTo(ErrorKind.Stale));
        Assert.That(
            await Shop.ScalarAsync<string>(
                "select changes::text from app.audit_entry where act = 'ChangeSettings' and outcome = 'done' order by occurred_at desc limit 1"
            ),
            Does.Contain("discountLimits")
        );
    }

    [Test]
    public async Task Of_many_changes_of_one_version_one_wins()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 16)
                .Select(async n =>
                {
                    try
                    {
                        await ChangeAsync(before, before.Settings with { CashRounding = new(n + 1) });
                        return true;
                    }
                    catch (Refused refused) when (refused.Error.Kind is ErrorKind.Stale)
                    {
                        return false;
                    }
                })
        );

        Assert.That(outcomes.Count(won => won), Is.EqualTo(1));
    }

    [TestCase(
        "settings || '{\"loyalty\": {\"points\": 3}, \"isNew\": true}'",
        TestName = "Settings_that_the_next_release_has_written_are_read"
    )]
    [TestCase("jsonb_set(settings, '{numberFormats,layaway}', '\"LY-{number:4}\"')", TestName = "So_are_those_whose_parts_it_has_extended")]
    [TestCase(
        "settings - 'requireSecondFactor' - 'approvalLimits'",
        TestName = "Settings_of_a_release_that_did_not_know_all_of_them_are_completed"
    )]
    [TestCase("settings #- '{numberFormats,transfer}'", TestName = "So_are_their_parts")]
    public async Task Settings_of_another_release(string written)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var now = await ChangeAsync(before, before.Settings with { CashRounding = new(5) });
        await Shop.ExecuteAsync(
            $"update core.settings set settings = {written} where tenant_id = $1 and version = $2",
            DemoData.Tenant("demo"),
            now.Version
        );

        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new GetSettings())).Settings,
            Is.EqualTo(now.Settings)
                .Using<Settings>(
                    (a, b) =>
                        a with
                        {
                            DiscountLimits = b.DiscountLimits,
                            AdjustmentLimits = b.AdjustmentLimits,
                            TenderTypes = b.TenderTypes,
                            DiscountReasons = b.DiscountReasons,
                        } == b
                )
        );
        Assert.That((await Shop.SellAsync((10, 1))).Number, Is.Not.Empty);
    }

    [TestCase("{\"cashRoundingStep\": 5}", 5)]
    [TestCase("{\"cashRoundingStep\": 1}", null)]
    [TestCase("{\"cashRoundingStep\": 5, \"cashRounding\": {\"step\": 10, \"tie\": \"down\"}}", 10)]
    public async Task The_smallest_coin_of_settings_that_knew_no_rule_is_one(string written, int? step)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var now = await ChangeAsync(before, before.Settings with { CashRounding = null });
        await Shop.ExecuteAsync(
            "update core.settings set settings = settings - 'cashRounding' || $3::jsonb where tenant_id = $1 and version = $2",
            DemoData.Tenant("demo"),
            now.Version,
            written
        );

        Assert.That((await Shop.AskAsync(Shop.Admin, new GetSettings())).Settings.CashRounding?.Step, Is.EqualTo((long?)step));
    }

    [Test]
    public async Task A_new_store_starts_with_what_the_settings_say()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await ChangeAsync(before, before.Settings with { TaxRounding = TaxRounding.Total, CashRounding = new(5) });

        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails("STEP", "Step", "CHF", "Europe/Zurich", TaxMode.Inclusive))
        );

        Assert.That((store.TaxRounding, store.CashRounding), Is.EqualTo((TaxRounding.Total, new CashRounding(5))));
    }

    [Test]
    public async Task Receipts_are_numbered_as_the_settings_say()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var changed = await ChangeAsync(
            before,
            before.Settings with
            {
                NumberFormats = before.Settings.NumberFormats with { Sale = "R{number:8}/{terminal}@{store}" },
            }
        );

        var sold = await Shop.SellAsync((4, 1));
        await ChangeAsync(changed, before.Settings);
        var next = await Shop.SellAsync((4, 1));

        Assert.That(sold.Number, Does.Match(@"^R\d{8}/T1@MITTE$"));
        Assert.That(next.Number, Does.Match(@"^MITTE-T1-\d{6}$"));
        Assert.That(
            int.Parse(next.Number[^6..], System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(int.Parse(sold.Number[1..9], System.Globalization.CultureInfo.InvariantCulture) + 1),
            "The count goes on."
        );
    }

    [Test]
    public async Task The_books_know_the_count_behind_a_number_that_does_not_end_in_it()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var changed = await ChangeAsync(
            before,
            before.Settings with
            {
                NumberFormats = before.Settings.NumberFormats with { Sale = "{number}.{store}.{terminal}" },
            }
        );

        await Shop.SellAsync((4, 1));
        await Shop.SellAsync((4, 1));
        var integrity = await Shop.AskAsync(Shop.Admin, new GetIntegrity());
        await ChangeAsync(changed, before.Settings);

        Assert.That(integrity.Laws.Where(l => l.Violations.Count > 0), Is.Empty);
    }

    [Test]
    public async Task A_number_that_was_printed_before_is_refused_in_words()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var count = int.Parse((await Shop.SellAsync((4, 1))).Number[^6..], System.Globalization.CultureInfo.InvariantCulture);
        var changed = await ChangeAsync(
            before,
            before.Settings with
            {
                NumberFormats = before.Settings.NumberFormats with { Sale = $"{{store}}-{{terminal}}-{count + 3:D6}-{{number}}" },
            }
        );
        var earlier = await Shop.SellAsync((4, 1));
        var back = await ChangeAsync(
            changed,
            before.Settings with
            {
                NumberFormats = before.Settings.NumberFormats with { Sale = $"{{store}}-{{terminal}}-{{number:6}}-{count + 1}" },
            }
        );
        await Shop.SellAsync((4, 1));

        var error = await RefusalOf(Shop.SellAsync((4, 1)));
        await ChangeAsync(back, before.Settings);

        Assert.That(earlier.Number, Is.EqualTo($"MITTE-T1-{count + 3:D6}-{count + 1}"));
        Assert.That((error.Kind, error.Code), Is.EqualTo((ErrorKind.Conflict, "sales.number_taken")));
        Assert.That((await Shop.SellAsync((4, 1))).Number, Is.EqualTo($"MITTE-T1-{count + 3:D6}"), "The refused one took no number.");
    }

    [Test]
    public async Task Stock_may_be_sold_that_the_books_do_not_have_when_the_merchant_says_so()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var onHand = await Shop.OnHandAsync("demo", 40);
        var basket = await Shop.BasketAsync(Shop.Cashier, "demo", [(40, onHand + 1)]);
        Assert.That((await RefusalOf(Shop.AskAsync(Shop.Cashier, basket))).Code, Is.EqualTo("inventory.not_enough_stock"));

        var changed = await ChangeAsync(before, before.Settings with { NegativeStock = NegativeStock.Allow });
        await Shop.AskAsync(Shop.Cashier, basket);
        var back = await RefusalOf(ChangeAsync(changed, before.Settings));
        await Shop.AskAsync(
            Shop.Admin,
            new AdjustStock(DemoData.Store("demo"), [new AdjustStockLine(DemoData.Variant("demo", 40), 5)], "Found")
        );
        await ChangeAsync(changed, before.Settings);

        Assert.That(back.Code, Is.EqualTo("inventory.stock_negative"));
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Cashier, await Shop.BasketAsync(Shop.Cashier, "demo", [(40, 5)])))).Code,
            Is.EqualTo("inventory.not_enough_stock")
        );
    }

    [Test]
    public async Task What_a_store_stocks_later_follows_the_policy_too()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var changed = await ChangeAsync(before, before.Settings with { NegativeStock = NegativeStock.Allow });
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails("LATER", "Later", "EUR", "Europe/Berlin", TaxMode.Inclusive))
        );
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 44), 1)], "Counted"));
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 44), -3)], "Counted"));
        await Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 44), 2)], "Counted"));
        await ChangeAsync(changed, before.Settings);

        var error = await RefusalOf(
            Shop.AskAsync(Shop.Admin, new AdjustStock(store.StoreId, [new AdjustStockLine(DemoData.Variant("demo", 44), -1)], "Lost"))
        );

        Assert.That(error.Code, Is.EqualTo("inventory.not_enough_stock"));
    }

    [Test]
    public async Task What_is_being_stocked_while_the_policy_changes_follows_it()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var allowed = await ChangeAsync(before, before.Settings with { NegativeStock = NegativeStock.Allow });
        var (store, first, second) = (DemoData.Store("demo", 2), await Shop.UnstockAsync(70, 2), await Shop.UnstockAsync(71, 2));
        Task<CurrentSettings> change;
        Task<StockAdjustment> adjust;

        // It has read the policy and opened the first level, and waits for the second, which another opens.
        await using (
            var hold = await Shop.HoldAsync(
                "insert into inventory.stock_level (tenant_id, store_id, variant_id) values ($1, $2, $3)",
                DemoData.Tenant("demo"),
                store,
                second
            )
        )
        {
            adjust = Shop.AskAsync(
                Shop.Admin,
                new AdjustStock(store, [new AdjustStockLine(first, 1), new AdjustStockLine(second, 1)], "Counted")
            );
            await Shop.UntilWaitingAsync(1);
            change = ChangeAsync(allowed, before.Settings);
            await Shop.UntilWaitingAsync(2);
            await hold.CloseAsync();
        }

        await adjust;
        await change;
        Assert.That(await Shop.ScalarAsync<long>("select count(*) from inventory.stock_level where may_go_negative"), Is.Zero);
        Assert.That(
            (await RefusalOf(Shop.AskAsync(Shop.Admin, new AdjustStock(store, [new AdjustStockLine(first, -2)], "Lost")))).Code,
            Is.EqualTo("inventory.not_enough_stock")
        );
    }

    [Test]
    public async Task Stock_that_is_opened_while_the_policy_changes_waits_for_it()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var unstocked = await Shop.UnstockAsync(72, 2);
        Task<CurrentSettings> change;
        Task<StockAdjustment> adjust;
        await using (var shelf = await Shop.HoldShelfAsync(73))
        {
            change = ChangeAsync(before, before.Settings with { NegativeStock = NegativeStock.Allow });
            await Shop.UntilWaitingAsync(1);
            adjust = Shop.AskAsync(Shop.Admin, new AdjustStock(DemoData.Store("demo", 2), [new AdjustStockLine(unstocked, 1)], "Counted"));
            await Shop.UntilWaitingAsync(2);
            await shelf.CloseAsync();
        }

        var allowed = await change;
        await adjust;
        Assert.That(
            await Shop.ScalarAsync<bool>(
                "select may_go_negative from inventory.stock_level where store_id = $1 and variant_id = $2",
                DemoData.Store("demo", 2),
                unstocked
            ),
            Is.True
        );
        await ChangeAsync(allowed, before.Settings);
    }

    [Test]
    public async Task A_limit_is_for_a_role_that_there_is()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());

        var error = await RefusalOf(
            ChangeAsync(
                before,
                before.Settings with
                {
                    DiscountLimits = [new DiscountLimit("cashier", 5), new DiscountLimit("cashiers", 5)],
                }
            )
        );
        var ofStock = await RefusalOf(
            ChangeAsync(
                before,
                before.Settings with
                {
                    AdjustmentLimits = [new AdjustmentLimit("clerks", 5), new AdjustmentLimit("manager", 5)],
                }
            )
        );

        Assert.That(
            (error.Kind, error.Code, error.Fields?.Keys.Single()),
            Is.EqualTo((ErrorKind.Rule, "core.role_unknown", "discountLimits[1].roleCode"))
        );
        Assert.That((ofStock.Code, ofStock.Fields?.Keys.Single()), Is.EqualTo(("core.role_unknown", "adjustmentLimits[0].roleCode")));
    }

    [Test]
    public async Task A_limit_stays_when_its_role_goes()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        var role = await Shop.AskAsync(Shop.Admin, new CreateRole("Seasonal", ["core.read"], Code: "seasonal"));
        var limited = await ChangeAsync(before, before.Settings with { DiscountLimits = [new DiscountLimit("seasonal", 5)] });
        await Shop.AskAsync(Shop.Admin, new ArchiveRole(role.RoleId));

        var changed = await ChangeAsync(limited, limited.Settings with { CashRounding = new(5) });
        var removed = await ChangeAsync(changed, before.Settings with { DiscountLimits = [] });
        var again = await RefusalOf(ChangeAsync(removed, limited.Settings));

        Assert.That(changed.Settings.DiscountLimits, Is.EqualTo(limited.Settings.DiscountLimits));
        Assert.That(again.Code, Is.EqualTo("core.role_unknown"));
    }

    [TestCase("{store}-{terminal}", "numberFormats.sale")]
    [TestCase("{number}", "numberFormats.sale")]
    [TestCase("{store}{terminal}{number}{number}", "numberFormats.sale")]
    [TestCase("{store}-{terminal}-{number:13}", "numberFormats.sale")]
    [TestCase("{store}-{terminal}-{number} {", "numberFormats.sale")]
    [TestCase("{store} {terminal} {number}", "numberFormats.sale")]
    public async Task A_format_that_could_not_tell_two_documents_apart_is_refused(string format, string member)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());

        var error = await RefusalOf(
            ChangeAsync(before, before.Settings with { NumberFormats = before.Settings.NumberFormats with { Sale = format } })
        );

        Assert.That((error.Kind, error.Fields?.Keys.Single()), Is.EqualTo((ErrorKind.Invalid, member)));
    }

    [Test]
    public async Task Figures_outside_their_bounds_are_refused_by_name()
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());

        var error = await RefusalOf(
            ChangeAsync(
                before,
                before.Settings with
                {
                    CashRounding = new(0, Below: new SmallAmounts(0, SmallAmountRule.Exact)),
                    DiscountLimits = [new DiscountLimit("cashier", 100.01m), new DiscountLimit("Cashier", 1.234m)],
                    AdjustmentLimits =
                    [
                        new AdjustmentLimit("cashier", -1),
                        new AdjustmentLimit("Cashier", 1.2345m),
                        new AdjustmentLimit("manager", Rules.MaximumQuantity + 1),
                    ],
                    ApprovalLimits = new ApprovalLimits(-1),
                }
            )
        );

        Assert.That(
            error.Fields?.Keys,
            Is.EquivalentTo(
                new[]
                {
                    "cashRounding.step",
                    "cashRounding.below.amount",
                    "discountLimits[0].percent",
                    "discountLimits[1].percent",
                    "discountLimits[1].roleCode",
                    "adjustmentLimits[0].quantity",
                    "adjustmentLimits[1].quantity",
                    "adjustmentLimits[1].roleCode",
                    "adjustmentLimits[2].quantity",
                    "approvalLimits.voidUpTo",
                }
            )
        );
    }

    private async Task<CurrentSettings> ChangeAsync(CurrentSettings before, Settings after) =>
        (await Shop.SendAsync(Shop.Admin, new ChangeSettings(after), ifMatch: before.Version)).Result;
}
