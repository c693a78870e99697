using NUnit.Framework;
using PosCommerce.Application.Core;
using PosCommerce.Application.Operations;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>What a sale is paid with is the merchant's own data, and what it was then stays with the sale.</summary>
public sealed class TenderTypesTests : ShopTests
{
    private static readonly TenderType Cheque = new("cheque", "Cheque", GivesChange: false, TenderRounding.AsCash, NeedsReference: true);
    private static readonly TenderType Dollars = new("usd-cash", "US dollars", GivesChange: true, TenderRounding.AsCash);
    private static readonly TenderType GiftCard = new(
        "gift-card",
        "Gift card",
        GivesChange: false,
        TenderRounding.Never,
        NeedsReference: true
    );

    [Test]
    public async Task A_merchant_who_decided_nothing_takes_cash_card_and_other() =>
        Assert.That((await Shop.AskAsync(Shop.Rival, new GetSettings())).Settings.TenderTypes, Is.EqualTo(TenderType.Predefined));

    [Test]
    public async Task A_sale_is_paid_with_what_the_merchant_takes_and_by_what_it_does()
    {
        await TakeAsync(TenderType.Card, Dollars, GiftCard);
        var sale = await SellAsync(new("gift-card", 100, "GC 7"), new("usd-cash", 100_000));
        var refusals = new[]
        {
            await RefusalOf(SellAsync(new SaleTender("cash", 100_000))),
            await RefusalOf(SellAsync(new("usd-cash", 100_000), new("gift-card", 100))),
            await RefusalOf(SellAsync(new SaleTender("gift-card", 100_000, "GC 8"))),
        };

        Assert.Multiple(() =>
        {
            Assert.That(sale.Change, Is.EqualTo(100_100 - sale.Total - sale.Rounding));
            Assert.That(
                refusals.Select(e => e.Code),
                Is.EqualTo(new[] { "sales.tender_type_unknown", "sales.tender_reference_missing", "sales.non_cash_exceeds_total" })
            );
            Assert.That(refusals[0].Fields!.Keys, Is.EqualTo(new[] { "tenders[0].method" }));
            Assert.That(refusals[1].Fields!.Keys, Is.EqualTo(new[] { "tenders[1].reference" }));
        });
    }

    [Test]
    public async Task A_sale_keeps_what_its_tenders_did_whatever_they_do_later()
    {
        await TakeAsync(TenderType.Cash, Dollars, Cheque);
        var sale = await SellAsync(new SaleTender("usd-cash", 100_000));
        await TakeAsync(TenderType.Cash, Dollars with { GivesChange = false, Rounding = TenderRounding.Never, IsActive = false });

        Assert.That((await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId))).Tenders, Is.EqualTo(sale.Tenders));
        Assert.That((await RefusalOf(SellAsync(new SaleTender("usd-cash", 100_000)))).Code, Is.EqualTo("sales.tender_type_unknown"));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Holds);
    }

    [Test]
    public async Task A_tender_of_the_release_before_is_read_as_what_it_was()
    {
        await TakeAsync([.. TenderType.Predefined]);
        var sale = await SellAsync(new("card", 100, "T 1"), new("cash", 100_000));
        await Shop.ExecuteAsync("update sales.tender set gives_change = null, rounding = null where sale_id = $1", sale.SaleId);

        Assert.That((await Shop.AskAsync(Shop.Cashier, new GetSale(sale.SaleId))).Tenders, Is.EqualTo(sale.Tenders));
        Assert.That((await Shop.AskAsync(Shop.Admin, new GetIntegrity())).Holds);
    }

    [Test]
    public async Task Settings_that_say_nothing_of_tenders_leave_them_as_they_are()
    {
        await TakeAsync(TenderType.Cash, Cheque);
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(before.Settings with { TenderTypes = null }), ifMatch: before.Version);

        Assert.That(
            (await Shop.AskAsync(Shop.Admin, new GetSettings())).Settings.TenderTypes,
            Is.EqualTo(new[] { TenderType.Cash, Cheque })
        );
    }

    [TestCase("tenderTypes", "cash", "cash")]
    [TestCase("tenderTypes[0].code", "Cash")]
    [TestCase("tenderTypes[0].code", "")]
    [TestCase("tenderTypes[1].code", "cash", "two words")]
    public async Task Codes_are_codes_and_each_is_there_once(string member, params string[] codes) =>
        Assert.That(
            (await RefusalOf(TakeAsync([.. codes.Select(code => TenderType.Cash with { Code = code })]))).Fields!.Keys,
            Is.EqualTo(new[] { member })
        );

    [Test]
    public async Task Change_is_cash_and_something_is_taken() =>
        await Assert.MultipleAsync(async () =>
        {
            var voucher = await RefusalOf(TakeAsync(TenderType.Cash, TenderType.Other with { GivesChange = true }));
            Assert.That(voucher.Fields!.Keys, Is.EqualTo(new[] { "tenderTypes[1].givesChange" }));
            Assert.That((await RefusalOf(TakeAsync())).Fields!.Keys, Is.EqualTo(new[] { "tenderTypes" }));
            Assert.That(
                (await RefusalOf(TakeAsync(TenderType.Cash with { IsActive = false }))).Fields!.Keys,
                Is.EqualTo(new[] { "tenderTypes" })
            );
        });

    private Task<Sale> SellAsync(params SaleTender[] tenders) =>
        Shop.AskAsync(
            Shop.Cashier,
            new CompleteSale(DemoData.Store("demo"), DemoData.Terminal("demo"), Shop.Lines("demo", (60, 3)), tenders)
        );

    private async Task TakeAsync(params TenderType[] types)
    {
        var before = await Shop.AskAsync(Shop.Admin, new GetSettings());
        await Shop.SendAsync(Shop.Admin, new ChangeSettings(before.Settings with { TenderTypes = types }), ifMatch: before.Version);
    }
}
