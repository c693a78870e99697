using System.Text.Json;
using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Sales;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>Baskets that are put aside, and taken up again at another till.</summary>
public sealed class ParkedSalesTests : ShopTests
{
    private static readonly Guid Store = DemoData.Store("demo");
    private static readonly Guid Till = DemoData.Terminal("demo");
    private Guid other; // Made before the first test.

    protected override bool Crowded => true;

    [OneTimeSetUp]
    public async Task Put_up_a_second_till() =>
        other = (await Shop.AskAsync(Shop.Admin, new CreateTerminal(Store, "P2", "Second"))).TerminalId;

    [Test]
    public async Task What_was_put_aside_is_sold_at_another_till_as_if_it_had_never_lain_there()
    {
        var lines = Lines((20, 2), (21, 1));
        var quote = await Shop.AskAsync(Shop.Cashier, new QuoteBasket(Store, lines));
        var stock = await Shop.OnHandAsync("demo", 20);
        var parked = await ParkAsync(lines);
        var beside = await Shop.OnHandAsync("demo", 20);
        var recalled = await Shop.AskAsync(Shop.Cashier, new RecallSale(parked.ParkedSaleId, other));
        var sale = await Shop.AskAsync(Shop.Cashier, SaleOf(recalled));
        var direct = await Shop.AskAsync(Shop.Cashier, SaleOf(recalled) with { ParkedSaleId = null });
        var ended = await Shop.AskAsync(Shop.Cashier, new GetParkedSale(parked.ParkedSaleId));

        Assert.Multiple(() =>
        {
            Assert.That(
                (parked.Status, parked.Label, parked.Total, parked.TerminalId, parked.ParkedBy),
                Is.EqualTo((ParkedSaleStatus.Parked, "Coat", quote.Total, Till, Shop.Cashier.UserId))
            );
            Assert.That(beside, Is.EqualTo(stock), "It holds no goods.");
            Assert.That((recalled.Status, recalled.TerminalId, recalled.Version), Is.EqualTo((ParkedSaleStatus.Recalled, other, 2)));
            Assert.That(AsJson(recalled.Lines), Is.EqualTo(AsJson(lines)));
            Assert.That(Bare(sale), Is.EqualTo(Bare(direct)));
            Assert.That(
                (ended.Status, ended.SaleId, ended.EndedAt, ended.EndedBy),
                Is.EqualTo((ParkedSaleStatus.Sold, (Guid?)sale.SaleId, (DateTimeOffset?)sale.SoldAt, (Guid?)Shop.Cashier.UserId))
            );
        });
        await Shop.LawsHoldAsync();

        static string Bare(Sale sold) => AsJson(sold with { SaleId = default, Number = "", SoldAt = default });
    }

    [Test]
    public async Task A_discount_is_put_aside_with_the_basket()
    {
        var off = new GivenDiscount(DiscountKind.Percent, 12.5m, "damaged");
        var parked = await ParkAsync([.. Lines((22, 1)).Select(l => l with { Discount = off })], off);
        var read = await Shop.AskAsync(Shop.Cashier, new GetParkedSale(parked.ParkedSaleId));

        Assert.That(AsJson(read), Is.EqualTo(AsJson(parked)));
        Assert.That((read.Discount, read.Lines[0].Discount), Is.EqualTo((off, off)));
    }

    [Test]
    public async Task It_is_put_aside_again_with_more_in_it_and_lies_where_any_till_takes_it_up()
    {
        var parked = await ParkAsync(Lines((20, 1)));
        await Shop.AskAsync(Shop.Cashier, new RecallSale(parked.ParkedSaleId, other));
        var more = new ChangeParkedSale(parked.ParkedSaleId, other, "Coat and hat", Lines((20, 1), (21, 3)));
        var stale = await RefusalOf(Shop.SendAsync(Shop.Cashier, more, ifMatch: 1));
        var again = (await Shop.SendAsync(Shop.Cashier, more, ifMatch: 2)).Result;
        var taken = await Shop.AskAsync(Shop.Cashier, new RecallSale(parked.ParkedSaleId, Till));

        Assert.Multiple(() =>
        {
            Assert.That(stale.Code, Is.EqualTo("request.version_stale"));
            Assert.That(
                (again.Status, again.Label, again.Lines.Count, again.TerminalId, again.Version),
                Is.EqualTo((ParkedSaleStatus.Parked, "Coat and hat", 2, other, 3))
            );
            Assert.That(again.Total, Is.GreaterThan(parked.Total));
            Assert.That((taken.Status, taken.TerminalId), Is.EqualTo((ParkedSaleStatus.Recalled, Till)));
        });
    }

