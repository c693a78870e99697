using NUnit.Framework;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Tests.Sales;

public sealed class GetSaleTests : ShopTests
{
    [Test]
    public async Task The_receipt_shows_lines_taxes_and_tenders()
    {
        var sold = await Shop.SellAsync((0, 1), (1, 2));

        var reply = await Shop.SendAsync(Shop.Cashier, new GetSale(sold.SaleId));

        Assert.Multiple(() =>
        {
            Assert.That(reply.Result.Number, Is.EqualTo(sold.Number));
            Assert.That(reply.Result.Lines, Is.EqualTo(sold.Lines));
            Assert.That(reply.Result.Taxes, Is.EqualTo(sold.Taxes));
            Assert.That(reply.Result.Tenders, Is.EqualTo(sold.Tenders));
        });
    }

    [Test]
    public async Task A_sale_of_a_store_where_one_does_not_work_is_like_one_that_does_not_exist()
    {
        var there = await Shop.AskAsync(Shop.Admin, await Shop.BasketAsync(Shop.Admin, "demo", [(2, 1)], store: 2));

        var theirs = await RefusalOf(Shop.AskAsync(Shop.Cashier, new GetSale(there.SaleId)));
        var nobodys = await RefusalOf(Shop.AskAsync(Shop.Cashier, new GetSale(Guid.NewGuid())));

        Assert.That(theirs, Is.EqualTo(nobodys));
        Assert.That((theirs.Kind, theirs.Code), Is.EqualTo((ErrorKind.NotFound, "sales.sale_not_found")));
    }

    [Test]
    public async Task Another_merchants_sale_is_like_one_that_does_not_exist()
    {
        var sold = await Shop.SellAsync((3, 1));

        var theirs = await RefusalOf(Shop.AskAsync(Shop.Rival, new GetSale(sold.SaleId)));
        var nobodys = await RefusalOf(Shop.AskAsync(Shop.Rival, new GetSale(Guid.NewGuid())));

        Assert.That(theirs, Is.EqualTo(nobodys));
    }
}
