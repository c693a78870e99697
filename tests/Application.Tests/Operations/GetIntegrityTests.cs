using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Operations;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Operations;

/// <summary>
/// Books that somebody cooked: each law must notice. What is broken here stays broken, so these books are not checked at the end.
/// </summary>
public sealed class GetIntegrityTests
{
    private Shop shop = null!; // Opened before the first test.

    [OneTimeSetUp]
    public async Task Open_the_shop() => shop = await Shop.OpenAsync();

    [OneTimeTearDown]
    public async Task Close_the_shop() => await shop.DisposeAsync();

    [Test]
    public async Task Untouched_books_keep_every_law()
    {
        await using var untouched = await Shop.OpenAsync();
        var integrity = await untouched.AskAsync(untouched.Admin, new GetIntegrity());

        Assert.That(integrity.Holds, Is.True);
        Assert.That(
            integrity.Laws.Select(l => (l.Law, l.Violations.Count)),
            Is.EquivalentTo(
                new[]
                {
                    ("inventory.costs_follow_the_ledger", 0),
                    ("inventory.ledger_equals_balance", 0),
                    ("inventory.levels_follow_policy", 0),
                    ("inventory.location_ledger_equals_balance", 0),
                    ("inventory.movements_take_the_average_cost", 0),
                    ("inventory.moves_conserve_stock", 0),
                    ("inventory.nothing_oversold", 0),
                    ("inventory.reserved_equals_holds", 0),
                    ("inventory.sealed_movements_stand", 0),
                    ("inventory.stocktakes_move_what_they_found", 0),
                    ("inventory.transfers_conserve_stock", 0),
                    ("sales.sealed_sales_stand", 0),
                    ("sales.change_is_cash", 0),
                    ("sales.days_never_go_back", 0),
                    ("sales.figures_equal_rows", 0),
                    ("sales.lines_equal_total", 0),
                    ("sales.lines_follow_their_prices", 0),
                    ("sales.numbers_without_gaps", 0),
                    ("sales.return_numbers_without_gaps", 0),
                    ("sales.returns_add_up", 0),
                    ("sales.returns_are_of_what_was_sold", 0),
                    ("sales.rounding_follows_its_rule", 0),
                    ("sales.rounding_is_of_cash", 0),
                    ("sales.shift_totals_equal_rows", 0),
                    ("sales.shifts_expect_what_moved", 0),
                    ("sales.tenders_equal_total", 0),
                    ("sales.z_reports_are_chained", 0),
                }
            )
        );
    }