    [Test]
    public async Task Of_two_tills_that_take_it_up_one_gets_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var parked = await ParkAsync(Lines((20, 1)));
            var outcomes = await Task.WhenAll(
                new[] { Till, other, Till, other }.Select(till => OutcomeAsync(new RecallSale(parked.ParkedSaleId, till)))
            );
            Assert.That(
                outcomes.Order(StringComparer.Ordinal),
                Is.EqualTo(new[] { "done", "sales.parked_sale_recalled", "sales.parked_sale_recalled", "sales.parked_sale_recalled" })
            );
        }
    }

    [Test]
    public async Task It_is_sold_once_however_many_sell_it()
    {
        var parked = await ParkAsync(Lines((20, 1)));
        var recalled = await Shop.AskAsync(Shop.Cashier, new RecallSale(parked.ParkedSaleId, other));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OutcomeAsync(SaleOf(recalled))));

        Assert.That(outcomes.Count(o => o == "done"), Is.EqualTo(1));
        Assert.That(outcomes.Where(o => o != "done"), Is.All.EqualTo("sales.parked_sale_over"));
        await Shop.LawsHoldAsync();
    }

    [Test]
    public async Task It_is_sold_only_where_it_was_taken_up()
    {
        var parked = await ParkAsync(Lines((20, 1)));
        var lying = await OutcomeAsync(SaleOf(parked));
        var recalled = await Shop.AskAsync(Shop.Cashier, new RecallSale(parked.ParkedSaleId, other));
        string[] outcomes =
        [
            lying,
            await OutcomeAsync(SaleOf(recalled) with { TerminalId = Till }),
            await OutcomeAsync(SaleOf(recalled) with { ParkedSaleId = Guid.NewGuid() }),
            await OutcomeAsync(new DiscardParkedSale(parked.ParkedSaleId, "Came no more")),
            await OutcomeAsync(SaleOf(recalled)),
            await OutcomeAsync(new RecallSale(parked.ParkedSaleId, Till)),
            await OutcomeAsync(new DiscardParkedSale(parked.ParkedSaleId, "Twice")),
            await OutcomeAsync(new RecallSale(Guid.NewGuid(), Till)),
        ];

        Assert.That(
            outcomes,
            Is.EqualTo(
                new[]
                {
                    "sales.parked_sale_not_recalled_here",
                    "sales.parked_sale_not_recalled_here",
                    "sales.parked_sale_not_found",
                    "done",
                    "sales.parked_sale_over",
                    "sales.parked_sale_over",
                    "sales.parked_sale_over",
                    "sales.parked_sale_not_found",
                }
            )
        );
        var ended = await Shop.AskAsync(Shop.Cashier, new GetParkedSale(parked.ParkedSaleId));
        Assert.That((ended.Status, ended.Reason, ended.SaleId), Is.EqualTo((ParkedSaleStatus.Discarded, "Came no more", (Guid?)null)));
    }

    [Test]
    public async Task Another_merchant_and_another_store_know_nothing_of_it()
    {
        var parked = await ParkAsync(Lines((20, 1)));
        var rival = DemoData.Terminal("rival");
        string[] outcomes =
        [
            await OutcomeAsync(Shop.Rival, new GetParkedSale(parked.ParkedSaleId)),
            await OutcomeAsync(Shop.Rival, new RecallSale(parked.ParkedSaleId, rival)),
            await OutcomeAsync(Shop.Cashier, new RecallSale(parked.ParkedSaleId, rival)),
            await OutcomeAsync(Shop.Admin, new RecallSale(parked.ParkedSaleId, DemoData.Terminal("demo", 2))),
            await OutcomeAsync(Shop.Cashier, new ParkSale(Store, rival, "Coat", Lines((20, 1)))),
            await OutcomeAsync(Shop.Cashier, new ParkSale(Store, Till, "Coat", [new BasketItem(1, DemoData.Variant("rival", 20))])),
            await OutcomeAsync(Shop.Cashier, new ParkSale(Store, Till, "Coat", Lines((20, 1)), ParkedSaleId: parked.ParkedSaleId)),
        ];

        Assert.That(
            outcomes,
            Is.EqualTo(
                new[]
                {
                    "sales.parked_sale_not_found",
                    "sales.parked_sale_not_found",
                    "core.terminal_not_found",
                    "core.terminal_not_found",
                    "core.terminal_not_found",
                    "sales.item_not_found",
                    "sales.parked_sale_exists",
                }
            )
        );
        Assert.That(
            (await Shop.AskAsync(Shop.Cashier, new GetParkedSale(parked.ParkedSaleId))).Status,
            Is.EqualTo(ParkedSaleStatus.Parked)
        );
    }

    [Test]
    public async Task They_are_listed_by_what_they_are_now_newest_first()
    {
        var store = await Shop.AskAsync(
            Shop.Admin,
            new CreateStore(new StoreDetails("PARK", "Park", "EUR", "Europe/Berlin", TaxMode.Inclusive))
        );
        var till = await Shop.AskAsync(Shop.Admin, new CreateTerminal(store.StoreId, "P1", "First"));
        List<Guid> made = [];
        for (var n = 1; n <= 3; n++)
            made.Add(
                (await Shop.AskAsync(Shop.Admin, new ParkSale(store.StoreId, till.TerminalId, $"No. {n}", Lines((20, n))))).ParkedSaleId
            );
        await Shop.AskAsync(Shop.Admin, new RecallSale(made[1], till.TerminalId));

        var first = await Shop.AskAsync(Shop.Admin, new ListParkedSales(store.StoreId, Limit: 2));
        var rest = await Shop.AskAsync(Shop.Admin, new ListParkedSales(store.StoreId, Limit: 2, Cursor: first.NextCursor));
        var parked = await Shop.AskAsync(Shop.Admin, new ListParkedSales(store.StoreId, ParkedSaleStatus.Parked));
        Assert.Multiple(() =>
        {
            Assert.That(first.Items.Concat(rest.Items).Select(p => p.Label), Is.EqualTo(new[] { "No. 3", "No. 2", "No. 1" }));
            Assert.That(parked.Items.Select(p => (p.Label, p.LineCount)), Is.EqualTo(new[] { ("No. 3", 1), ("No. 1", 1) }));
        });
        Assert.That((await Shop.AskAsync(Shop.Rival, new ListParkedSales())).Items, Is.Empty);
    }

    private static BasketItem[] Lines(params (int Variant, decimal Quantity)[] lines) =>
        [.. lines.Select(l => new BasketItem(l.Quantity, DemoData.Variant("demo", l.Variant)))];

    private static CompleteSale SaleOf(ParkedSale parked) =>
        new(parked.StoreId, parked.TerminalId, parked.Lines, [new SaleTender("card", parked.Total)], ParkedSaleId: parked.ParkedSaleId);

    private static string AsJson<T>(T value) => JsonSerializer.Serialize(value, Json.Options);

    private Task<ParkedSale> ParkAsync(IReadOnlyList<BasketItem> lines, GivenDiscount? discount = null) =>
        Shop.AskAsync(Shop.Cashier, new ParkSale(Store, Till, "Coat", lines, Discount: discount));

    private Task<string> OutcomeAsync<T>(MediatR.IRequest<T> request) => OutcomeAsync(Shop.Cashier, request);

    private async Task<string> OutcomeAsync<T>(Caller caller, MediatR.IRequest<T> request)
    {
        try
        {
            await Shop.AskAsync(caller, request);
            return "done";
        }
        catch (Refused refused)
        {
            return refused.Error.Code;
        }
    }
}
