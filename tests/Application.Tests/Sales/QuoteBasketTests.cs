using NUnit.Framework;
using PosCommerce.Application.Sales;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

public sealed class QuoteBasketTests : ShopTests
{
    [Test]
    public async Task A_quote_stores_nothing_and_needs_no_stock()
    {
        var before = await RowsAsync();

        var quote = await Shop.AskAsync(Shop.Cashier, new QuoteBasket(DemoData.Store("demo"), Shop.Lines("demo", (10, 1_000_000))));

        Assert.That(quote.Total, Is.EqualTo(569_000_000));
        Assert.That(await RowsAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task What_is_not_for_sale_is_named_by_its_line()
    {
        var error = await RefusalOf(
            Shop.AskAsync(
                Shop.Cashier,
                new QuoteBasket(
                    DemoData.Store("demo"),
                    [new BasketItem(1, DemoData.Variant("demo", 1)), new BasketItem(1, DemoData.Variant("rival", 1))]
                )
            )
        );

        Assert.That((error.Code, error.Fields?.Keys.Single()), Is.EqualTo(("sales.item_not_found", "lines[1]")));
    }

    [Test]
    public async Task A_basket_is_priced_for_a_store_of_the_caller_only()
    {
        var error = await RefusalOf(Shop.AskAsync(Shop.Cashier, new QuoteBasket(DemoData.Store("demo", 2), Shop.Lines("demo", (10, 1)))));

        Assert.That(error.Code, Is.EqualTo("core.store_not_found"));
    }

    [Test]
    public async Task A_quantity_is_checked_as_the_sale_checks_it()
    {
        var error = await RefusalOf(
            Shop.AskAsync(Shop.Cashier, new QuoteBasket(DemoData.Store("demo"), Shop.Lines("demo", (10, 1.0005m))))
        );

        Assert.That(error.Fields?.Keys, Is.EqualTo(new[] { "lines[0].quantity" }));
    }

    private Task<long> RowsAsync() =>
        Shop.ScalarAsync<long>(
            "select (select count(*) from sales.sale) + (select count(*) from app.audit_entry) + (select count(*) from core.document_number)"
        );
}