    [TestCase(
        "inventory.ledger_equals_balance",
        30,
        "update inventory.stock_level set on_hand = on_hand + 1 where store_id = $1 and variant_id = $2"
    )]
    [TestCase(
        "inventory.ledger_equals_balance",
        31,
        "delete from inventory.stock_movement where store_id = $1 and variant_id = $2 and kind = 'opening'"
    )]
    [TestCase(
        "inventory.nothing_oversold",
        32,
        "alter table inventory.stock_level drop constraint if exists stock_level_available_not_negative; update inventory.stock_level set reserved = on_hand + 1 where store_id = '{0}' and variant_id = '{1}'"
    )]
    [TestCase(
        "inventory.reserved_equals_holds",
        43,
        "update inventory.stock_level set reserved = reserved + 1 where store_id = $1 and variant_id = $2"
    )]
    [TestCase(
        "inventory.levels_follow_policy",
        42,
        "update inventory.stock_level set may_go_negative = true where store_id = $1 and variant_id = $2"
    )]
    [TestCase(
        "inventory.movements_take_the_average_cost",
        44,
        "update inventory.stock_movement set unit_cost = 7, cost_number = 1 where store_id = $1 and variant_id = $2 and kind = 'sale'"
    )]
    [TestCase(
        "sales.lines_equal_total",
        33,
        "update sales.sale_line set net = net + 1, gross = gross + 1 where store_id = $1 and variant_id = $2"
    )]
    [TestCase("sales.lines_equal_total", 34, "delete from sales.sale_line where store_id = $1 and variant_id = $2")]
    [TestCase(
        "sales.tenders_equal_total",
        35,
        "update sales.tender set amount = amount + 1 where store_id = $1 and sale_id in (select sale_id from sales.sale_line where variant_id = $2)"
    )]
    [TestCase(
        "sales.tenders_equal_total",
        36,
        "delete from sales.tender where store_id = $1 and sale_id in (select sale_id from sales.sale_line where variant_id = $2)"
    )]
    [TestCase(
        "sales.change_is_cash",
        37,
        "update sales.sale set paid = paid + 5, change = change + 5 where store_id = $1 and sale_id in (select sale_id from sales.sale_line where variant_id = $2)"
    )]
    [TestCase(
        "sales.numbers_without_gaps",
        38,
        "update sales.sale set sequence = null, number = 'MITTE-T1-900000' where store_id = $1 and sale_id in (select sale_id from sales.sale_line where variant_id = $2)"
    )]
    [TestCase(
        "sales.numbers_without_gaps",
        39,
        "update sales.sale set sequence = 900001 where store_id = $1 and sale_id in (select sale_id from sales.sale_line where variant_id = $2)"
    )]
    [TestCase(
        "sales.rounding_is_of_cash",
        41,
        "update sales.sale set rounding = 5, paid = paid + 5 where store_id = $1 and sale_id in (select sale_id from sales.sale_line where variant_id = $2)"
    )]
    public async Task A_cooked_book_is_noticed(string law, int item, string cook)
    {
        var sold = await shop.SellAsync((item, 1));
        if (law is "sales.change_is_cash" or "sales.rounding_is_of_cash")
            await shop.ExecuteAsync(
                "update sales.tender set method = 'card', gives_change = false, rounding = 'withTheTotal' where sale_id = $1",
                sold.SaleId
            );
        var before = await ViolationsAsync(law);

        var (store, variant) = (DemoData.Store("demo"), DemoData.Variant("demo", item));
        if (cook.Contains("{0}", StringComparison.Ordinal))
            await shop.ExecuteAsync(
                cook.Replace("{0}", store.ToString(), StringComparison.Ordinal).Replace("{1}", variant.ToString(), StringComparison.Ordinal)
            );
        else
            await shop.ExecuteAsync(cook, store, variant);

        var found = (await ViolationsAsync(law)).Except(before).ToList();
        Assert.That(found, Has.Count.EqualTo(1));
        Assert.That(
            found[0].Subject,
            Does.Contain(
                law switch
                {
                    "sales.numbers_without_gaps" => sold.TerminalId.ToString(),
                    _ when law.StartsWith("sales.", StringComparison.Ordinal) => sold.SaleId.ToString(),
                    _ => variant.ToString(),
                }
            )
        );
        Assert.That(found[0].Expected, Is.Not.EqualTo(found[0].Actual));
        Assert.That(await Books.ViolationsAsync(shop.Database.Admin), Is.Not.Empty);
    }

    [Test]
    public async Task One_merchants_books_do_not_show_in_anothers()
    {
        Assert.That((await shop.AskAsync(shop.Rival, new GetIntegrity())).Holds, Is.True);
    }

    [Test]
    public async Task A_manager_may_not_look_into_the_books()
    {
        try
        {
            await shop.AskAsync(shop.Manager, new GetIntegrity());
            Assert.Fail("It was not refused.");
        }
        catch (Refused refused)
        {
            Assert.That(refused.Error.Kind, Is.EqualTo(ErrorKind.Forbidden));
        }
    }

    private async Task<List<LawViolation>> ViolationsAsync(string law) =>
        [.. (await shop.AskAsync(shop.Admin, new GetIntegrity())).Laws.Single(l => l.Law == law).Violations];
}
